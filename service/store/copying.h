// All rows of one store into another of the same schema, whatever kinds they are: by table and page, so that memory
// stays small. Knows no table by name; reads the order of tables and their keys from a SQLite file of that schema.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "service/store/session.h"

namespace sportello::store {

struct CopiedTable {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::string> key;  // primary; where there is none: the column that refers to another table
  bool has_key = true;
};

// Each after those it refers to; without schema_version, which a store keeps by itself. `file` is a SQLite file's.
std::vector<CopiedTable> tables_of(Session& file);

// How many rows of each. Both sessions are inside one transaction: what is read is one picture.
using RowCounts = std::map<std::string, std::int64_t>;
RowCounts copy_rows(Session& from, Session& to, const std::vector<CopiedTable>& tables);
RowCounts count_rows(Session& of, const std::vector<CopiedTable>& tables);

}  // namespace sportello::store
