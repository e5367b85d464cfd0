// Reads service.toml by toml++.
#include "service/configuration.h"

#include <fstream>
#include <sstream>

#include "service/configuration_connectors.h"
#include "service/configuration_messaging.h"
#include "service/configuration_store.h"
#include "service/toml_reader.h"

namespace sportello {
namespace {

constexpr int most_messages = 1'000'000;
constexpr std::size_t longest_public_url = 48;  // with it a link and its sentence fit one SMS
constexpr int longest_drain_seconds = 20;       // with graceful_stop and the rest, below the unit's TimeoutStopSec

// No path, no user, nothing that would end the link inside a text.
bool is_public_url(std::string_view url) {
  constexpr std::string_view scheme = "https://";
  constexpr std::string_view host = "abcdefghijklmnopqrstuvwxyz0123456789.-:[]";
  return url.size() <= longest_public_url && url.starts_with(scheme) && url.size() > scheme.size() &&
         url.find_first_not_of(host, scheme.size()) == std::string_view::npos;
}

std::optional<std::string> read_service(const toml::table* table, const std::filesystem::path& file,
                                        Configuration& into) {
  TomlReader reader{table, file, "service"};
  reader.read("listen", into.listen);
  reader.read("private_listen", into.private_listen);
  reader.require("certificate", into.certificate);
  reader.require("private_key", into.private_key);
  reader.require("data_directory", into.data_directory);
  reader.read("master_key_file", into.master_key_file);
  reader.require("profiles_directory", into.profiles_directory);
  reader.read("layouts_directory", into.layouts_directory);
  reader.read("common_passwords", into.common_passwords);
  reader.read("bootstrap_css", into.bootstrap_css);
  reader.read("authorities", into.authorities);
  reader.read("public_url", into.public_url);
  reader.read("trusted_balancers", into.trusted_balancers);
  int drain_seconds = 0;
  reader.read("drain_seconds", drain_seconds, 0, longest_drain_seconds);
  into.drain = std::chrono::seconds{drain_seconds};
  if (!into.public_url.empty() && !is_public_url(into.public_url)) {
    reader.refuse("public_url", table == nullptr ? nullptr : table->get("public_url"),
                  "must be https:// and a host, at most 48 characters, with no slash at its end");
  }
  for (const auto& [key, value] : {std::pair{"listen", &into.listen}, {"private_listen", &into.private_listen}}) {
    const auto colon = value->rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == value->size()) {
      reader.refuse(key, table == nullptr ? nullptr : table->get(key),
                    "must be address:port, such as 127.0.0.1:8443");
    }
  }
  return reader.finish();
}

std::optional<std::string> read_limits(const toml::table* table, const std::filesystem::path& file,
                                       Configuration& into) {
  TomlReader reader{table, file, "limits"};
  reader.read("sms_per_school_day", into.sending.per_school_day, 1, most_messages);
  reader.read("sms_per_kiosk_day", into.sending.per_kiosk_day, 1, most_messages);
  reader.read("countries", into.sending.countries);
  auto& connections = into.connections;
  reader.read("connections", connections.connections, 1, http::most_connections);
  reader.read("connections_per_address", connections.connections_per_address, 1, http::most_connections);
  const auto a_minute = [&reader](std::string_view key, int& number) {
    reader.read(key, number, 1, http::most_a_minute);
  };
  a_minute("new_connections_per_address_minute", connections.new_connections_per_address_minute);
  a_minute("requests_per_kiosk_minute", into.rates.requests_per_kiosk_minute);
  a_minute("requests_per_login_page_minute", into.rates.requests_per_login_page_minute);
  a_minute("requests_per_address_minute", into.rates.requests_per_address_minute);
  a_minute("requests_per_person_minute", into.rates.requests_per_person_minute);
  if (into.sending.countries.empty()) {
    reader.refuse("countries", table->get("countries"), "must name one prefix at least: else nobody gets a code");
  }
  for (const auto& prefix : into.sending.countries) {
    const bool digits = prefix.find_first_not_of("0123456789", 1) == std::string::npos;
    if (prefix.size() < 2 || prefix.front() != '+' || !digits) {
      reader.refuse("countries", table->get("countries"), "must be prefixes such as \"+39\"");
    }
  }
  return reader.finish();
}

std::optional<std::string> read_retention(const toml::table* table, const std::filesystem::path& file,
                                          desk::Retention& into) {
  TomlReader reader{table, file, "retention"};
  for (const auto& rule : desk::retention_rules) {
    reader.read(rule.key, into.*rule.days, rule.least, desk::longest_retention);
  }
  return reader.finish();
}

}  // namespace

std::expected<Configuration, std::string> parse_configuration(std::string_view text,
                                                              const std::filesystem::path& file) {
  const auto table = parse_toml(text, file);
  if (!table) return std::unexpected(table.error());
  Configuration configuration;
  TomlReader reader{&*table, file, ""};
  const auto* service = reader.table("service");
  const auto gateways = reader.tables("gateway");
  const auto connectors = reader.tables("connector");
  const auto* mail = reader.table("mail");
  const auto* limits = reader.table("limits");
  const auto* store = reader.table("store");
  const auto* retention = reader.table("retention");
  if (auto error = reader.finish()) return std::unexpected(*error);
  if (auto error = read_service(service, file, configuration)) return std::unexpected(*error);
  if (auto error = read_gateways(gateways, file, configuration.gateways)) return std::unexpected(*error);
  if (auto error = read_connectors(connectors, file, configuration.connectors)) return std::unexpected(*error);
  if (auto error = read_mail(mail, file, configuration.mail)) return std::unexpected(*error);
  if (auto error = read_store(store, file, configuration.store)) return std::unexpected(*error);
  if (auto error = read_limits(limits, file, configuration)) return std::unexpected(*error);
  if (auto error = read_retention(retention, file, configuration.retention)) return std::unexpected(*error);
  return configuration;
}

std::expected<Configuration, std::string> load_configuration(const std::filesystem::path& file) {
  std::ifstream stream{file};
  if (!stream) return std::unexpected(file.string() + ": cannot be read: name the file with --config");
  std::ostringstream text;
  text << stream.rdbuf();
  return parse_configuration(text.view(), file);
}

}  // namespace sportello
