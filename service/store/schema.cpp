// Schema versions. The SQL stands in store/schema/ and is compiled in.
#include "service/store/schema.h"

#include <array>
#include <cctype>

#include "service_schema.h"  // made by CMake from store/schema/*.sql

namespace sportello::store {

std::string in_dialect(std::string script, Dialect dialect) {
  if (dialect == Dialect::sqlite) return script;
  constexpr std::string_view theirs = "BLOB";
  constexpr std::string_view ours = "BYTEA";
  const auto in_word = [&](std::size_t at) {
    return at < script.size() && (std::isalnum(static_cast<unsigned char>(script[at])) != 0 || script[at] == '_');
  };
  for (auto at = script.find(theirs); at != std::string::npos; at = script.find(theirs, at + 1)) {
    if ((at > 0 && in_word(at - 1)) || in_word(at + theirs.size())) continue;
    script.replace(at, theirs.size(), ours);
  }
  return script;
}

std::expected<void, std::string> bring_up_to_date(ScriptedSession& session, Dialect dialect) {
  static const std::array<std::string, newest_schema> steps = {schema_001, schema_002, schema_003, schema_004};
  session.script("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);");
  const auto row = session.first("SELECT MAX(version) FROM schema_version");
  const auto version = row->is_null(0) ? 0 : row->integer(0);
  if (version > newest_schema) {
    return std::unexpected("the store has schema " + std::to_string(version) + ", this program knows " +
                           std::to_string(newest_schema) + ": run the newer program, or restore an older backup");
  }
  for (auto step = version; step < newest_schema; ++step) {
    session.script(in_dialect(steps.at(static_cast<std::size_t>(step)), dialect));
    session.exec("INSERT INTO schema_version (version) VALUES ($1)", step + 1);
  }
  return {};
}

}  // namespace sportello::store
