// What a school tells its families and how it gives out: judged, kept, read. Refuses what would break a mail's
// header, a page or a link.
#include <algorithm>
#include <array>
#include <charconv>

#include "service/import/csv.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

// Bytes. They stand on one line of a screen and at the foot of a mail.
constexpr std::size_t longest_line = 100;
constexpr std::size_t longest_url = 200;
constexpr std::size_t longest_domain = 190;  // leaves 63 for what stands before the @

using Judge = std::optional<std::string> (*)(std::string_view value);  // what is wrong; nothing: it may stand

bool is_plain(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return import::is_utf8(text) && std::ranges::none_of(text, is_control);
}

std::optional<std::string> judge_line(std::string_view value) {
  if (value.size() <= longest_line && is_plain(value)) return std::nullopt;
  return "is one line of plain text, at most 100 bytes";
}

std::optional<std::string> judge_mail(std::string_view value) {
  const auto at = value.find('@');
  const bool shaped = at != std::string_view::npos && at > 0 && at + 1 < value.size() && value.rfind('@') == at &&
                      value.find_first_of(" ,;<>\"()\\") == std::string_view::npos && value.size() <= longest_line;
  if (value.empty() || (shaped && is_plain(value))) return std::nullopt;
  return "is one mail address, such as office@school.example";
}

std::optional<std::string> judge_phone(std::string_view value) {
  if (value.size() <= longest_line && value.find_first_not_of("0123456789+ ./-()") == std::string_view::npos) {
    return std::nullopt;
  }
  return "is a phone number as people read it, such as 06 1234567";
}

std::optional<std::string> judge_url(std::string_view value) {
  const bool shaped = value.starts_with("https://") && value.size() > 8 && value.size() <= longest_url &&
                      value.find_first_of(" \"<>\\^`{|}") == std::string_view::npos &&
                      std::ranges::all_of(value, [](char c) { return c > 0x20 && c < 0x7F; });
  if (value.empty() || shaped) return std::nullopt;
  return "is an address that begins with https://, in ASCII";
}

std::optional<std::string> judge_domain(std::string_view value) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  const bool shaped = value.find('.') != std::string_view::npos && value.front() != '.' && value.back() != '.' &&
                      value.find("..") == std::string_view::npos && value.size() <= longest_domain &&
                      std::ranges::all_of(value, allowed);
  if (value.empty() || shaped) return std::nullopt;
  return "is what stands behind the @, in small letters, such as school.example";
}

std::optional<std::string> judge_second_set(std::string_view value) {
  return second_set_named(value) ? std::nullopt : std::optional<std::string>{"is free or on_request"};
}

std::optional<std::string> judge_pupil_credentials(std::string_view value) {
  return wire::pupil_credentials_named(value) ? std::nullopt : std::optional<std::string>{"is by_letter or by_mail"};
}

struct Column {
  std::string_view name, option;
  std::optional<std::string> SchoolChanges::* change;
  Judge judge;
};
constexpr std::array<Column, 8> columns = {{
    {"contact_name", "--contact-name", &SchoolChanges::contact_name, judge_line},
    {"contact_mail", "--contact-mail", &SchoolChanges::contact_mail, judge_mail},
    {"contact_phone", "--contact-phone", &SchoolChanges::contact_phone, judge_phone},
    {"contact_hours", "--contact-hours", &SchoolChanges::contact_hours, judge_line},
    {"login_url", "--login-url", &SchoolChanges::login_url, judge_url},
    {"mail_domain", "--mail-domain", &SchoolChanges::mail_domain, judge_domain},
    {"second_set", "--second-set", &SchoolChanges::second_set, judge_second_set},
    {"pupil_credentials", "--pupil-credentials", &SchoolChanges::pupil_credentials, judge_pupil_credentials},
}};

bool is_role(std::string_view role) { return role == "guardian" || role == "pupil"; }

// A day of the calendar: 2027-01-15.
bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = -1;
    const auto* const end = text.data() + at + length;
    const auto [stopped, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc{} && stopped == end ? value : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 2000 || month < 1 || day < 1) return false;
  return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                     std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

}  // namespace

