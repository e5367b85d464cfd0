// A school's guardians and pupils from a CSV file: one row per guardian per pupil, or one per pupil. Judges every row
// and what rows say of one person, imports nothing by itself. Names what is wrong by line and column, never by value:
// values are people's data.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "service/import/census.h"
#include "service/import/encoding.h"
#include "service/import/layout.h"
#include "service/import/row.h"

namespace sportello::import {

struct Problem {
  std::int64_t line = 1;
  std::string column;    // "" for the whole line
  std::string sentence;  // what is wrong: and how to mend it
};
std::string to_text(const Problem& problem);  // line 12, column guardian_cf: …

struct Report {
  std::vector<Problem> problems;   // the first `most_problems`
  std::int64_t more_problems = 0;  // not listed
  std::vector<Problem> warnings;   // what is imported all the same, and should be looked at: as many
  std::int64_t more_warnings = 0;
  std::int64_t rows = 0;
  std::int64_t left_out = 0;               // rows that a layout leaves out: with no codice fiscale
  std::int64_t guardians = 0, pupils = 0;  // different ones
  Encoding encoding = Encoding::utf8;
  std::vector<std::string> ignored;  // columns that no layout knows, as the file writes them
};
inline constexpr std::size_t most_problems = 1000;  // whoever mends a file reads the first page

struct Reading {
  Layout layout;
  std::optional<Encoding> encoding;  // else found
  Keys keys;
  unsigned threads = 0;  // that judge beside the caller's
  std::function<void(std::int64_t rows)> progress;
  std::function<void(const GuardianRow&)>
      sink;  // of every row that is right by itself and agrees with those before it
};
// The second is what it takes to find the rows again.
struct Read {
  Report report;
  Census census;
  CsvForm form;
  Header header;
};
Read read_guardians(std::istream& stream, const Reading& reading);

// With the plain layout.
Report read_guardians(std::istream& stream, const std::function<void(const GuardianRow&)>& sink);

}  // namespace sportello::import
