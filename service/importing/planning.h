// Holds people of a file against those on file, a stretch of the index at a time, and makes ready what is to be
// written. Runs on several threads beside the writer; reads the store and writes nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "service/importing/file_rows.h"
#include "service/importing/findings.h"
#include "service/store/acts/new_rows.h"
#include "service/store/store.h"

namespace sportello::importing {

// Ids of new rows ascend in the order in which the rows are written: their index grows at its end instead of
// everywhere. As long as any other id, and begins like one with a digit or a letter.
class OrderedIds {
 public:
  explicit OrderedIds(store::Time now);
  [[nodiscard]] std::string at(std::uint32_t number) const;

 private:
  std::string prefix_;  // the time, then chance
};

// An id in a few bytes: a million strings of their own would be the larger part of an import's memory.
class ShortId {
 public:
  ShortId() = default;
  explicit ShortId(std::string_view id);  // throws store::Failure: longer than an id is
  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  std::array<char, 23> text_{};
  std::uint8_t size_ = 0;
};

// Throws store::Failure.
template <class Act>
auto read_from(store::Store& store, Act act) {
  auto result = store::read_and_wait(store, std::move(act));
  if (!result) throw store::Failure(result.error().sentence);
  return std::move(*result);
}

struct Ground {
  store::Store& store;
  const store::acts::Office& office;
  std::string school_id;
  const import::Census& census;
  const FileRows& rows;
  store::Time now;
  bool write = true;  // false: nothing is sealed, changes are listed
  bool replace_confirmed = false;
};

// The people `numbers[begin, end)`, who stand in the order of their keys.
struct Piece {
  std::span<const std::uint32_t> numbers;
  std::uint32_t begin = 0, end = 0;
};

struct PupilPlan {
  Piece piece;
  std::vector<ShortId> ids;  // of the piece, in order; empty for a new one of a dry run
  std::vector<store::acts::NewRow> inserts;
  std::vector<import::GuardianRow> changed;
  std::int64_t created = 0;
  std::vector<std::string> missing;
  std::vector<std::string> not_missing;  // their index on file is an earlier program's
  std::vector<LineChange> changes;
  std::vector<std::uint32_t> unknown;  // lines of pupils of whom only the key is told
};
PupilPlan plan_pupils(const Ground& ground, const OrderedIds& ids, Piece piece);

struct RoleChange {
  std::string guardian_id, pupil_id, role;
};
struct GuardianPlan {
  Piece piece;
  std::vector<ShortId> ids;
  std::vector<store::acts::NewRow> inserts;
  std::vector<import::GuardianRow> changed;
  std::int64_t created = 0;
  std::vector<std::uint32_t> new_bonds;  // numbers of the census
  std::vector<RoleChange> roles;
  Missing missing;
  std::vector<LineChange> changes;
};
GuardianPlan plan_guardians(const Ground& ground, const OrderedIds& ids, const import::Chunks<ShortId>& pupil_ids,
                            bool tells_role, Piece piece);

}  // namespace sportello::importing
