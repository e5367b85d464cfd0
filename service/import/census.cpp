// Agreement between rows, by hashes of what they say.
#include "service/import/census.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <future>
#include <tuple>

namespace sportello::import {
namespace {

std::uint64_t hash64(std::string_view text) {
  const auto hash = static_cast<std::uint64_t>(std::hash<std::string_view>{}(text));
  return hash == 0 ? 1 : hash;
}
std::uint32_t hash32(std::string_view text) { return static_cast<std::uint32_t>(hash64(text)); }

Key hash_key(std::string_view text) {
  Key key{};
  crypto_generichash(key.data(), key.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  return key;
}

std::size_t slot_of(const Key& key, std::size_t count) {
  std::uint64_t word = 0;
  std::memcpy(&word, key.data() + 8, sizeof word);
  return static_cast<std::size_t>(word) & (count - 1);
}

void note_place(PersonAt& person, const RowPrint& row) {
  person.offset = row.offset & 0xFFFF'FFFF'FFFFU;
  person.size = row.size <= 0xFFFFU ? row.size & 0xFFFFU : 0U;
  person.line = static_cast<std::uint32_t>(row.line);
}

void differs(std::vector<ColumnProblem>& problems, Column column, std::uint32_t other) {
  problems.push_back(
      {column_names.at(static_cast<std::size_t>(column)),
       "differs from line " + std::to_string(other) + ", which is of the same person: make them equal"});
}

}  // namespace

Keys plain_keys() {
  return {[](const identity::CodiceFiscale& document) { return hash_key(document.canonical()); },
          [](std::string_view canonical) { return hash_key(canonical); }};
}

RowPrint print_of(const GuardianRow& row, const CsvRecord& record, const Keys& keys) {
  RowPrint print;
  print.line = record.line;
  print.offset = record.offset;
  print.size = record.size;
  print.has_guardian = row.document.has_value();
  print.names_pupil = row.tells_pupil;
  if (row.document) print.guardian = keys.guardian(*row.document);
  print.pupil = keys.pupil(canonical_pupil_key(row.pupil_key));
  if (row.phone) print.phone = hash64(row.phone->text());
  if (row.mail) print.mail = hash64(*row.mail);
  print.surname = hash32(row.surname);
  print.given_name = hash32(row.given_name);
  print.pupil_surname = hash32(row.pupil_surname);
  print.pupil_given_name = hash32(row.pupil_given_name);
  print.class_name = hash32(row.class_name);
  print.role = row.role;
  return print;
}

void Census::Places::grow(const Chunks<PersonAt>& people) {
  slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), nothing);
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    auto at = slot_of(people[i].key, slots_.size());
    while (slots_[at] != nothing) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = i;
  }
}

