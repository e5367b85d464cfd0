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
  bool blocked = false;   // by the office
  bool disabled = false;  // no pupil of theirs is at this school any more
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
// Nobody's guardian any more: shut out as if blocked. An import that brings pupils lets them in again.
void disable_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                      Time now);
// What the words that were sought look like: document, mail, phone, or name (a reference too). For the audit, which
// does not keep the words.
std::string_view kind_of_search(std::string_view sought);
// That the office looked somebody up: by what kind of thing, and who was shown.
void note_looked_up(Session& session, const Office& office, std::string_view school_id, std::string_view by,
                    const std::vector<std::string>& guardians, Time now);
// Ends the lock that wrong codes or wrong passwords caused, before its time.
Told<void> unlock_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                           Time now);

}  // namespace sportello::store::acts