std::string_view name_of(SecondSet second_set) { return second_set == SecondSet::free ? "free" : "on_request"; }

std::optional<SecondSet> second_set_named(std::string_view name) {
  if (name == "free") return SecondSet::free;
  if (name == "on_request") return SecondSet::on_request;
  return std::nullopt;
}

SchoolSettings school_settings(Session& session, std::string_view school_id) {
  const auto row = session.first(
      "SELECT contact_name, contact_mail, contact_phone, contact_hours, login_url, mail_domain, second_set, "
      "pupil_credentials FROM school WHERE id = $1",
      school_id);
  if (!row) throw Failure("a school is gone");
  SchoolSettings settings;
  settings.contact = {row->text(0), row->text(1), row->text(2), row->text(3)};
  settings.login_url = row->text(4);
  settings.mail_domain = row->text(5);
  settings.second_set = second_set_named(row->text(6)).value_or(SecondSet::free);
  settings.pupil_credentials =
      wire::pupil_credentials_named(row->text(7)).value_or(wire::PupilCredentials::by_letter);
  for (const auto& rule :
       session.query("SELECT role, from_day, access FROM access_rule WHERE school_id = $1 ORDER BY role, from_day",
                     school_id)) {
    settings.access.push_back(
        {rule.text(0), rule.text(1), wire::access_named(rule.text(2)).value_or(wire::Access::credentials)});
  }
  return settings;
}

Told<void> set_school(Session& session, const Office& office, std::string_view code, const SchoolChanges& changes,
                      Time now) {
  const auto school = find_school(session, code);
  if (!school) return std::unexpected(no_school(code));
  std::string changed;
  for (const auto& column : columns) {
    const auto& value = changes.*column.change;
    if (!value) continue;
    if (const auto wrong = column.judge(*value)) return std::unexpected(std::string{column.option} + ": " + *wrong);
    changed += (changed.empty() ? "" : ",") + std::string{column.name};
  }
  if (changed.empty()) return std::unexpected("nothing to set: name at least one option, see school set --help");
  for (const auto& column : columns) {
    const auto& value = changes.*column.change;
    if (!value) continue;
    session.exec("UPDATE school SET " + std::string{column.name} + " = $1 WHERE id = $2", *value, school->id);
  }
  append(session, office, {school->id, EventName::school_changed, "", "", personal_json({{"changed", changed}})},
         now);
  return {};
}

Told<void> set_access(Session& session, const Office& office, std::string_view code, const desk::AccessRule& rule,
                      Time now) {
  const auto school = find_school(session, code);
  if (!school) return std::unexpected(no_school(code));
  if (!is_role(rule.role)) return std::unexpected("--role is guardian or pupil");
  if (!is_day(rule.from_day)) return std::unexpected("--from is a day of the calendar, such as 2027-01-15");
  session.exec(
      "INSERT INTO access_rule (school_id, role, from_day, access) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (school_id, role, from_day) DO UPDATE SET access = excluded.access",
      school->id, rule.role, rule.from_day, wire::name_of(rule.access));
  append(session, office,
         {school->id, EventName::access_changed, "", "",
          personal_json(
              {{"role", rule.role}, {"from", rule.from_day}, {"access", std::string{wire::name_of(rule.access)}}})},
         now);
  return {};
}

Told<void> remove_access(Session& session, const Office& office, std::string_view code, std::string_view role,
                         std::string_view from_day, Time now) {
  const auto school = find_school(session, code);
  if (!school) return std::unexpected(no_school(code));
  if (session.exec("DELETE FROM access_rule WHERE school_id = $1 AND role = $2 AND from_day = $3", school->id, role,
                   from_day) == 0) {
    return std::unexpected("there is no such rule: see sportello-service school show --school " + std::string{code});
  }
  append(session, office,
         {school->id, EventName::access_changed, "", "",
          personal_json({{"role", role}, {"from", from_day}, {"access", "removed"}})},
         now);
  return {};
}

}  // namespace sportello::store::acts
