// Begin, rows, end, and the closing of who is missing.
#include "service/store/acts/import_run.h"

#include <cstring>

#include "service/store/acts/audit.h"
#include "service/store/acts/guardians.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

constexpr std::size_t usual_row = 768;  // bytes of a guardian with names of usual length: one allocation

struct Sealing {
  Sealer& sealer;
  Place place;  // its column is set by each
  NewRow& made;

  void operator()(std::string_view column, std::string_view clear) {
    place.column = column;
    made.add_blob([&](secret::Bytes& into) { sealer.seal(place, clear, into); });
  }
};

constexpr std::string_view guardian_sql =
    "INSERT INTO guardian (id, school_id, document_index, document, surname, given_name, phone_index, phone, "
    "mail_index, mail, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)";
constexpr std::string_view pupil_sql =
    "INSERT INTO pupil (id, school_id, key_index, pupil_key, surname, given_name, class_name, created_at, "
    "changed_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
constexpr std::string_view bond_sql =
    "INSERT INTO guardianship (school_id, guardian_id, pupil_id, role) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (guardian_id, pupil_id) DO UPDATE SET role = excluded.role";

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

void NewRow::add(std::string_view text) {
  add_blob([&](secret::Bytes& into) { into.insert(into.end(), text.begin(), text.end()); });
  cells_.at(count_ - 1).kind = Kind::text;
}

void NewRow::add(std::int64_t number) {
  std::array<std::uint8_t, sizeof number> bytes{};
  std::memcpy(bytes.data(), &number, bytes.size());
  add(secret::BytesView{bytes});
  cells_.at(count_ - 1).kind = Kind::number;
}

void NewRow::add(secret::BytesView bytes) {
  add_blob([&](secret::Bytes& into) { into.insert(into.end(), bytes.begin(), bytes.end()); });
}

std::span<const ValueView> NewRow::views(Views& into) const {
  for (std::size_t i = 0; i < count_; ++i) {
    const auto& cell = cells_.at(i);
    const auto bytes = secret::BytesView{bytes_}.subspan(cell.begin, cell.size);
    switch (cell.kind) {
      case Kind::none: into.at(i) = std::monostate{}; break;
      case Kind::text: into.at(i) = secret::as_text(bytes); break;
      case Kind::blob: into.at(i) = bytes; break;
      case Kind::number: {
        std::int64_t number = 0;
        std::memcpy(&number, bytes.data(), sizeof number);
        into.at(i) = number;
      }
    }
  }
  return std::span<const ValueView>{into}.first(count_);
}

NewRow new_guardian(const Office& office, Sealer& sealer, std::string_view school_id, std::string_view id,
                    secret::BytesView index, const import::GuardianRow& row, Time now) {
  NewRow made;
  made.reserve(usual_row);
  Sealing seal{sealer, {"guardian", "", school_id, id}, made};
  const auto found_by = [&](IndexKind kind, std::string_view text) {
    made.add(secret::BytesView{office.vault.index_bytes(kind, school_id, text)});
  };
  made.add(id);
  made.add(school_id);
  made.add(index);
  seal("document", row.document->text());
  seal("surname", row.surname);
  seal("given_name", row.given_name);
  if (row.phone) {
    found_by(IndexKind::phone, row.phone->text());
    seal("phone", row.phone->text());
  } else {
    made.add_none();
    made.add_none();
  }
  if (row.mail) {
    found_by(IndexKind::mail, *row.mail);
    seal("mail", *row.mail);
  } else {
    made.add_none();
    made.add_none();
  }
  made.add(static_cast<std::int64_t>(now.time_since_epoch().count()));
  return made;
}

NewRow new_pupil(Sealer& sealer, std::string_view school_id, std::string_view id, secret::BytesView index,
                 const import::GuardianRow& row, Time now) {
  NewRow made;
  made.reserve(usual_row);
  Sealing seal{sealer, {"pupil", "", school_id, id}, made};
  made.add(id);
  made.add(school_id);
  made.add(index);
  seal("pupil_key", row.pupil_key);
  seal("surname", row.pupil_surname);
  seal("given_name", row.pupil_given_name);
  seal("class_name", row.class_name);
  made.add(static_cast<std::int64_t>(now.time_since_epoch().count()));
  return made;
}

void insert_guardian(Session& session, const NewRow& row) {
  NewRow::Views views;
  session.exec_views(guardian_sql, row.views(views));
}
void insert_pupil(Session& session, const NewRow& row) {
  NewRow::Views views;
  session.exec_views(pupil_sql, row.views(views));
}

void write_bond(Session& session, std::string_view school_id, const NewBond& bond) {
  const std::array<ValueView, 4> views = {school_id, bond.guardian_id, bond.pupil_id, bond.role};
  session.exec_views(bond_sql, views);
}

std::vector<std::string> disabled_with_pupils(Session& session, std::string_view school_id, Time since) {
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
