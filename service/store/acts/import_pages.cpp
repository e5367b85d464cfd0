// Pages of rows by their unique index.
#include "service/store/acts/import_pages.h"

namespace sportello::store::acts {

std::vector<PupilOnFile> pupils_on_file(Session& session, const Stretch& stretch) {
  std::vector<PupilOnFile> page;
  for (const auto& row : session.query(
           "SELECT id, key_index, surname, given_name, class_name, left_at FROM pupil WHERE school_id = $1 AND "
           "key_index > $2 AND key_index <= $3 ORDER BY key_index LIMIT $4",
           stretch.school_id, stretch.after, stretch.up_to, page_rows)) {
    page.push_back({row.text(0), row.blob(1), row.blob(2), row.blob(3), row.blob(4), !row.is_null(5)});
  }
  return page;
}

std::optional<std::string> pupil_by_index(Session& session, std::string_view school_id, secret::BytesView index) {
  const auto row = session.first("SELECT id FROM pupil WHERE school_id = $1 AND key_index = $2", school_id, index);
  return row ? std::optional{row->text(0)} : std::nullopt;
}

std::vector<GuardianOnFile> guardians_on_file(Session& session, const Stretch& stretch) {
  std::vector<GuardianOnFile> page;
  for (const auto& row : session.query(
           "SELECT id, document_index, surname, given_name, phone_index, mail_index, mail_confirmed_at, disabled_at "
           "FROM guardian WHERE school_id = $1 AND document_index > $2 AND document_index <= $3 "
           "ORDER BY document_index LIMIT $4",
           stretch.school_id, stretch.after, stretch.up_to, page_rows)) {
    page.push_back({row.text(0), row.blob(1), row.blob(2), row.blob(3), row.optional_blob(4), row.optional_blob(5),
                    !row.is_null(6), !row.is_null(7)});
  }
  return page;
}

std::vector<BondOnFile> bonds_on_file(Session& session, const Stretch& stretch) {
  std::vector<BondOnFile> bonds;
  for (const auto& row : session.query(
           "SELECT b.guardian_id, b.pupil_id, b.role FROM guardian g JOIN guardianship b ON b.guardian_id = g.id "
           "WHERE g.school_id = $1 AND g.document_index > $2 AND g.document_index <= $3 ORDER BY g.document_index",
           stretch.school_id, stretch.after, stretch.up_to)) {
    bonds.push_back({row.text(0), row.text(1), row.text(2)});
  }
  return bonds;
}

OnFile count_on_file(Session& session, std::string_view school_id) {
  const auto count = [&](std::string_view sql) { return session.first(sql, school_id)->integer(0); };
  return {count("SELECT COUNT(*) FROM guardian WHERE school_id = $1 AND disabled_at IS NULL"),
          count("SELECT COUNT(*) FROM pupil WHERE school_id = $1 AND left_at IS NULL"),
          count("SELECT COUNT(*) FROM guardianship WHERE school_id = $1")};
}

}  // namespace sportello::store::acts
