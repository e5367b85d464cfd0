// Strict: a key that a kind does not have is refused; so is a school that two connectors claim.
#include "service/configuration_connectors.h"

#include <algorithm>
#include <set>

namespace sportello {
namespace {

using Kind = ConnectorConfiguration::Kind;

constexpr int longest_pause = 24 * 60 * 60;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
             std::string_view::npos;
}

std::optional<std::string> read_connector(const toml::table* table, const std::filesystem::path& file,
                                          std::set<std::string>& names, std::set<std::string>& schools,
                                          ConnectorConfiguration& into) {
  TomlReader reader{table, file, "connector"};
  std::string kind;
  reader.require("kind", kind);
  reader.require("name", into.name);
  reader.require("schools", into.schools);
  reader.read("register_key_file", into.register_key_file);
  if (!is_name(into.name) || !names.insert(into.name).second) {
    reader.refuse("name", table->get("name"), "must be letters, digits, - and _, and no other connector's");
  }
  if (into.schools.empty()) reader.refuse("schools", table->get("schools"), "must name a school's code at least");
  for (const auto& school : into.schools) {
    if (schools.insert(school).second) continue;
    reader.refuse("schools", table->get("schools"), "names " + school + " twice: a school has one connector");
  }
  if (kind == "webhook") {
    into.kind = Kind::webhook;
    reader.require("url", into.url);
    reader.require("key_file", into.key_file);
    reader.read("ca_file", into.ca_file);
    reader.read("pin", into.pin);
    if (!into.url.starts_with("https://")) reader.refuse("url", table->get("url"), "must begin with https://");
    if (!into.pin.empty() && !into.pin.starts_with("sha256//")) {
      reader.refuse("pin", table->get("pin"), "must begin with sha256//");
    }
  } else if (kind == "csv") {
    into.kind = Kind::csv;
    reader.require("folder", into.folder);
    reader.read("every_s", into.every_s, 0, longest_pause);
  } else {
    reader.refuse("kind", table->get("kind"), "must be \"webhook\" or \"csv\"");
  }
  return reader.finish();
}

}  // namespace

std::optional<std::string> read_connectors(const std::vector<const toml::table*>& tables,
                                           const std::filesystem::path& file,
                                           std::vector<ConnectorConfiguration>& into) {
  std::set<std::string> names;
  std::set<std::string> schools;
  for (const auto* table : tables) {
    ConnectorConfiguration connector;
    if (auto error = read_connector(table, file, names, schools, connector)) return error;
    into.push_back(std::move(connector));
  }
  return std::nullopt;
}

}  // namespace sportello
