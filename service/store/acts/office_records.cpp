// Rows of acceptances and reports, opened for the office.
#include "service/store/acts/office_records.h"

#include <algorithm>
#include <tuple>

#include "service/store/acts/audit.h"
#include "service/store/acts/people.h"

namespace sportello::store::acts {

std::vector<Acceptance> export_commitments(Session& session, const Office& office, std::string_view school_id,
                                           Time now) {
  std::vector<Acceptance> all;
  for (const auto& row :
       session.query("SELECT a.guardian_id, a.version, a.accepted_at, COALESCE(v.reference, '') FROM acceptance a "
                     "LEFT JOIN visit v ON v.id = a.visit_id WHERE a.school_id = $1",
                     school_id)) {
    auto names = names_of(session, office, guardian_by_id(session, office, row.text(0)));
    all.push_back({names.surname, names.given_name, row.text(1), row.time(2), row.text(3)});
  }
  std::ranges::sort(all, {}, [](const Acceptance& one) {
    return std::tuple{one.surname.reveal(), one.given_name.reveal(), std::string_view{one.version}};
  });
  append(session, office,
         {std::string{school_id}, EventName::commitments_exported, "", "",
          personal_json({{"count", std::to_string(all.size())}})},
         now);
  return all;
}

std::vector<ReportLine> list_reports(Session& session, const Office& office, std::string_view school_id, bool all) {
  std::vector<ReportLine> lines;
  for (const auto& row : session.query("SELECT id, reference, what, guardian_id, note, created_at, closed_at FROM "
                                       "report WHERE school_id = $1 AND "
                                       "($2 = 1 OR closed_at IS NULL) ORDER BY created_at, id",
                                       school_id, all)) {
    auto names = names_of(session, office, guardian_by_id(session, office, row.text(3)));
    lines.push_back({row.text(0), row.text(1), row.text(2), names.surname, names.given_name,
                     office.vault.reveal(Seal::personal, {"report", "note", school_id, row.text(0)}, row.blob(4)),
                     row.time(5), !row.is_null(6)});
  }
  return lines;
}

Told<void> close_report(Session& session, const Office& office, std::string_view school_id, std::string_view which,
                        Time now) {
  const auto rows = session.query(
      "SELECT id, guardian_id FROM report WHERE school_id = $1 AND (id = $2 OR reference = $2) AND closed_at IS NULL",
      school_id, which);
  if (rows.empty()) return std::unexpected("there is no such open report: see sportello-service reports list");
  if (rows.size() > 1) {
    return std::unexpected("more than one open report has this reference: name one by its id, from reports list");
  }
  session.exec("UPDATE report SET closed_at = $1 WHERE id = $2", now, rows.front().text(0));
  append(session, office,
         {std::string{school_id}, EventName::report_closed, "", "",
          personal_json({{"report", rows.front().text(0)}, {"guardian", rows.front().text(1)}})},
         now);
  return {};
}

}  // namespace sportello::store::acts
