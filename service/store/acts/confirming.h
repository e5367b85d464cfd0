// The confirming message after every change: to the phone and to the mail address on file, with a link that freezes
// the credentials ("it was not me").
#pragma once

#include <string>
#include <string_view>

#include "service/store/acts/outbox.h"
#include "service/store/acts/people.h"

namespace sportello::store::acts {

struct Change {
  MessageKind kind = MessageKind::credentials_issued;  // one of the confirming ones
  std::string account;                                 // whose link freezes; "" for none
  std::string visit;                                   // or ""
  std::string language;
  std::optional<secret::SecretText> also_mail;  // beside the one on file: the new one of a change
};
// One SMS where there is a phone, one mail to each address there is; neither is no error. Returns the last two
// digits of the phone, or "".
std::string confirm(Session& session, const Office& office, const Guardian& guardian, const Change& change, Time now);

}  // namespace sportello::store::acts
