// service.toml: read once at start, strictly: a key nobody knows is refused with file, line, key and the nearest
// name. service.example.toml documents every key; a test holds the two together. Paths are relative to the file's
// folder. Keeps no secret: keys and passwords stand in files that are named here.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "service/desk/keeping.h"
#include "service/desk/opening.h"
#include "service/desk/profile.h"
#include "service/handlers/rate_limits.h"
#include "service/http/limits.h"
#include "service/store/postgresql/target.h"

namespace sportello {

// [[gateway]]. Every kind may have name="…" (else its kind's; two of a kind need it) and, where it speaks HTTPS,
// ca_file="…" (else the system's).
struct GatewayConfiguration {
  enum class Kind {
    spool,         // a file per message, for the demo: directory="…"
    kannel,        // url="http://…/cgi-bin/sendsms" username="…" password_file="…" sender="…" receipts_url="http://…"
    italian_rest,  // url="https://…/API/v1.0/REST" username="…" password_file="…" sender="…" message_type="…"
    generic_http,  // see generic
  };
  Kind kind = Kind::spool;
  std::string name;
  std::filesystem::path directory;
  std::string url;
  std::string username;
  std::filesystem::path password_file;
  std::string sender;        // at most 11 letters and digits, or a number
  std::string receipts_url;  // how Kannel reaches our private listener; left out: no receipts
  std::string message_type = "N";
  std::filesystem::path ca_file;
  struct Generic {
    std::string method = "POST";
    bool json = false;       // encoding="form|json"
    std::string auth;        // none, basic (username, password_file), header or body (auth_field, password_file)
    std::string auth_field;  // the header's or the field's name
    std::map<std::string, std::string> body;  // [gateway.body] field="{to} {text} {id} {sender}"
    int success_status = 200;
    std::string success_field, success_value;  // of a JSON answer: "status", "result.code"
    std::string id_field;                      // where the gateway's own id stands
    std::string state_url;                     // with {id}: succeeds when the gateway knows our id
    bool operator==(const Generic&) const = default;
  };
  Generic generic;
  bool operator==(const GatewayConfiguration&) const = default;
};

// [mail]
struct MailConfiguration {
  enum class Kind {
    none,   // no [mail]: mails are given up at once
    spool,  // a file per mail, for the demo: kind="spool" directory="…"
    smtp,
  };
  Kind kind = Kind::none;
  std::filesystem::path directory;
  std::string url;       // smtp://host:587 or smtps://host:465
  bool starttls = true;  // starttls="required|off"; off only to a server on this machine
  std::string username;  // with password_file; left out: no authentication
  std::filesystem::path password_file;
  std::filesystem::path ca_file;
  std::string pin;             // "sha256//…" of the server's key
  std::string from;            // address
  std::string from_name;       // left out: the school's name
  std::string bounce_address;  // gets bounces, as name+ID@host: pipe them to `sportello-service messages bounced ID`
  bool operator==(const MailConfiguration&) const = default;
};

// [store]; left out: SQLite.
struct StoreConfiguration {
  enum class Kind {
    sqlite,      // a file in data_directory; one process
    postgresql,  // connection="host=… dbname=… user=… sslmode=verify-full"; several processes
  };
  Kind kind = Kind::sqlite;
  store::postgresql::Target target;     // of connection, which holds no password
  std::filesystem::path password_file;  // left out: none, or libpq's own ways
  bool operator==(const StoreConfiguration&) const = default;
};

// [[connector]]: a register that is told of credentials; what it is told stands in the school's profile, [connector].
struct ConnectorConfiguration {
  enum class Kind {
    webhook,  // HTTPS, an event a request: url="https://…" key_file="…" ca_file="…" pin="sha256//…"
    csv,      // a file per batch: folder="…" every_s=300
  };
  Kind kind = Kind::webhook;
  std::string name;                         // also the keyid of a webhook's signatures
  std::vector<std::string> schools;         // by code; a school has one connector at most
  std::filesystem::path register_key_file;  // the register's X25519 key as base64url, where it gets passwords
  std::string url;
  std::filesystem::path key_file;  // ours; `connector key` makes it
  std::filesystem::path ca_file;   // left out: the system's
  std::string pin;                 // of the register's key
  std::filesystem::path folder;
  int every_s = 300;  // at most one file a school in this time
  bool operator==(const ConnectorConfiguration&) const = default;
};

struct Configuration {
  // [service]
  std::string listen = "127.0.0.1:8443";          // address:port of the HTTPS listener; port 0 takes a free one
  std::string private_listen = "127.0.0.1:8444";  // of /livez and /readyz, plain HTTP
  std::filesystem::path certificate;              // PEM, with its chain
  std::filesystem::path private_key;              // PEM
  std::filesystem::path data_directory;           // this process's own; with SQLite it holds sportello.sqlite
  std::filesystem::path master_key_file;          // left out: $CREDENTIALS_DIRECTORY/master-key
  std::filesystem::path profiles_directory;       // one <id>.toml per register profile
  std::filesystem::path layouts_directory;        // one <name>.toml per layout of import files; left out: ours alone
  std::filesystem::path common_passwords = "/usr/share/dict/cracklib-small";
  std::filesystem::path bootstrap_css = "/usr/share/javascript/bootstrap5/css/bootstrap.min.css";  // of the web pages
  std::vector<std::string> authorities;  // host[:port] under which kiosks reach us, beside `listen`
  // Where families reach us, such as https://sportello.verdi.example: begins the links in messages. https, at most
  // 48 characters (a link and a sentence share one SMS), no slash at its end. Left out: messages have no links.
  std::string public_url;
  std::vector<std::string> trusted_balancers;  // their connections begin with the PROXY protocol, version 2
  std::chrono::seconds drain{0};               // from telling that a stop is near to closing the listener
  // [store]
  StoreConfiguration store;
  // [mail]
  MailConfiguration mail;
  // [[gateway]], in the order in which they are tried
  std::vector<GatewayConfiguration> gateways;
  // [limits]
  desk::SendingRules sending;      // sms_per_school_day, sms_per_kiosk_day, countries
  http::ServerLimits connections;  // connections, connections_per_address, new_connections_per_address_minute
  handlers::RateLimits rates;      // requests_per_…
  // [[connector]]
  std::vector<ConnectorConfiguration> connectors;
  // [retention] visits_days, sms_days … : desk/keeping.h has them all, each with its reason
  desk::Retention retention;

  // Of SQLite.
  [[nodiscard]] std::filesystem::path store_file() const { return data_directory / "sportello.sqlite"; }
  // For people: which store it is.
  [[nodiscard]] std::string store_name() const {
    return store.kind == StoreConfiguration::Kind::postgresql ? store.target.name() : store_file().string();
  }
  bool operator==(const Configuration&) const = default;
};

// The error is one sentence with file, line and key.
std::expected<Configuration, std::string> load_configuration(const std::filesystem::path& file);
std::expected<Configuration, std::string> parse_configuration(std::string_view text,
                                                              const std::filesystem::path& file);

// <id>.toml files of a folder; profile.example.toml documents every key. The error is one sentence with file, line
// and key.
std::expected<desk::Profiles, std::string> load_profiles(const std::filesystem::path& folder);

}  // namespace sportello
