// Where a guardian stands in the store: the rows that name them, found once for telling (GDPR 15) and erasing (17).
// Finds; changes nothing.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "service/store/acts/audit_reading.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct Footprint {
  std::string school_id, guardian_id;
  secret::Bytes document_index;
  std::optional<secret::Bytes> phone_index, mail_index;
  std::optional<secret::SecretText> phone, mail;
  std::vector<std::string> accounts, visits, invitations, mail_changes, reports, freeze_links, authorisations;
  std::vector<secret::Bytes> user_code_indexes;
  std::vector<std::string> pupils, lone_pupils;  // lone: nobody else is their guardian
  std::vector<std::string> messages;             // in the outbox: caused by the rows above, or addressed to them
  bool blocked = false;

  // By these ids the audit names them: as an event's visit, or within what stands beside it.
  void add_names(std::set<std::string, std::less<>>& into) const;
};
std::optional<Footprint> footprint_of(Session& session, const Office& office, std::string_view school_id,
                                      std::string_view guardian_id);

// Of a pupil who goes with their only guardian: what is theirs alone.
struct PupilFootprint {
  std::string school_id, pupil_id;
  std::optional<secret::Bytes> mail_index;
  std::vector<std::string> accounts, messages;
  std::vector<secret::Bytes> user_code_indexes;

  void add_names(std::set<std::string, std::less<>>& into) const;
};
std::optional<PupilFootprint> footprint_of_pupil(Session& session, const Office& office, std::string_view school_id,
                                                 std::string_view pupil_id);

// True when an event is about one of them.
bool concerns(const std::set<std::string, std::less<>>& names, const AuditRow& row);

}  // namespace sportello::store::acts
