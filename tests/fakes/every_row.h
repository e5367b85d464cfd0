// Every row of every table of a store, as text in an order of its own: compared before and after, or searched for
// what must not stand there. Not what processes write about themselves while nobody asks them anything.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "service/store/schema.h"

namespace sportello::fakes {

// Of whatever kind.
inline std::string cell(const store::Row& row, std::size_t column) {
  try {
    return std::to_string(row.integer(column));
  } catch (const store::Failure&) {
  }
  try {
    return "'" + row.text(column) + "'";
  } catch (const store::Failure&) {
  }
  // Bytes as hex, and as text for whoever searches: a row stays one line.
  std::string readable{secret::as_text(row.blob(column))};
  std::ranges::replace_if(readable, [](unsigned char c) { return c < ' '; }, '.');
  return secret::to_hex(row.blob(column)) + "=" + readable;
}

inline std::string every_row(store::Session& session, store::Dialect dialect) {
  std::string all;
  const auto tables =
      dialect == store::Dialect::sqlite
          ? session.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
          : session.query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1");
  for (const auto& table : tables) {
    const auto& name = table.text(0);
    if (name == "process" || name == "store_turn") continue;
    const auto columns =
        dialect == store::Dialect::sqlite
            ? session.query("SELECT name FROM pragma_table_info($1)", name)
            : session.query("SELECT column_name FROM information_schema.columns WHERE table_name = $1", name);
    std::vector<std::string> lines;
    for (const auto& row : session.query("SELECT * FROM " + name)) {
      std::string line;
      for (std::size_t i = 0; i < columns.size(); ++i) line += (row.is_null(i) ? "" : cell(row, i)) + ",";
      lines.push_back(std::move(line));
    }
    std::ranges::sort(lines);
    all += name + "\n";
    for (const auto& line : lines) all += line + "\n";
  }
  return all;
}

}  // namespace sportello::fakes
