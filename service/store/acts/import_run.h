// A whole import as the store sees it: it begins, its rows come in many short writes, it ends; people whom the file
// does not name can be closed. Begin and end stand in the audit with their counts; a run without an end was
// interrupted, and importing the same file again completes it.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/acts/import.h"

namespace sportello::store::acts {

struct BegunImport {
  std::string id;
  bool last_was_interrupted = false;
};
BegunImport begin_import(Session& session, const Office& office, std::string_view school_id, Time now);

struct ClosedCounts {
  std::int64_t guardians = 0, pupils = 0, bonds = 0;
};
void finish_import(Session& session, const Office& office, std::string_view school_id, std::string_view run,
                   std::int64_t rows, const ImportCounts& counts, const ClosedCounts& closed, Time now);

// A row of a person who is new, with its sealed fields: made beside the writer, for sealing costs more than writing.
// All of it stands in one piece of memory.
class NewRow {
 public:
  static constexpr std::size_t most_values = 11;
  using Views = std::array<ValueView, most_values>;

  void add(std::string_view text);
  void add(std::int64_t number);
  void add(secret::BytesView bytes);
  void add_none() { cells_.at(count_++) = {}; }
  // Of what `write(bytes)` appends.
  template <class Write>
  void add_blob(Write write) {
    const auto begin = bytes_.size();
    write(bytes_);
    cells_.at(count_++) = {Kind::blob, static_cast<std::uint32_t>(begin),
                           static_cast<std::uint32_t>(bytes_.size() - begin)};
  }
  void reserve(std::size_t size) { bytes_.reserve(size); }
  // As long as this row stays where it is.
  [[nodiscard]] std::span<const ValueView> views(Views& into) const;

 private:
  enum class Kind : std::uint8_t { none, number, text, blob };
  struct Cell {
    Kind kind = Kind::none;
    std::uint32_t begin = 0, size = 0;
  };
  secret::Bytes bytes_;
  std::array<Cell, most_values> cells_;
  std::size_t count_ = 0;
};
// `index`: of the document or the key, which whoever asks has made already.
NewRow new_guardian(const Office& office, Sealer& sealer, std::string_view school_id, std::string_view id,
                    secret::BytesView index, const import::GuardianRow& row, Time now);
NewRow new_pupil(Sealer& sealer, std::string_view school_id, std::string_view id, secret::BytesView index,
                 const import::GuardianRow& row, Time now);
void insert_guardian(Session& session, const NewRow& row);
void insert_pupil(Session& session, const NewRow& row);

struct NewBond {
  std::string_view guardian_id, pupil_id, role;
};
// A bond that is there gets the role.
void write_bond(Session& session, std::string_view school_id, const NewBond& bond);

// Guardians who were disabled since, and have pupils.
std::vector<std::string> disabled_with_pupils(Session& session, std::string_view school_id, Time since);
void let_in(Session& session, const Office& office, std::string_view guardian_id, Time now);

// The pupil left: no list of the school has them, no login is right, and the register hears that. Nothing is deleted
// but the bonds.
void close_pupils(Session& session, const Office& office, std::span<const std::string> ids, Time now);
// Each of these is an event of its own, with the id beside it.
void close_bonds(Session& session, const Office& office, std::span<const std::pair<std::string, std::string>> bonds,
                 Time now);
// No pupil of theirs is here any more: shut out as a blocked one is, with what was open for them.
void close_guardians(Session& session, const Office& office, std::string_view school_id,
                     std::span<const std::string> ids, Time now);

}  // namespace sportello::store::acts
