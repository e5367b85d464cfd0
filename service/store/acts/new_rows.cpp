// Sealing, and statements of many rows.
#include "service/store/acts/new_rows.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace sportello::store::acts {
namespace {

// Bytes of somebody with names of usual length: one allocation.
constexpr std::size_t usual_guardian = 640;
constexpr std::size_t usual_pupil = 448;

struct Sealing {
  Sealer& sealer;
  Place place;  // its column is set by each
  NewRow& made;

  void operator()(std::string_view column, std::string_view clear) {
    place.column = column;
    made.add_blob([&](secret::Bytes& into) { sealer.seal(place, clear, into); });
  }
};

// views(row, into): the row's values.
template <std::size_t Columns, class Rows, class Views>
void insert_all(Session& session, std::string_view table, const std::array<std::string_view, Columns>& columns,
                const Rows& rows, Views views) {
  constexpr std::size_t most_rows = 256;  // at a time: their values stay in a core's cache
  std::array<ValueView, most_rows * Columns> values;
  for (std::size_t next = 0; next < rows.size();) {
    const auto count = std::min(most_rows, rows.size() - next);
    for (std::size_t i = 0; i < count; ++i) views(rows[next + i], std::span{values}.subspan(i * Columns, Columns));
    session.insert_rows(table, columns, std::span{values}.first(count * Columns));
    next += count;
  }
}

void copy_views(const NewRow& row, std::span<ValueView> into) { row.views(into); }

}  // namespace

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

void NewRow::views(std::span<ValueView> into) const {
  if (into.size() != count_) throw Failure("a row has not as many values as its statement");
  for (std::size_t i = 0; i < count_; ++i) {
    const auto& cell = cells_.at(i);
    const auto bytes = secret::BytesView{bytes_}.subspan(cell.begin, cell.size);
    switch (cell.kind) {
      case Kind::none: into[i] = std::monostate{}; break;
      case Kind::text: into[i] = secret::as_text(bytes); break;
      case Kind::blob: into[i] = bytes; break;
      case Kind::number: {
        std::int64_t number = 0;
        std::memcpy(&number, bytes.data(), sizeof number);
        into[i] = number;
      }
    }
  }
}

namespace {

void add_times(NewRow& made, Time now) {  // created, changed
  for (int i = 0; i < 2; ++i) made.add(std::int64_t{now.time_since_epoch().count()});
}

}  // namespace

NewRow new_guardian(const Office& office, Sealer& sealer, std::string_view school_id, std::string_view id,
                    secret::BytesView index, const import::GuardianRow& row, Time now) {
  NewRow made;
  made.reserve(usual_guardian);
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
  add_times(made, now);
  return made;
}

NewRow new_pupil(Sealer& sealer, std::string_view school_id, std::string_view id, secret::BytesView index,
                 const import::GuardianRow& row, Time now) {
  NewRow made;
  made.reserve(usual_pupil);
  Sealing seal{sealer, {"pupil", "", school_id, id}, made};
  made.add(id);
  made.add(school_id);
  made.add(index);
  seal("pupil_key", row.pupil_key);
  seal("surname", row.pupil_surname);
  seal("given_name", row.pupil_given_name);
  seal("class_name", row.class_name);
  add_times(made, now);
  return made;
}

void insert_guardians(Session& session, std::span<const NewRow> rows) {
  insert_all<12>(session, "guardian",
                 {"id", "school_id", "document_index", "document", "surname", "given_name", "phone_index", "phone",
                  "mail_index", "mail", "created_at", "changed_at"},
                 rows, copy_views);
}

void insert_pupils(Session& session, std::span<const NewRow> rows) {
  insert_all<9>(session, "pupil",
                {"id", "school_id", "key_index", "pupil_key", "surname", "given_name", "class_name", "created_at",
                 "changed_at"},
                rows, copy_views);
}

void insert_bonds(Session& session, std::string_view school_id, std::span<const NewBond> bonds) {
  insert_all<4>(session, "guardianship", {"school_id", "guardian_id", "pupil_id", "role"}, bonds,
                [school_id](const NewBond& bond, std::span<ValueView> into) {
                  std::ranges::copy(std::array<ValueView, 4>{school_id, bond.guardian_id, bond.pupil_id, bond.role},
                                    into.begin());
                });
}

void change_role(Session& session, const NewBond& bond) {
  session.exec("UPDATE guardianship SET role = $1 WHERE guardian_id = $2 AND pupil_id = $3", bond.role,
               bond.guardian_id, bond.pupil_id);
}

}  // namespace sportello::store::acts
