// How one vendor's export is laid out: which of its headers means which column of ours, and what may be missing.
// Data: `assets/imports/<name>.toml`, read by import/layout_files.cpp. Reads no file itself.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::import {

enum class Column {
  guardian_cf,
  guardian_surname,
  guardian_name,
  phone,
  second_phone,  // taken where the first takes no SMS
  mail,
  role,
  pupil_key,
  pupil_surname,
  pupil_name,
  class_name,
};
inline constexpr std::size_t column_count = 11;
// In this order; as messages, layouts and our own files write them.
inline constexpr std::array<std::string_view, column_count> column_names = {
    "guardian_cf", "guardian_surname", "guardian_name", "phone",      "second_phone", "mail",
    "role",        "pupil_key",        "pupil_surname", "pupil_name", "class"};

struct Layout {
  std::string name;
  std::string title;                                           // whose it is, for people
  std::array<std::vector<std::string>, column_count> headers;  // as header_name() folds them
  bool names_guardians = true;                                 // false: a list of pupils
  bool names_pupils = true;       // false: only their key, so they must be on file before
  bool skips_without_cf = false;  // a guardian with no codice fiscale is left out and told, else the file is refused
  std::string country = "39";     // before a number that has no prefix
  std::vector<std::string> phone_separators = {";", ",", "|", " / ", " - "};  // between several numbers in one field

  [[nodiscard]] bool needs(Column column) const;
};
using Layouts = std::map<std::string, Layout, std::less<>>;

// "Codice fiscale (genitore) *" and "codice_fiscale_genitore" are one name.
std::string header_name(std::string_view text);

}  // namespace sportello::import
