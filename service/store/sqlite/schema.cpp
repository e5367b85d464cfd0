// Schema versions. The SQL stands in store/schema/ and is compiled in.
#include "service/store/sqlite/schema.h"

#include <array>

#include "service_schema.h"  // made by CMake from store/schema/*.sql

namespace sportello::store {

std::expected<void, std::string> bring_up_to_date(Connection& connection) {
  static const std::array<std::string, newest_schema> steps = {schema_001, schema_002, schema_003};
  connection.script(
      "BEGIN IMMEDIATE;");  // two programs may start at once: one makes the tables, the other finds them
  connection.script("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);");
  const auto row = connection.first("SELECT MAX(version) FROM schema_version");
  const auto version = row->is_null(0) ? 0 : row->integer(0);
  if (version > newest_schema) {
    connection.script("ROLLBACK;");
    return std::unexpected("the store has schema " + std::to_string(version) + ", this program knows " +
                           std::to_string(newest_schema) + ": run the newer program, or restore an older backup");
  }
  for (auto step = version; step < newest_schema; ++step) {
    connection.script(steps.at(static_cast<std::size_t>(step)));
    connection.exec("INSERT INTO schema_version (version) VALUES ($1)", step + 1);
  }
  connection.script("COMMIT;");
  return {};
}

}  // namespace sportello::store
