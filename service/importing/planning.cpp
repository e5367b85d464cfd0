// A merge of two lists in the same order: the file's people and a page of the store at a time.
#include "service/importing/planning.h"

#include <algorithm>
#include <unordered_map>

namespace sportello::importing {
namespace {

namespace acts = store::acts;
using secret::Bytes;

constexpr std::size_t longest_index = 32;

// Before and behind every index that begins with the key.
Bytes before_all() { return {}; }
Bytes behind(const import::Key& key) {
  Bytes bytes(key.begin(), key.end());
  bytes.resize(longest_index, 0xFF);
  return bytes;
}
Bytes behind_all() { return Bytes(longest_index + 1, 0xFF); }

// Less than zero: the index comes before the key.
int compare(const Bytes& index, const import::Key& key) {
  const auto size = std::min(index.size(), key.size());
  const auto order = std::lexicographical_compare_three_way(
      index.begin(), index.begin() + static_cast<std::ptrdiff_t>(size), key.begin(), key.end());
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

// `page(stretch)` reads, `meet(number, row)` and `is_new(number)` are called in the order of the keys, `missing(row)`
// in between.
template <class Page, class Meet, class New, class MissingOne>
void merge(const Ground& ground, const Piece& piece,
           const import::PersonAt& (import::Census::*person)(std::size_t) const, Page page, Meet meet, New is_new,
           MissingOne missing) {
  const auto key = [&](std::uint32_t place) -> const import::Key& {
    return (ground.census.*person)(piece.numbers[place]).key;
  };
  acts::Stretch stretch{ground.school_id, piece.begin == 0 ? before_all() : behind(key(piece.begin - 1)),
                        piece.end == piece.numbers.size() ? behind_all() : behind(key(piece.end - 1))};
  auto place = piece.begin;
  for (;;) {
    const auto rows = page(stretch);
    for (const auto& row : rows) {
      while (place < piece.end && compare(row.index, key(place)) > 0) is_new(piece.numbers[place++]);
      if (place < piece.end && compare(row.index, key(place)) == 0) {
        meet(piece.numbers[place++], row);
      } else {
        missing(row);
      }
    }
    if (rows.size() < static_cast<std::size_t>(acts::page_rows)) break;
    stretch.after = rows.back().index;
  }
  while (place < piece.end) is_new(piece.numbers[place++]);
}

bool same(const Ground& ground, std::string_view table, std::string_view column, std::string_view id,
          const Bytes& sealed, std::string_view clear) {
  return ground.office.vault.reveal(store::Seal::personal, {table, column, ground.school_id, id}, sealed).reveal() ==
         clear;
}

// Of an omocode, which earlier programs indexed as it was written: the pupil's id.
std::optional<std::string> indexed_as_written(const Ground& ground, const std::string& pupil_key) {
  if (import::canonical_pupil_key(pupil_key) == pupil_key) return std::nullopt;
  const auto index = acts::index_as_written(ground.office, ground.school_id, pupil_key);
  return read_from(ground.store,
                   [&](store::Session& session) { return acts::pupil_by_index(session, ground.school_id, index); });
}

}  // namespace

OrderedIds::OrderedIds(store::Time now) {
  // The letters of base64url in the order of their codes.
  constexpr std::string_view letters = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  const auto seconds = static_cast<std::uint64_t>(now.time_since_epoch().count());
  for (int shift = 30; shift >= 0; shift -= 6) prefix_ += letters[(seconds >> static_cast<unsigned>(shift)) & 63U];
  for (const auto byte : secret::random_bytes(10)) prefix_ += letters[byte & 63U];
}

std::string OrderedIds::at(std::uint32_t number) const {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string id = prefix_;
  for (int shift = 20; shift >= 0; shift -= 4) id += digits[(number >> static_cast<unsigned>(shift)) & 15U];
  return id;
}

ShortId::ShortId(std::string_view id) {
  if (id.size() > text_.size()) throw store::Failure("an id is longer than ids are");
  std::ranges::copy(id, text_.begin());
  size_ = static_cast<std::uint8_t>(id.size());
}

PupilPlan plan_pupils(const Ground& ground, const OrderedIds& ids, Piece piece) {
  PupilPlan plan{piece, {}, {}, {}, 0, {}, {}, {}, {}};
  plan.ids.reserve(piece.end - piece.begin);
  store::Sealer sealer{ground.office.vault};
  FileRows::Reader rows{ground.rows};
  store::Vault::IndexBytes index{};  // of the row that was read last
  const auto row_of = [&](const import::PersonAt& pupil) {
    auto row = rows.at(pupil, import::RowPart::pupil);
    index = ground.office.vault.index_bytes(store::IndexKind::pupil, ground.school_id,
                                            import::canonical_pupil_key(row.pupil_key));
    if (!std::equal(pupil.key.begin(), pupil.key.end(), index.begin())) throw FileChanged{};
    return row;
  };
  const auto note = [&](const import::PersonAt& pupil, Change change) {
    if (!ground.write) plan.changes.push_back({pupil.line, change});
  };
  const auto meet = [&](std::uint32_t number, const acts::PupilOnFile& on_file) {
    const auto& pupil = ground.census.pupil(number);
    plan.ids.emplace_back(on_file.id);
    auto row = row_of(pupil);
    bool changes = on_file.left;
    if (on_file.left) note(pupil, Change::pupil_back);
    const auto hold = [&](std::string_view column, const Bytes& sealed, const std::string& clear, Change change) {
      if (!row.tells_pupil || same(ground, "pupil", column, on_file.id, sealed, clear)) return;
      changes = true;
      note(pupil, change);
    };
    hold("surname", on_file.surname, row.pupil_surname, Change::pupil_surname);
    hold("given_name", on_file.given_name, row.pupil_given_name, Change::pupil_name);
    hold("class_name", on_file.class_name, row.class_name, Change::class_name);
    if (changes) plan.changed.push_back(std::move(row));
  };
  const auto is_new = [&](std::uint32_t number) {
    const auto& pupil = ground.census.pupil(number);
    auto row = row_of(pupil);
    if (auto id = indexed_as_written(ground, row.pupil_key)) {
      plan.ids.emplace_back(*id);
      plan.changed.push_back(std::move(row));
      plan.not_missing.push_back(std::move(*id));
      return;
    }
    if (!row.tells_pupil) plan.unknown.push_back(pupil.line);
    ++plan.created;
    note(pupil, Change::new_pupil);
    if (!ground.write || !row.tells_pupil) {
      plan.ids.emplace_back();
      return;
    }
    const auto id = ids.at(piece.begin + static_cast<std::uint32_t>(plan.ids.size()));
    plan.inserts.push_back(acts::new_pupil(sealer, ground.school_id, id, index, row, ground.now));
    plan.ids.emplace_back(id);
  };
  merge(
      ground, piece, &import::Census::pupil,
      [&](const acts::Stretch& stretch) {
        return read_from(ground.store,
                         [&](store::Session& session) { return acts::pupils_on_file(session, stretch); });
      },
      meet, is_new,
      [&](const acts::PupilOnFile& on_file) {
        if (!on_file.left) plan.missing.push_back(on_file.id);
      });
  return plan;
}

GuardianPlan plan_guardians(const Ground& ground, const OrderedIds& ids, const import::Chunks<ShortId>& pupil_ids,
                            bool tells_role, Piece piece) {
  GuardianPlan plan{piece, {}, {}, {}, 0, {}, {}, {}, {}};
  plan.ids.reserve(piece.end - piece.begin);
  const auto& vault = ground.office.vault;
  std::unordered_map<std::string, std::vector<acts::BondOnFile>> bonds;  // of the page, by guardian
  store::Sealer sealer{vault};
  FileRows::Reader rows{ground.rows};
  store::Vault::IndexBytes index{};  // of the row that was read last
  const auto row_of = [&](const import::PersonAt& guardian) {
    auto row = rows.at(guardian, import::RowPart::guardian);
    if (!row.document) throw FileChanged{};
    index = vault.index_bytes(store::IndexKind::document, ground.school_id, row.document->canonical());
    if (!std::equal(guardian.key.begin(), guardian.key.end(), index.begin())) throw FileChanged{};
    return row;
  };
  const auto note = [&](std::uint32_t line, Change change) {
    if (!ground.write) plan.changes.push_back({line, change});
  };
  const auto meet_bonds = [&](const import::PersonAt& guardian, const std::string& id) {
    auto& on_file = bonds[id];
    for (auto i = guardian.first_bond; i != import::nothing; i = ground.census.bond(i).next) {
      const auto& bond = ground.census.bond(i);
      const auto pupil = pupil_ids[bond.pupil].view();
      const auto found = std::ranges::find(on_file, pupil, &acts::BondOnFile::pupil_id);
      if (found == on_file.end()) {
        plan.new_bonds.push_back(i);
        note(bond.line, Change::new_bond);
        continue;
      }
      if (const auto& role = ground.census.role(bond.role); tells_role && found->role != role) {
        plan.roles.push_back({id, std::string{pupil}, role});
        note(bond.line, Change::role);
      }
      on_file.erase(found);
    }
    for (const auto& gone : on_file) plan.missing.bonds.emplace_back(gone.guardian_id, gone.pupil_id);
  };
  const auto mail_changes = [&](const acts::GuardianOnFile& on_file, const import::GuardianRow& row) {
    if (!row.tells_mail) return false;
    if (!row.mail) return on_file.mail_index.has_value();
    return on_file.mail_index != vault.index(store::IndexKind::mail, ground.school_id, *row.mail);
  };
  const auto meet = [&](std::uint32_t number, const acts::GuardianOnFile& on_file) {
    const auto& guardian = ground.census.guardian(number);
    plan.ids.emplace_back(on_file.id);
    auto row = row_of(guardian);
    bool changes = on_file.disabled;
    const auto change = [&](bool differs, Change what) {
      if (differs) note(guardian.line, what);
      changes = changes || differs;
    };
    change(on_file.disabled, Change::guardian_back);
    change(!same(ground, "guardian", "surname", on_file.id, on_file.surname, row.surname), Change::surname);
    change(!same(ground, "guardian", "given_name", on_file.id, on_file.given_name, row.given_name),
           Change::given_name);
    const auto phone = row.phone
                           ? std::optional{vault.index(store::IndexKind::phone, ground.school_id, row.phone->text())}
                           : std::nullopt;
    change(on_file.phone_index != phone, Change::phone);
    change(mail_changes(on_file, row),
           on_file.confirmed && !ground.replace_confirmed ? Change::mail_kept : Change::mail);
    meet_bonds(guardian, on_file.id);
    // Judged anew by the act that writes it: somebody may confirm an address meanwhile.
    if (changes) plan.changed.push_back(std::move(row));
  };
  const auto is_new = [&](std::uint32_t number) {
    const auto& guardian = ground.census.guardian(number);
    ++plan.created;
    note(guardian.line, Change::new_guardian);
    for (auto i = guardian.first_bond; i != import::nothing; i = ground.census.bond(i).next) {
      plan.new_bonds.push_back(i);
    }
    if (!ground.write) {
      plan.ids.emplace_back();
      return;
    }
    const auto id = ids.at(piece.begin + static_cast<std::uint32_t>(plan.ids.size()));
    const auto row = row_of(guardian);
    plan.inserts.push_back(acts::new_guardian(ground.office, sealer, ground.school_id, id, index, row, ground.now));
    plan.ids.emplace_back(id);
  };
  const auto missing = [&](const acts::GuardianOnFile& on_file) {
    if (!on_file.disabled) plan.missing.guardians.push_back(on_file.id);
    plan.missing.bonds_of_missing += static_cast<std::int64_t>(bonds[on_file.id].size());
  };
  const auto page = [&](const acts::Stretch& stretch) {
    return read_from(ground.store, [&](store::Session& session) {
      auto rows = acts::guardians_on_file(session, stretch);
      bonds.clear();
      auto until = stretch;
      if (rows.size() == static_cast<std::size_t>(acts::page_rows)) until.up_to = rows.back().index;
      if (!rows.empty()) {
        for (auto& bond : acts::bonds_on_file(session, until)) bonds[bond.guardian_id].push_back(std::move(bond));
      }
      return rows;
    });
  };
  merge(ground, piece, &import::Census::guardian, page, meet, is_new, missing);
  return plan;
}

}  // namespace sportello::importing
