// service.toml: read once at start, strictly: a key nobody knows is refused with file, line, key and the nearest
// name. service.example.toml documents every key; a test holds the two together. Paths are relative to the file's
// folder. Keeps no secret: keys and passwords stand in files that are named here.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "service/desk/opening.h"
#include "service/desk/profile.h"

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

struct Configuration {
  // [service]
  std::string listen = "127.0.0.1:8443";          // address:port of the HTTPS listener; port 0 takes a free one
  std::string private_listen = "127.0.0.1:8444";  // of /livez and /readyz, plain HTTP
  std::filesystem::path certificate;              // PEM, with its chain
  std::filesystem::path private_key;              // PEM
  std::filesystem::path data_directory;           // holds sportello.sqlite
  std::filesystem::path master_key_file;          // left out: $CREDENTIALS_DIRECTORY/master-key
  std::filesystem::path profiles_directory;       // one <id>.toml per register profile
  std::filesystem::path common_passwords = "/usr/share/dict/cracklib-small";
  std::filesystem::path bootstrap_css = "/usr/share/javascript/bootstrap5/css/bootstrap.min.css";  // of the web pages
  std::vector<std::string> authorities;  // host[:port] under which kiosks reach us, beside `listen`
  // Where families reach us, such as https://sportello.verdi.example: begins the links in messages. https, at most
  // 48 characters (a link and a sentence share one SMS), no slash at its end. Left out: messages have no links.
  std::string public_url;
  // [mail]
  MailConfiguration mail;
  // [[gateway]], in the order in which they are tried
  std::vector<GatewayConfiguration> gateways;
  // [limits] sms_per_school_day, sms_per_kiosk_day, countries
  desk::SendingRules sending;

  [[nodiscard]] std::filesystem::path store_file() const { return data_directory / "sportello.sqlite"; }
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
