// Strict: a key that a kind does not have is refused.
#include "service/configuration_messaging.h"

#include <array>

namespace sportello {
namespace {

using Kind = GatewayConfiguration::Kind;

constexpr std::size_t longest_alias = 11;  // of a sender: the SMS standard's limit
constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds = {{{"spool", Kind::spool},
                                                                     {"kannel", Kind::kannel},
                                                                     {"italian-rest", Kind::italian_rest},
                                                                     {"generic-http", Kind::generic_http}}};

bool is_http(std::string_view url) { return url.starts_with("http://") || url.starts_with("https://"); }

// The host of scheme://host:port/…
std::string_view host_of(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  if (url.starts_with('[')) return url.substr(0, url.find(']') + 1);
  return url.substr(0, url.find_first_of(":/?"));
}
bool is_this_machine(std::string_view url) {
  const auto host = host_of(url);
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

// Keys and codes leave by it: in clear only where nobody else listens.
void require_url(TomlReader& reader, const toml::table* table, std::string& into) {
  reader.require("url", into);
  if (!is_http(into)) reader.refuse("url", table->get("url"), "must begin with https:// or http://");
  while (into.ends_with('/')) into.pop_back();
}
void refuse_clear(TomlReader& reader, const toml::table* table, const std::string& url) {
  if (url.starts_with("http://") && !is_this_machine(url)) {
    reader.refuse("url", table->get("url"), "must be https:// but for a server on this machine");
  }
}

void require_sender(TomlReader& reader, const toml::table* table, std::string& into) {
  reader.require("sender", into);
  const bool number = into.find_first_not_of("+0123456789") == std::string::npos;
  if (into.empty() || (!number && into.size() > longest_alias)) {
    reader.refuse("sender", table->get("sender"), "must be a number, or a name of at most 11 characters");
  }
}

void read_body(TomlReader& reader, const toml::table* table, GatewayConfiguration::Generic& into) {
  const auto* body = reader.table("body");
  if (body == nullptr) return reader.refuse("body", table, "is missing: [gateway.body] with {to} and {text}");
  std::string all;
  for (const auto& [key, node] : *body) {
    const auto value = node.value_exact<std::string>();
    if (!value) return reader.refuse("body", &node, "must hold texts only");
    into.body.emplace(key.str(), *value);
    all += *value;
  }
  if (!all.contains("{to}") || !all.contains("{text}")) reader.refuse("body", body, "must hold {to} and {text}");
}

void read_generic(TomlReader& reader, const toml::table* table, GatewayConfiguration& gateway) {
  auto& generic = gateway.generic;
  std::string encoding = "form";
  generic.auth = "none";
  reader.read("method", generic.method);
  reader.read("encoding", encoding);
  generic.json = encoding == "json";
  if (encoding != "form" && encoding != "json") {
    reader.refuse("encoding", table->get("encoding"), "must be \"form\" or \"json\"");
  }
  reader.read("auth", generic.auth);
  if (generic.auth == "basic") {
    reader.require("username", gateway.username);
    reader.require("password_file", gateway.password_file);
  } else if (generic.auth == "header" || generic.auth == "body") {
    reader.require("auth_field", generic.auth_field);
    reader.require("password_file", gateway.password_file);
  } else if (generic.auth != "none") {
    reader.refuse("auth", table->get("auth"), "must be \"none\", \"basic\", \"header\" or \"body\"");
  }
  read_body(reader, table, generic);
  reader.read("sender", gateway.sender);
  reader.read("success_status", generic.success_status, 200, 299);
  reader.read("success_field", generic.success_field);
  reader.read("success_value", generic.success_value);
  reader.read("id_field", generic.id_field);
  reader.read("state_url", generic.state_url);
  if (!generic.state_url.empty() && (!is_http(generic.state_url) || !generic.state_url.contains("{id}"))) {
    reader.refuse("state_url", table->get("state_url"), "must be an address with {id}");
  }
}

std::optional<std::string> read_gateway(const toml::table* table, const std::filesystem::path& file,
                                        GatewayConfiguration& gateway) {
  TomlReader reader{table, file, "gateway"};
  std::string kind;
  reader.require("kind", kind);
  bool known = false;
  for (const auto& [name, value] : kinds) {
    if (name != kind) continue;
    known = true;
    gateway.kind = value;
  }
  gateway.name = kind;
  if (!known) {
    reader.refuse("kind", table->get("kind"), "must be \"spool\", \"kannel\", \"italian-rest\" or \"generic-http\"");
    return reader.finish();
  }
  reader.read("name", gateway.name);
  if (gateway.kind == Kind::spool) {
    reader.require("directory", gateway.directory);
    return reader.finish();
  }
  require_url(reader, table, gateway.url);
  reader.read("ca_file", gateway.ca_file);
  if (gateway.kind == Kind::generic_http) {
    refuse_clear(reader, table, gateway.url);
    read_generic(reader, table, gateway);
    return reader.finish();
  }
  reader.require("username", gateway.username);
  reader.require("password_file", gateway.password_file);
  require_sender(reader, table, gateway.sender);
  if (gateway.kind == Kind::kannel) {
    reader.read("receipts_url", gateway.receipts_url);
    if (!gateway.receipts_url.empty() && !is_http(gateway.receipts_url)) {
      reader.refuse("receipts_url", table->get("receipts_url"), "must begin with http://");
    }
    while (gateway.receipts_url.ends_with('/')) gateway.receipts_url.pop_back();
  } else {
    refuse_clear(reader, table, gateway.url);
    reader.read("message_type", gateway.message_type);
  }
  return reader.finish();
}

// One @, and nothing that would end a header or an envelope.
bool is_address(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.rfind('@') == at &&
         text.find_first_of(" <>()[]\\,;:\"\r\n\t") == std::string_view::npos;
}

void read_smtp(TomlReader& reader, const toml::table* table, MailConfiguration& into) {
  reader.require("url", into.url);
  const bool tls = into.url.starts_with("smtps://");
  if (!tls && !into.url.starts_with("smtp://")) {
    reader.refuse("url", table->get("url"), "must begin with smtp:// or smtps://");
  }
  std::string starttls = tls ? "off" : "required";
  reader.read("starttls", starttls);
  into.starttls = starttls == "required";
  if (starttls != "required" && starttls != "off") {
    reader.refuse("starttls", table->get("starttls"), "must be \"required\" or \"off\"");
  } else if (!into.starttls && !tls && !is_this_machine(into.url)) {
    reader.refuse("starttls", table->get("starttls"), "may be \"off\" only for a server on this machine");
  }
  reader.read("username", into.username);
  if (!into.username.empty()) reader.require("password_file", into.password_file);
  reader.read("ca_file", into.ca_file);
  reader.read("pin", into.pin);
  if (!into.pin.empty() && !into.pin.starts_with("sha256//")) {
    reader.refuse("pin", table->get("pin"), "must begin with sha256//");
  }
  reader.require("from", into.from);
  reader.read("from_name", into.from_name);
  reader.read("bounce_address", into.bounce_address);
  if (!is_address(into.from)) reader.refuse("from", table->get("from"), "must be a mail address");
  if (!into.bounce_address.empty() && !is_address(into.bounce_address)) {
    reader.refuse("bounce_address", table->get("bounce_address"), "must be a mail address");
  }
}

}  // namespace

std::optional<std::string> read_gateways(const std::vector<const toml::table*>& tables,
                                         const std::filesystem::path& file, std::vector<GatewayConfiguration>& into) {
  std::set<std::string> names;
  for (const auto* table : tables) {
    GatewayConfiguration gateway;
    if (auto error = read_gateway(table, file, gateway)) return error;
    if (!names.insert(gateway.name).second) {
      TomlReader reader{table, file, "gateway"};
      reader.refuse("name", table, "two gateways are called " + gateway.name + ": give one another name");
      return reader.finish();
    }
    into.push_back(std::move(gateway));
  }
  return std::nullopt;
}

std::optional<std::string> read_mail(const toml::table* table, const std::filesystem::path& file,
                                     MailConfiguration& into) {
  if (table == nullptr) return std::nullopt;
  TomlReader reader{table, file, "mail"};
  std::string kind;
  reader.require("kind", kind);
  if (kind == "spool") {
    into.kind = MailConfiguration::Kind::spool;
    reader.require("directory", into.directory);
  } else if (kind == "smtp") {
    into.kind = MailConfiguration::Kind::smtp;
    read_smtp(reader, table, into);
  } else {
    reader.refuse("kind", table->get("kind"), "must be \"spool\" or \"smtp\"");
  }
  return reader.finish();
}

}  // namespace sportello
