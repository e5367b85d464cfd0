// Who stands in a file, in a few dozen bytes a person: what it takes to see that rows agree, to find a row again and
// to walk the people in the order of the store's index. Holds no value, only hashes of values, lines and offsets.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/import/row.h"

namespace sportello::import {

// The first bytes of a person's index in the store: as good as the whole to tell people of one file apart.
using Key = std::array<std::uint8_t, 16>;
struct Keys {
  std::function<Key(const identity::CodiceFiscale&)> guardian;
  std::function<Key(std::string_view canonical)> pupil;
};
Keys plain_keys();  // where no store is at hand

// A vector that never moves what it holds: a file's people are counted only by reading it.
template <class T>
class Chunks {
 public:
  T& add() {
    if (size_ % chunk == 0) chunks_.push_back(std::make_unique<std::array<T, chunk>>());
    return (*this)[size_++];
  }
  T& operator[](std::size_t i) { return (*chunks_[i / chunk])[i % chunk]; }
  const T& operator[](std::size_t i) const { return (*chunks_[i / chunk])[i % chunk]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void clear() {
    chunks_.clear();
    size_ = 0;
  }

 private:
  static constexpr std::size_t chunk = 4096;
  std::vector<std::unique_ptr<std::array<T, chunk>>> chunks_;
  std::size_t size_ = 0;
};

inline constexpr std::uint32_t nothing = 0xFFFFFFFF;
inline constexpr std::size_t most_pupils = 32;       // of one guardian: as many as the kiosk's messages carry
inline constexpr std::size_t most_roles = 1000;      // different ones: a column of something else has more
inline constexpr std::size_t most_rows = 4'000'000;  // of one file: every pupil of a large country's region

struct PersonAt {
  Key key{};
  std::uint64_t offset : 48 = 0;       // of the first row that names them
  std::uint64_t size : 16 = 0;         // of it, in bytes; 0: longer than fits here
  std::uint32_t line = 0;              // its line
  std::uint32_t first_bond = nothing;  // of a guardian
};
struct Bond {
  std::uint32_t guardian = 0, pupil = 0;
  std::uint32_t next = nothing;  // of the same guardian
  std::uint32_t line = 0;
  std::uint16_t role = 0;
};

// What a row says, as hashes.
struct RowPrint {
  std::int64_t line = 0;
  std::uint64_t offset = 0, size = 0;
  bool has_guardian = false;
  bool names_pupil = false;
  Key guardian{}, pupil{};
  std::uint64_t phone = 0, mail = 0;  // 0: none
  std::uint32_t surname = 0, given_name = 0;
  std::uint32_t pupil_surname = 0, pupil_given_name = 0, class_name = 0;
  std::string role;
};
RowPrint print_of(const GuardianRow& row, const CsvRecord& record, const Keys& keys);

class Census {
 public:
  // What is wrong with the row beside those before it; it counts all the same.
  std::vector<ColumnProblem> add(const RowPrint& row);
  // Call once after the last row: lets go what only add() needs. Guardians who share a phone or an address with
  // another one, in the order of their lines; at most so many of either.
  struct Shared {
    std::int64_t line = 0;
    Column column = Column::phone;
    std::int64_t first_line = 0;
  };
  std::vector<Shared> close(std::size_t most);

  [[nodiscard]] std::size_t guardians() const { return guardians_.size(); }
  [[nodiscard]] std::size_t pupils() const { return pupils_.size(); }
  [[nodiscard]] std::size_t bonds() const { return bonds_.size(); }
  [[nodiscard]] const PersonAt& guardian(std::size_t i) const { return guardians_[i]; }
  [[nodiscard]] const PersonAt& pupil(std::size_t i) const { return pupils_[i]; }
  [[nodiscard]] const Bond& bond(std::size_t i) const { return bonds_[i]; }
  [[nodiscard]] const std::string& role(std::size_t i) const { return roles_[i]; }
  // Numbers of people in the order of their keys.
  [[nodiscard]] std::vector<std::uint32_t> guardians_by_key() const { return by_key(guardians_); }
  [[nodiscard]] std::vector<std::uint32_t> pupils_by_key() const { return by_key(pupils_); }

 private:
  struct SaidOfGuardian {
    std::uint64_t phone, mail;
    std::uint32_t surname, given_name, last_bond;
    std::uint16_t pupils;
  };
  struct SaidOfPupil {
    std::uint32_t surname, given_name, class_name;
  };
  // Open addressing over numbers of people: a quarter of what a map of nodes takes.
  class Places {
   public:
    // The person's number; a new one gets the next.
    std::uint32_t find_or_add(const Key& key, Chunks<PersonAt>& people, bool& is_new);
    void clear() { std::vector<std::uint32_t>().swap(slots_); }

   private:
    void grow(const Chunks<PersonAt>& people);
    std::vector<std::uint32_t> slots_;
  };

  void add_bond(const RowPrint& row, std::uint32_t guardian, std::uint32_t pupil,
                std::vector<ColumnProblem>& problems);
  static std::vector<std::uint32_t> by_key(const Chunks<PersonAt>& people);
  std::vector<Shared> shared(std::uint64_t SaidOfGuardian::* what, Column column, std::size_t most) const;

  Chunks<PersonAt> guardians_, pupils_;
  Chunks<SaidOfGuardian> of_guardians_;
  Chunks<SaidOfPupil> of_pupils_;
  Chunks<Bond> bonds_;
  Places guardian_places_, pupil_places_;
  std::vector<std::string> roles_;
  std::unordered_map<std::string, std::uint16_t> role_numbers_;
};

}  // namespace sportello::import
