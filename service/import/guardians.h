// A school's guardians from a CSV file: one row per guardian per pupil. Judges every row, imports nothing by itself.
// Names what is wrong by line and column, never by value: values are people's data.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/identity/phone.h"

namespace sportello::import {

struct GuardianRow {
  identity::CodiceFiscale document;
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
};

struct Problem {
  std::int64_t line = 1;
  std::string column;    // "" for the whole line
  std::string sentence;  // what is wrong: and how to mend it
};
std::string to_text(const Problem& problem);  // line 12, column guardian_cf: …

struct Report {
  std::vector<Problem> problems;   // the first `most_problems`
  std::int64_t more_problems = 0;  // not listed
  std::int64_t rows = 0;
  std::int64_t guardians = 0, pupils = 0;  // different ones
};
inline constexpr std::size_t most_problems = 1000;  // whoever mends a file reads the first page

// Calls `sink` for every row that is right by itself and agrees with those before it.
Report read_guardians(std::istream& stream, const std::function<void(const GuardianRow&)>& sink);

}  // namespace sportello::import
