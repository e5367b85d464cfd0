// What a command lists: a table for a terminal, or JSON or CSV for a program. Knows no column.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::commands {

enum class Shape {
  terminal,  // columns under their names
  json,      // one array of objects, each name as a key
  csv,       // `;` between fields, as Italian spreadsheets expect; a first line with the names
};
// --json, --csv; both are one too many, which the options exclude.
inline Shape shape_of(bool json, bool csv) { return json ? Shape::json : csv ? Shape::csv : Shape::terminal; }

class Table {
 public:
  explicit Table(std::vector<std::string> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // A terminal is told `none` where there is no row.
  void print(std::ostream& out, Shape shape, std::string_view none) const;

 private:
  void print_terminal(std::ostream& out) const;
  void print_json(std::ostream& out) const;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// One line of CSV. A field that a spreadsheet would take for a formula gets an apostrophe before it: names come from
// files of others.
std::string csv_line(const std::vector<std::string>& fields);

// What somebody typed, as one line of a table: a terminal takes no orders from it.
std::string one_line(std::string_view text);

}  // namespace sportello::commands
