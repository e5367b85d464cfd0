// Pages by key: each begins after the last row of the one before.
#include "service/store/copying.h"

#include <algorithm>
#include <set>

namespace sportello::store {
namespace {

constexpr int page_rows = 500;  // some hundred kilobytes

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const auto& part : parts) all += (all.empty() ? "" : ", ") + part;
  return all;
}

// "$3, $4"
std::string places(std::size_t count, std::size_t from = 1) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back("$" + std::to_string(from + i));
  return joined(all);
}

std::vector<Value> key_of(const CopiedTable& table, const Row& row) {
  std::vector<Value> key;
  for (const auto& column : table.key) {
    const auto at = std::ranges::find(table.columns, column) - table.columns.begin();
    key.push_back(row.values().at(static_cast<std::size_t>(at)));
  }
  return key;
}

// The rows after `last`, in the order of the key; empty: there are no more.
std::vector<Row> page_after(Session& from, const CopiedTable& table, const std::vector<Value>& last) {
  const auto key = joined(table.key);
  const auto select = "SELECT " + joined(table.columns) + " FROM " + table.name;
  if (table.has_key) {
    const auto where = last.empty() ? "" : " WHERE (" + key + ") > (" + places(last.size()) + ")";
    return from.query_with(select + where + " ORDER BY " + key + " LIMIT " + std::to_string(page_rows), last);
  }
  // Rows of one key stay together: a page ends with a whole one.
  const auto after = last.empty() ? "" : " WHERE " + key + " > $1";
  const auto end = from.query_with("SELECT MAX(k) FROM (SELECT " + key + " AS k FROM " + table.name + after +
                                       " ORDER BY " + key + " LIMIT " + std::to_string(page_rows) + ") page",
                                   last);
  if (end.front().is_null(0)) return {};
  auto bounds = last;
  bounds.push_back(end.front().values().front());
  const auto within = last.empty() ? " WHERE " + key + " <= $1" : after + " AND " + key + " <= $2";
  return from.query_with(select + within + " ORDER BY " + key, bounds);
}

}  // namespace

std::vector<CopiedTable> tables_of(Session& file) {
  std::vector<CopiedTable> waiting;
  std::map<std::string, std::set<std::string>> refers;
  for (const auto& row :
       file.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> "
                  "'schema_version' ORDER BY name")) {
    CopiedTable table{row.text(0), {}, {}, true};
    std::map<std::int64_t, std::string> key;
    for (const auto& column : file.query("SELECT name, pk FROM pragma_table_info($1) ORDER BY cid", table.name)) {
      table.columns.push_back(column.text(0));
      if (column.integer(1) > 0) key[column.integer(1)] = column.text(0);
    }
    for (const auto& [place, column] : key) table.key.push_back(column);
    for (const auto& reference :
         file.query("SELECT \"table\", \"from\" FROM pragma_foreign_key_list($1) ORDER BY id DESC", table.name)) {
      if (reference.text(0) != table.name) refers[table.name].insert(reference.text(0));
      if (key.empty() && reference.text(0) != "school") table.key = {reference.text(1)};
    }
    table.has_key = !key.empty();
    if (table.key.empty()) throw Failure("a table has neither a key nor anything it refers to: " + table.name);
    waiting.push_back(std::move(table));
  }
  std::vector<CopiedTable> ordered;
  std::set<std::string> done;
  while (!waiting.empty()) {
    const auto ready = std::ranges::find_if(waiting, [&](const CopiedTable& table) {
      return std::ranges::all_of(refers[table.name], [&](const std::string& name) { return done.contains(name); });
    });
    if (ready == waiting.end()) throw Failure("tables refer to each other in a ring");
    done.insert(ready->name);
    ordered.push_back(std::move(*ready));
    waiting.erase(ready);
  }
  return ordered;
}

RowCounts copy_rows(Session& from, Session& to, const std::vector<CopiedTable>& tables) {
  RowCounts counts;
  for (const auto& table : tables) {
    const auto insert = "INSERT INTO " + table.name + " (" + joined(table.columns) + ") VALUES (" +
                        places(table.columns.size()) + ")";
    auto& count = counts[table.name];
    std::vector<Value> last;
    for (auto page = page_after(from, table, last); !page.empty(); page = page_after(from, table, last)) {
      for (const auto& row : page) to.exec_with(insert, row.values());
      count += static_cast<std::int64_t>(page.size());
      last = key_of(table, page.back());
    }
  }
  return counts;
}

RowCounts count_rows(Session& of, const std::vector<CopiedTable>& tables) {
  RowCounts counts;
  for (const auto& table : tables) {
    counts[table.name] = of.first("SELECT COUNT(*) FROM " + table.name)->integer(0);
  }
  return counts;
}

}  // namespace sportello::store
