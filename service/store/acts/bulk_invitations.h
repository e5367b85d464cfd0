// The school starts it: invitations for whole classes, spread over time; how they fared; the reminder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/inviting.h"

namespace sportello::store::acts {

struct BulkWish {
  std::string classes;               // "1*"
  bool without_credentials = false;  // only those who have none; else everybody, and a link for them recovers
  int per_minute = 60;               // mails; mail servers refuse more, and the office's phone rings less
  std::string language;              // "": each guardian's own
  bool dry_run = false;              // says what would be done
};
// Somebody who got no mail, and why.
struct NotInvited {
  enum class Why {
    no_phone,    // on file, or none we may send to: no page and no kiosk could prove who they are
    no_mail,     // the kiosk needs none
    frozen,      // the office has to speak with them
    second_set,  // a written request has to come first
  };
  secret::SecretText surname, given_name;
  std::string classes;  // of their pupils that are meant: "1A, 1C"
  Why why = Why::no_mail;
};
std::string_view name_of(NotInvited::Why why);

struct Bulk {
  std::string batch;        // its id; "" for a dry run or when nobody was invited
  std::int64_t pupils = 0;  // that the pattern means
  std::int64_t invited = 0;
  std::int64_t already = 0;        // whose invitation is still open: one is enough
  std::vector<NotInvited> others;  // in the order of the alphabet
  std::chrono::seconds spread{0};  // until the last mail leaves, behind those of earlier batches that still wait
};
// Each guardian once, however many children. Blocked ones are left out and not listed. Refuses in a sentence: no
// pupil in such a class, or guardians of this school enter by the digital identity today.
Told<Bulk> invite_in_bulk(Session& session, const Office& office, std::string_view school_id, const BulkWish& wish,
                          Time now);

// Who of these classes has neither an address nor credentials today: the kiosk is their way.
std::int64_t guardians_without_mail(Session& session, const Office& office, std::string_view school_id,
                                    std::string_view classes, Time now);

// Once, two days after the mail, while the invitation is open and still of use to its guardian. Called every minute;
// sends a bounded number.
std::int64_t remind_due(Session& session, const Office& office, Time now);

}  // namespace sportello::store::acts
