// Rows of audit, audit_head and audit_personal, as they stand.
#include "service/store/acts/audit_reading.h"

namespace sportello::store::acts {
namespace {

constexpr std::string_view with_personal =
    "SELECT a.sequence, a.at, a.event, a.device_id, a.visit_id, a.commitment, a.previous, a.hash, p.salt, p.personal "
    "FROM audit a LEFT JOIN audit_personal p ON p.school_id = a.school_id AND p.sequence = a.sequence "
    "WHERE a.school_id = $1 AND a.sequence > $2 ORDER BY a.sequence LIMIT $3";
constexpr std::string_view without_personal =
    "SELECT sequence, at, event, device_id, visit_id, commitment, previous, hash FROM audit "
    "WHERE school_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

}  // namespace

std::optional<secret::SecretText> open_beside(Session& session, const Office& office, std::string_view school_id,
                                              std::int64_t sequence, secret::BytesView sealed) {
  const auto row = std::to_string(sequence);
  auto clear = office.vault.open(Seal::personal, {"audit_personal", "personal", school_id, row}, sealed);
  if (!clear && !office.vault.is_current(session))
    throw UnknownKey("the audit is sealed under a key that came later");
  return clear;
}

AuditPage audit_page_after(Session& session, const Office& office, std::string_view school_id, std::int64_t after,
                           bool personal) {
  AuditPage page;
  for (const auto& row : session.query(personal ? with_personal : without_personal, school_id, after, audit_page)) {
    try {
      AuditRow read{{row.integer(0), row.time(1), std::string{school_id}, row.text(2), row.text(3), row.text(4),
                     row.blob(5), row.blob(6)},
                    row.blob(7),
                    {}};
      if (personal && !row.is_null(9)) {
        read.personal = {row.blob(8), open_beside(session, office, school_id, read.entry.sequence, row.blob(9))};
      }
      page.rows.push_back(std::move(read));
    } catch (const UnknownKey&) {
      throw;
    } catch (const Failure&) {
      page.unreadable = "was edited: it holds another kind of value than an event has";
      return page;
    }
  }
  return page;
}

std::expected<AuditEnd, std::string> audit_end(Session& session, std::string_view school_id) {
  const auto head = session.first("SELECT sequence, hash FROM audit_head WHERE school_id = $1", school_id);
  if (!head) return std::unexpected("the head row is not there: it was deleted");
  AuditEnd end;
  // Only of its columns: a statement that fails is the store's failure, and nobody's edit.
  try {
    end.sequence = head->integer(0);
    end.hash = head->blob(1);
  } catch (const Failure&) {
    return std::unexpected("the head row was edited: it holds another kind of value than a head has");
  }
  const auto behind = session.first("SELECT MIN(sequence) FROM audit WHERE school_id = $1 AND sequence > $2",
                                    school_id, end.sequence);
  const auto orphan = session.first(
      "SELECT MIN(p.sequence) FROM audit_personal p WHERE p.school_id = $1 AND NOT EXISTS (SELECT 1 FROM audit a "
      "WHERE a.school_id = p.school_id AND a.sequence = p.sequence)",
      school_id);
  try {
    if (behind && !behind->is_null(0)) end.behind_head = behind->integer(0);
    if (orphan && !orphan->is_null(0)) end.orphan_personal = orphan->integer(0);
  } catch (const Failure&) {
    return std::unexpected("a number beside the chain was edited: it holds another kind of value");
  }
  return end;
}

}  // namespace sportello::store::acts
