// What a request that was left at a kiosk without a line is answered with. Nobody has proved who they are: a codice
// fiscale is computable. So it goes to what is on file alone, at most once a day, and the kiosk never hears which.
#pragma once

#include <optional>
#include <string_view>

#include "service/desk/opening.h"

namespace sportello::desk {

struct RequestFacts {
  std::optional<Withheld> withheld;  // as when a visit opens
  bool again = false;                // one of this person is answered today, or was on the day it was made
  bool office_first = false;         // nothing may be done now, or the digital identity is the way
  bool mail = false;                 // an address is on file
  bool link_in_use = false;          // somebody asked for the code of an open one a moment ago
  bool links_spent = false;          // this person's invitations of today
  bool sms_spent = false;            // the person's, the kiosk's or the school's messages of today
};

struct RequestAnswered {
  enum class Way {
    link,       // an invitation, by mail
    come_back,  // an SMS: a link and its code must not reach the same phone
    nothing,
  };
  Way way = Way::nothing;
  std::string_view why;  // of nothing, for the office
};
RequestAnswered answer_request(const RequestFacts& facts);

// When a message that can wait may go: at once, or at eight in the morning of the school's clock.
Time out_of_the_night(Time at);

}  // namespace sportello::desk
