// Reads the bytes as a stream, as one piece and record by record, and holds the three against each other.
#include "tests/fuzz/import_entry.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "service/import/guardians.h"
#include "service/import/layout_files.h"

namespace sportello::fuzz {
namespace {

using namespace import;

constexpr std::size_t longest_name = 128, longest_class = 64;  // what the kiosk's messages carry

void hold(bool promise, const char* what) {
  if (!promise) throw Broken{what};
}

struct Whole {
  std::vector<CsvRecord> records;
  std::vector<CsvProblem> problems;
  CsvForm form;
};

// Everything that comes out, until nothing does.
Whole read_all(CsvReader& csv) {
  Whole whole;
  while (!csv.ended()) {
    if (auto record = csv.next()) {
      whole.records.push_back(std::move(*record));
    } else if (csv.problem()) {
      whole.problems.push_back(*csv.problem());
      if (csv.problem() == CsvProblem::too_long || csv.problem() == CsvProblem::unterminated_quote) break;
    }
  }
  whole.form = csv.form();
  return whole;
}

bool same(const CsvRecord& one, const CsvRecord& other) {
  return one.line == other.line && one.offset == other.offset && one.size == other.size && one.fields == other.fields;
}

void hold_records(const Whole& whole, std::string_view bytes) {
  std::uint64_t end = 0;
  std::int64_t line = 0;
  for (const auto& record : whole.records) {
    hold(record.offset >= end && record.offset + record.size <= bytes.size(),
         "records follow each other in the file");
    hold(record.line > line, "lines ascend");
    hold(record.size <= longest_record + 4, "a record is bounded");
    hold(std::ranges::all_of(record.fields, [](const auto& field) { return is_utf8(field); }), "a field is UTF-8");
    end = record.offset + record.size;
    line = record.line;
    // As importing/ finds a row again, long after.
    CsvReader again{bytes.substr(record.offset, record.size), whole.form, record.offset, record.line};
    const auto found = again.next();
    hold(found && found->fields == record.fields, "a record is found again where it stood");
  }
}

void hold_row(const GuardianRow& row) {
  for (const auto* name : {&row.surname, &row.given_name, &row.pupil_surname, &row.pupil_given_name}) {
    hold(name->size() <= longest_name && is_utf8(*name), "a name is short, and UTF-8");
  }
  hold(row.class_name.size() <= longest_class && is_utf8(row.class_name), "a class is short, and UTF-8");
  hold(!row.pupil_key.empty(), "a row has a pupil");
  hold(canonical_pupil_key(canonical_pupil_key(row.pupil_key)) == canonical_pupil_key(row.pupil_key),
       "a pupil's key has one canonical form");
}

void hold_judgement(const std::string& bytes, const Layout& layout, std::size_t records) {
  Reading reading;
  reading.layout = layout;
  reading.keys = plain_keys();
  std::int64_t sunk = 0;
  reading.sink = [&sunk](const GuardianRow& row) {
    ++sunk;
    hold_row(row);
  };
  std::istringstream stream{bytes};
  const auto read = read_guardians(stream, reading);
  const auto& report = read.report;
  hold(report.problems.size() <= most_problems && report.warnings.size() <= most_problems, "a report is bounded");
  hold(report.rows < static_cast<std::int64_t>(records) || report.rows == 0, "a row is a record below the header");
  hold(sunk <= report.rows - report.left_out, "a row is told once");
  hold(!report.problems.empty() || sunk + report.left_out == report.rows, "what is wrong with a row is told");
  hold(!report.problems.empty() || report.rows > 0, "an empty file is told");
  const auto lines = std::ranges::count(bytes, '\n') + std::ranges::count(bytes, '\r') + 1;
  for (const auto* all : {&report.problems, &report.warnings}) {
    for (const auto& one : *all) {
      hold(one.line >= 1 && one.line <= lines, "a problem stands on a line of the file");
      hold(!one.sentence.empty() && is_utf8(to_text(one)), "a problem is told in words");
    }
  }
}

}  // namespace

void read_as_import(std::string_view bytes) {
  const std::string text{bytes};
  std::istringstream sniffed{text};
  const auto encoding = encoding_of(sniffed);
  CsvForm form;
  if (encoding) form.encoding = *encoding;
  std::istringstream stream{text};
  CsvReader streamed{stream, form};
  const auto whole = read_all(streamed);
  CsvReader pieced{text, form, 0, 1};
  const auto piece = read_all(pieced);
  hold(std::ranges::equal(whole.records, piece.records, same) && whole.problems == piece.problems,
       "a stream and a piece are read alike");
  hold_records(whole, text);
  for (const auto& [name, layout] : built_in_layouts()) hold_judgement(text, layout, whole.records.size());
}

}  // namespace sportello::fuzz
