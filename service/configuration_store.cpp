// Reads [store] by toml++, and the connection in it by libpq.
#include "service/configuration_store.h"

namespace sportello {

std::optional<std::string> read_store(const toml::table* table, const std::filesystem::path& file,
                                      StoreConfiguration& into) {
  if (table == nullptr) return std::nullopt;
  TomlReader reader{table, file, "store"};
  std::string kind;
  reader.require("kind", kind);
  if (kind == "postgresql") {
    into.kind = StoreConfiguration::Kind::postgresql;
    std::string words;
    reader.require("connection", words);
    reader.read("password_file", into.password_file);
    if (auto target = store::postgresql::Target::parse(words)) {
      into.target = std::move(*target);
    } else {
      reader.refuse("connection", table->get("connection"), target.error());
    }
  } else if (kind != "sqlite") {
    reader.refuse("kind", table->get("kind"), "must be sqlite or postgresql");
  }
  return reader.finish();
}

}  // namespace sportello
