// Three shapes of the same rows.
#include "service/commands/table.h"

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

namespace sportello::commands {
namespace {

// Characters of UTF-8. Wide ones count as one: the scripts of names here are narrow.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string csv_field(const std::string& field) {
  const bool formula = !field.empty() && std::string_view{"=+-@\t"}.find(field.front()) != std::string_view::npos;
  const auto text = formula ? "'" + field : field;
  if (text.find_first_of(";\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + "\"";
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? "" : ";") + csv_field(fields[i]);
  return line + "\r\n";
}

std::string one_line(std::string_view text) {
  std::string line{text};
  for (auto& c : line) c = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return line;
}

void Table::print_terminal(std::ostream& out) const {
  std::vector<std::size_t> widths;
  for (const auto& column : columns_) widths.push_back(width_of(column));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += one_line(cells[i]) + std::string(widths[i] - width_of(cells[i]) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  };
  line(columns_);
  for (const auto& row : rows_) line(row);
}

void Table::print_json(std::ostream& out) const {
  boost::json::array list;
  for (const auto& row : rows_) {
    boost::json::object object;
    for (std::size_t i = 0; i < row.size(); ++i) object[columns_[i]] = row[i];
    list.push_back(std::move(object));
  }
  out << boost::json::serialize(list) << '\n';
}

void Table::print(std::ostream& out, Shape shape, std::string_view none) const {
  switch (shape) {
    case Shape::json: print_json(out); break;
    case Shape::csv:
      out << csv_line(columns_);
      for (const auto& row : rows_) out << csv_line(row);
      break;
    case Shape::terminal:
      if (empty()) {
        out << none << '\n';
      } else {
        print_terminal(out);
      }
      break;
  }
}

}  // namespace sportello::commands