std::uint32_t Census::Places::find_or_add(const Key& key, Chunks<PersonAt>& people, bool& is_new) {
  if (people.size() * 10 >= slots_.size() * 7) grow(people);
  auto at = slot_of(key, slots_.size());
  while (slots_[at] != nothing) {
    if (people[slots_[at]].key == key) {
      is_new = false;
      return slots_[at];
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  is_new = true;
  slots_[at] = static_cast<std::uint32_t>(people.size());
  people.add().key = key;
  return slots_[at];
}

std::vector<ColumnProblem> Census::add(const RowPrint& row) {
  std::vector<ColumnProblem> problems;
  bool is_new = false;
  const auto pupil = pupil_places_.find_or_add(row.pupil, pupils_, is_new);
  if (is_new) {
    note_place(pupils_[pupil], row);
    of_pupils_.add() = {row.pupil_surname, row.pupil_given_name, row.class_name};
  }
  if (row.has_guardian) {
    bool new_guardian = false;
    const auto guardian = guardian_places_.find_or_add(row.guardian, guardians_, new_guardian);
    if (new_guardian) {
      note_place(guardians_[guardian], row);
      of_guardians_.add() = {row.phone, row.mail, row.surname, row.given_name, nothing, 0};
    } else {
      const auto& said = of_guardians_[guardian];
      const auto other = guardians_[guardian].line;
      if (said.phone != row.phone) differs(problems, Column::phone, other);
      if (said.mail != row.mail) differs(problems, Column::mail, other);
      if (said.surname != row.surname) differs(problems, Column::guardian_surname, other);
      if (said.given_name != row.given_name) differs(problems, Column::guardian_name, other);
    }
    add_bond(row, guardian, pupil, problems);
  } else if (!is_new) {
    problems.push_back({"", "repeats line " + std::to_string(pupils_[pupil].line) + ", the same pupil: remove one"});
  }
  if (!is_new && row.names_pupil) {
    const auto& said = of_pupils_[pupil];
    const auto other = pupils_[pupil].line;
    if (said.surname != row.pupil_surname) differs(problems, Column::pupil_surname, other);
    if (said.given_name != row.pupil_given_name) differs(problems, Column::pupil_name, other);
    if (said.class_name != row.class_name) differs(problems, Column::class_name, other);
  }
  return problems;
}

void Census::add_bond(const RowPrint& row, std::uint32_t guardian, std::uint32_t pupil,
                      std::vector<ColumnProblem>& problems) {
  for (auto i = guardians_[guardian].first_bond; i != nothing; i = bonds_[i].next) {
    if (bonds_[i].pupil != pupil) continue;
    problems.push_back(
        {"", "repeats line " + std::to_string(bonds_[i].line) + ", the same guardian and pupil: remove one"});
    return;
  }
  auto& said = of_guardians_[guardian];
  if (said.pupils == most_pupils) {
    problems.push_back({column_names[0], "has more than " + std::to_string(most_pupils) + " pupils: check the file"});
    return;
  }
  const auto role = role_numbers_.try_emplace(row.role, static_cast<std::uint16_t>(roles_.size()));
  if (role.second && roles_.size() == most_roles) {
    problems.push_back({column_names[static_cast<std::size_t>(Column::role)],
                        "is the " + std::to_string(most_roles + 1) + "th different one: check which column it is"});
    role_numbers_.erase(role.first);
    return;
  }
  if (role.second) roles_.push_back(row.role);
  ++said.pupils;
  const auto number = static_cast<std::uint32_t>(bonds_.size());
  bonds_.add() = {guardian, pupil, nothing, static_cast<std::uint32_t>(row.line), role.first->second};
  if (said.last_bond == nothing) {
    guardians_[guardian].first_bond = number;
  } else {
    bonds_[said.last_bond].next = number;
  }
  said.last_bond = number;
}

std::vector<Census::Shared> Census::shared(std::uint64_t SaidOfGuardian::* what, Column column,
                                           std::size_t most) const {
  struct One {
    std::uint64_t print;
    std::uint32_t guardian;
  };
  std::vector<One> all;
  all.reserve(of_guardians_.size());
  for (std::uint32_t i = 0; i < of_guardians_.size(); ++i) {
    if (of_guardians_[i].*what != 0) all.push_back({of_guardians_[i].*what, i});
  }
  // Guardians are numbered in the order of their lines.
  std::ranges::sort(all, {}, [](const One& one) { return std::pair{one.print, one.guardian}; });
  std::vector<Shared> found;
  std::size_t first = 0;
  for (std::size_t i = 1; i < all.size() && found.size() < most; ++i) {
    if (all[i].print != all[first].print) {
      first = i;
    } else {
      found.push_back({guardians_[all[i].guardian].line, column, guardians_[all[first].guardian].line});
    }
  }
  return found;
}

std::vector<Census::Shared> Census::close(std::size_t most) {
  guardian_places_.clear();
  pupil_places_.clear();
  of_pupils_.clear();
  auto phones = std::async(std::launch::async, [&] { return shared(&SaidOfGuardian::phone, Column::phone, most); });
  auto found = shared(&SaidOfGuardian::mail, Column::mail, most);
  const auto more = phones.get();
  found.insert(found.end(), more.begin(), more.end());
  of_guardians_.clear();
  std::ranges::sort(found, {}, [](const Shared& one) { return std::tuple{one.line, one.column}; });
  return found;
}

std::vector<std::uint32_t> Census::by_key(const Chunks<PersonAt>& people) {
  // Sorted by what lies beside the number: jumping to a million keys for each comparison would take a second.
  struct One {
    std::uint64_t begin;
    std::uint32_t number;
  };
  std::vector<One> all(people.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    all[i].number = i;
    for (std::size_t k = 0; k < 8; ++k) all[i].begin = all[i].begin << 8U | people[i].key[k];
  }
  std::ranges::sort(all, [&](const One& a, const One& b) {
    return a.begin != b.begin ? a.begin < b.begin : people[a.number].key < people[b.number].key;
  });
  std::vector<std::uint32_t> numbers(all.size());
  std::ranges::transform(all, numbers.begin(), &One::number);
  return numbers;
}

}  // namespace sportello::import
