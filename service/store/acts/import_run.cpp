// Begin, rows, end, and the closing of who is missing.
#include "service/store/acts/import_run.h"

#include "service/store/acts/audit.h"
#include "service/store/acts/guardians.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

using Members = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// By person: totals say nothing to somebody who asks why they cannot enter.
void note_one(Session& session, const Office& office, std::string_view school_id, EventName event,
              const Members& members, Time now) {
  append(session, office, {std::string{school_id}, event, "", "", personal_json(members)}, now);
}

std::vector<std::pair<std::string, std::string>> bonds_where(Session& session, const std::string& column,
                                                             const std::string& id) {
  std::vector<std::pair<std::string, std::string>> bonds;
  for (const auto& row : session.query(
           "SELECT guardian_id, pupil_id FROM guardianship WHERE " + column + " = $1 ORDER BY guardian_id, pupil_id",
           id)) {
    bonds.emplace_back(row.text(0), row.text(1));
  }
  return bonds;
}

}  // namespace

BegunImport begin_import(Session& session, const Office& office, std::string_view school_id, Time now) {
  const auto last = session.first(
      "SELECT finished_at FROM import_run WHERE school_id = $1 ORDER BY started_at DESC, "
      "CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END LIMIT 1",
      school_id);
  BegunImport begun{new_id(), last && last->is_null(0)};
  session.exec("INSERT INTO import_run (id, school_id, started_at) VALUES ($1, $2, $3)", begun.id, school_id, now);
  append(session, office,
         {std::string{school_id}, EventName::import_begun, "", "", personal_json({{"import", begun.id}})}, now);
  begun.sequence = session.first("SELECT sequence FROM audit_head WHERE school_id = $1", school_id)->integer(0);
  return begun;
}

void finish_import(Session& session, const Office& office, std::string_view school_id, std::string_view run,
                   std::int64_t rows, const ImportCounts& counts, const ClosedCounts& closed, Time now) {
  session.exec("UPDATE import_run SET finished_at = $1, rows_read = $2 WHERE id = $3", now, rows, run);
  append(session, office,
         {std::string{school_id}, EventName::guardians_imported, "", "",
          personal_json({{"import", run},
                         {"rows", std::to_string(rows)},
                         {"new_guardians", std::to_string(counts.new_guardians)},
                         {"changed_guardians", std::to_string(counts.changed_guardians)},
                         {"new_pupils", std::to_string(counts.new_pupils)},
                         {"changed_pupils", std::to_string(counts.changed_pupils)},
                         {"new_guardianships", std::to_string(counts.new_guardianships)},
                         {"mails_kept", std::to_string(counts.kept_confirmed.size() + counts.kept_assigned.size())},
                         {"confirmed_mails_replaced", std::to_string(counts.replaced.size())},
                         {"closed_guardians", std::to_string(closed.guardians)},
                         {"closed_pupils", std::to_string(closed.pupils)},
                         {"closed_guardianships", std::to_string(closed.bonds)}})},
         now);
}

std::vector<std::string> disabled_with_pupils(Session& session, std::string_view school_id, const BegunImport& begun,
                                              Time since) {
  // Most often nobody was, and the audit knows it sooner than a walk through all guardians would tell.
  if (!session.first("SELECT 1 FROM audit WHERE school_id = $1 AND sequence > $2 AND event = $3 LIMIT 1", school_id,
                     begun.sequence, name_of(EventName::guardian_disabled))) {
    return {};
  }
  std::vector<std::string> ids;
  for (const auto& row : session.query(
           "SELECT g.id FROM guardian g WHERE g.school_id = $1 AND g.disabled_at >= $2 AND EXISTS (SELECT 1 FROM "
           "guardianship b WHERE b.guardian_id = g.id)",
           school_id, since)) {
    ids.push_back(row.text(0));
  }
  return ids;
}

void let_in(Session& session, const Office& office, std::string_view guardian_id, Time now) {
  const auto changed = session.first(
      "UPDATE guardian SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL RETURNING school_id, blocked",
      guardian_id);
  if (!changed) return;
  note_one(session, office, changed->text(0), EventName::guardian_let_in, {{"guardian", guardian_id}}, now);
  if (changed->boolean(1)) return;
  tell_register_of_guardian(session, office, RegisterEvent::credentials_unblocked, guardian_id, now);
}

void close_pupils(Session& session, const Office& office, std::span<const std::string> ids, Time now) {
  for (const auto& id : ids) {
    const auto changed =
        session.first("UPDATE pupil SET left_at = $1 WHERE id = $2 AND left_at IS NULL RETURNING school_id", now, id);
    if (!changed) continue;
    tell_register_of_pupil(session, office, RegisterEvent::credentials_blocked, id, now);
    // A mail with a password that opens nothing any more.
    session.exec(
        "UPDATE outbox SET state = 'overtaken', finished_at = $1, recipient = $3, parameters = $3 WHERE state = "
        "'queued' AND subject_id IN (SELECT id FROM account WHERE pupil_id = $2)",
        now, id, secret::Bytes{});
    close_bonds(session, office, bonds_where(session, "pupil_id", id), now);
    note_one(session, office, changed->text(0), EventName::pupil_closed, {{"pupil", id}}, now);
  }
}

void close_bonds(Session& session, const Office& office, std::span<const std::pair<std::string, std::string>> bonds,
                 Time now) {
  for (const auto& [guardian, pupil] : bonds) {
    const auto closed = session.first(
        "DELETE FROM guardianship WHERE guardian_id = $1 AND pupil_id = $2 RETURNING school_id", guardian, pupil);
    if (!closed) continue;
    note_one(session, office, closed->text(0), EventName::guardianship_closed,
             {{"guardian", guardian}, {"pupil", pupil}}, now);
  }
}

void close_guardians(Session& session, const Office& office, std::string_view school_id,
                     std::span<const std::string> ids, Time now) {
  for (const auto& id : ids) {
    close_bonds(session, office, bonds_where(session, "guardian_id", id), now);
    disable_guardian(session, office, school_id, id, now);
  }
}

}  // namespace sportello::store::acts
