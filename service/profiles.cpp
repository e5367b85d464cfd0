// Reads the register profiles of a folder by toml++. The values' sense is judged by desk/profile.h.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "service/configuration.h"
#include "service/toml_reader.h"

namespace sportello {
namespace {

// As desk::mistake_in says, with the line here.
constexpr int least_password = 8, most_least_password = 64;
constexpr int least_most_password = 64, most_password = 1024;
constexpr int least_pin = 4, most_pin = 12;
constexpr int longest_link_hours = 24 * 31;

// [connector]
std::optional<std::string> read_telling(const toml::table* table, const std::filesystem::path& file,
                                        desk::TellingRule& into) {
  TomlReader reader{table, file, "connector"};
  std::vector<std::string> events;
  std::vector<std::string> fields;
  reader.require("events", events);
  reader.read("fields", fields);
  for (const auto& name : events) {
    const auto event = desk::register_event_named(name);
    if (!event) {
      reader.refuse("events", table->get("events"), "there is no event \"" + name + "\": see desk/telling.h");
      continue;
    }
    into.events.insert(*event);
  }
  for (const auto& name : fields) {
    const auto field = desk::register_field_named(name);
    if (!field) {
      reader.refuse("fields", table->get("fields"), "must be of user_code, names, state, change_due");
      continue;
    }
    into.fields.insert(*field);
  }
  for (const auto& [key, sealed] : {std::pair{"password", &into.sealed_password}, {"pin", &into.sealed_pin}}) {
    std::string how = "never";
    reader.read(key, how);
    *sealed = how == "sealed";
    if (how != "never" && how != "sealed") {
      reader.refuse(key, table->get(key), "must be \"never\" or \"sealed\": in clear it never leaves");
    }
  }
  return reader.finish();
}

std::expected<desk::Profile, std::string> load_profile(const std::filesystem::path& file) {
  std::ifstream stream{file};
  std::ostringstream text;
  text << stream.rdbuf();
  const auto table = parse_toml(text.view(), file);
  if (!table) return std::unexpected(table.error());
  desk::Profile profile;
  profile.id = file.stem().string();
  std::vector<std::optional<std::string>> errors;

  TomlReader top{&*table, file, ""};
  top.require("name", profile.name);
  const auto* user_code = top.table("user_code");
  const auto* password = top.table("password");
  const auto* pin = top.table("pin");
  const auto* mail = top.table("mail");
  const auto* invitation = top.table("invitation");
  const auto access = top.tables("access");
  const auto* commitments = top.table("commitments");
  const auto* connector = top.table("connector");
  errors.push_back(top.finish());

  TomlReader user_code_reader{user_code, file, "user_code"};
  user_code_reader.require("pattern", profile.user_code_pattern);
  user_code_reader.read("pupil_pattern", profile.pupil_user_code_pattern);
  user_code_reader.read("issue_replaces", profile.issue_replaces);
  errors.push_back(user_code_reader.finish());

  TomlReader password_reader{password, file, "password"};
  password_reader.read("min_length", profile.password.min_length, least_password, most_least_password);
  password_reader.read("max_length", profile.password.max_length, least_most_password, most_password);
  password_reader.read("lower", profile.password.lower);
  password_reader.read("upper", profile.password.upper);
  password_reader.read("digit", profile.password.digit);
  password_reader.read("symbol", profile.password.symbol);
  password_reader.read("chosen", profile.password_chosen);
  password_reader.read("change_at_first_login", profile.change_at_first_login);
  errors.push_back(password_reader.finish());

  TomlReader pin_reader{pin, file, "pin"};
  std::string use = "none";
  pin_reader.read("use", use);
  pin_reader.read("digits", profile.pin_digits, least_pin, most_pin);
  pin_reader.read("renewable", profile.pin_renewable);
  if (const auto known = desk::pin_use_named(use)) {
    profile.pin = *known;
  } else {
    pin_reader.refuse("use", pin->get("use"), "must be none, optional, second_factor or signature");
  }
  errors.push_back(pin_reader.finish());

  TomlReader mail_reader{mail, file, "mail"};
  mail_reader.read("guardian_pattern", profile.guardian_mail_pattern);
  mail_reader.read("pupil_pattern", profile.pupil_mail_pattern);
  errors.push_back(mail_reader.finish());

  TomlReader invitation_reader{invitation, file, "invitation"};
  const auto read_hours = [&](std::string_view key, std::chrono::hours& into) {
    int hours = static_cast<int>(into.count());
    invitation_reader.read(key, hours, 1, longest_link_hours);
    into = std::chrono::hours{hours};
  };
  read_hours("first_issue_hours", profile.first_issue_link);
  read_hours("recovery_hours", profile.recovery_link);
  errors.push_back(invitation_reader.finish());

  for (const auto* table_of_rule : access) {
    TomlReader rule_reader{table_of_rule, file, "access"};
    desk::AccessRule rule;
    std::string name;
    rule_reader.require("role", rule.role);
    rule_reader.require("from", rule.from_day);
    rule_reader.require("access", name);
    if (const auto known = wire::access_named(name)) {
      rule.access = *known;
    } else {
      rule_reader.refuse("access", table_of_rule->get("access"), "must be credentials, digital_identity or both");
    }
    profile.access.push_back(std::move(rule));
    errors.push_back(rule_reader.finish());
  }

  TomlReader commitments_reader{commitments, file, "commitments"};
  commitments_reader.require("version", profile.commitments.version);
  commitments_reader.require("items", profile.commitments.items);
  errors.push_back(commitments_reader.finish());

  if (connector != nullptr) errors.push_back(read_telling(connector, file, profile.telling));

  for (const auto& error : errors) {
    if (error) return std::unexpected(*error);
  }
  if (const auto mistake = desk::mistake_in(profile)) return std::unexpected(file.string() + ": " + *mistake);
  return profile;
}

}  // namespace

std::expected<desk::Profiles, std::string> load_profiles(const std::filesystem::path& folder) {
  desk::Profiles profiles;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator{folder, error}) {
    if (entry.path().extension() != ".toml") continue;
    auto profile = load_profile(entry.path());
    if (!profile) return std::unexpected(profile.error());
    const auto id = profile->id;
    profiles.emplace(id, std::move(*profile));
  }
  if (profiles.empty()) return std::unexpected(folder.string() + ": there is no register profile (<id>.toml) here");
  return profiles;
}

}  // namespace sportello
