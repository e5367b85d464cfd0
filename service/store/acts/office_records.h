// What the office reads and files: who accepted which commitments, and reports of wrong data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct Acceptance {
  secret::SecretText surname, given_name;
  std::string version;
  Time accepted_at{};
  std::string reference;  // of the visit; "" on the invitation page
};
// By surname and name. Writes the audit event: this is a list of people.
std::vector<Acceptance> export_commitments(Session& session, const Office& office, std::string_view school_id,
                                           Time now);

struct ReportLine {
  std::string id, reference, what;
  secret::SecretText surname, given_name, note;
  Time created_at{};
  bool closed = false;
};
// Oldest first; closed ones only with `all`.
std::vector<ReportLine> list_reports(Session& session, const Office& office, std::string_view school_id, bool all);
// By its id, or by its reference where only one open report has it.
Told<void> close_report(Session& session, const Office& office, std::string_view school_id, std::string_view which,
                        Time now);

}  // namespace sportello::store::acts
