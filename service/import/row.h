// One row of a file, judged by itself: what it says, or what is wrong with it by column. Knows no other row.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/import/csv.h"
#include "service/import/layout.h"
#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/identity/phone.h"

namespace sportello::import {

struct GuardianRow {
  std::optional<identity::CodiceFiscale> document;  // of the guardian; nothing in a list of pupils
  std::string surname, given_name;
  std::optional<identity::Phone> phone;
  std::optional<std::string> mail;
  std::string role;       // as written, "" for none
  std::string pupil_key;  // upper case, no spaces around: a codice fiscale or a ministry's code
  std::string pupil_surname, pupil_given_name, class_name;
  // The file has such a column: an empty field then says "none". Without the column nothing is said. An address that
  // its guardian confirmed, or that the school assigned, outlives an empty field.
  bool tells_mail = true;
  bool tells_role = true;
  bool tells_pupil = true;  // names and class; else the pupil must be on file
};
// The key that a pupil is found by: two spellings of one codice fiscale are one pupil; other keys stand as they are.
std::string canonical_pupil_key(std::string_view pupil_key);

// Which field of a record holds which column.
struct Header {
  std::size_t width = 0;
  std::array<std::optional<std::size_t>, column_count> places{};
  [[nodiscard]] bool has(Column column) const { return places.at(static_cast<std::size_t>(column)).has_value(); }
};

struct ColumnProblem {
  std::string_view column;  // "" for the whole row
  std::string sentence;
};
struct Judged {
  std::optional<GuardianRow> row;  // nothing: it has problems, or is left out
  bool left_out = false;
  std::vector<ColumnProblem> problems, warnings;
};

struct HeaderRead {
  Header header;
  std::vector<ColumnProblem> problems;
  std::vector<std::string> ignored;
};
HeaderRead read_header(const CsvRecord& record, const Layout& layout);
// What of a row is wanted: the other part's fields stay empty and are not judged.
enum class RowPart { whole, guardian, pupil };
Judged judge_row(const CsvRecord& record, const Header& header, const Layout& layout, RowPart part = RowPart::whole);

}  // namespace sportello::import
