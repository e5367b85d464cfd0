// Rows of an import: people who are new, and what binds them.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "service/store/acts/import.h"

namespace sportello::store::acts {

// A row of a person who is new, with its sealed fields: made beside the writer, for sealing costs more than writing.
// All of it stands in one piece of memory.
class NewRow {
 public:
  static constexpr std::size_t most_values = 12;

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
  // As many as were added; good as long as this row stays where it is.
  void views(std::span<ValueView> into) const;

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
void insert_guardians(Session& session, std::span<const NewRow> rows);
void insert_pupils(Session& session, std::span<const NewRow> rows);

struct NewBond {
  std::string_view guardian_id, pupil_id, role;
};
void insert_bonds(Session& session, std::string_view school_id, std::span<const NewBond> bonds);
void change_role(Session& session, const NewBond& bond);

}  // namespace sportello::store::acts
