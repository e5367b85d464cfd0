// The office's decisions about one guardian: find them, shut them out, let them in again.
// Whoever calls this sits in the office: what is on file is told in full. Nothing here is reachable over HTTP.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/people.h"

namespace sportello::store::acts {

struct FoundGuardian {
  std::string id;
  secret::SecretText surname, given_name;
  std::vector<wire::Pupil> pupils;
  bool has_phone = false;
  std::string mail_hint;  // empty: no address
  bool has_credentials = false;
  bool blocked = false;
  bool frozen = false;
  std::optional<Time> locked_until;
};
// By codice fiscale, mail address, phone, a visit's or report's reference, or else by surname (from its beginning, in
// any case). In the order of the alphabet.
std::vector<FoundGuardian> find_guardians(Session& session, const Office& office, std::string_view school_id,
                                          std::string_view sought, Time now);
// The one that is meant, by id.
Told<FoundGuardian> guardian_of_school(Session& session, const Office& office, std::string_view school_id,
                                       std::string_view id, Time now);

// Open visits end and lose their grants at once, invitations are cancelled, logins are refused. From then on the
// kiosk treats them as anybody who is not on file.
Told<void> block_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                          Time now);
Told<void> unblock_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                            Time now);
// Ends the lock that wrong codes or wrong passwords caused, before its time.
Told<void> unlock_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                           Time now);

}  // namespace sportello::store::acts
