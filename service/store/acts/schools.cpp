// Rows of schools.
#include "service/store/acts/schools.h"

#include <algorithm>

#include "service/import/csv.h"
#include "service/store/acts/audit.h"

namespace sportello::store::acts {
namespace {

School school_of(const Row& row) { return {row.text(0), row.text(1), row.text(2), row.text(3)}; }

constexpr std::size_t code_length = 10;
constexpr std::size_t code_letters = 4;
constexpr std::size_t longest_name = 200;  // bytes; it stands on screens and in messages

}  // namespace

bool is_school_code(std::string_view text) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == code_length && std::ranges::all_of(text.substr(0, code_letters), letter) &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::expected<School, std::string> add_school(Session& session, const Office& office, std::string_view code,
                                              std::string_view name, std::string_view profile, Time now) {
  if (!is_school_code(code)) {
    return std::unexpected("a school's code is four letters and six letters or digits, such as RMIC817009");
  }
  if (name.empty() || name.size() > longest_name) return std::unexpected("a school's name has 1 to 200 bytes");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(name, is_control) || !import::is_utf8(name)) {
    return std::unexpected("a school's name is plain text in UTF-8, without control characters");
  }
  if (!office.profiles.contains(profile)) {
    std::string known;
    for (const auto& [id, unused] : office.profiles) known += (known.empty() ? "" : ", ") + id;
    return std::unexpected("there is no register profile of this name: choose one of " + known);
  }
  if (find_school(session, code)) return std::unexpected("the school " + std::string{code} + " is there already");
  const School school{new_id(), std::string{code}, std::string{name}, std::string{profile}};
  session.exec("INSERT INTO school (id, code, name, profile, created_at) VALUES ($1, $2, $3, $4, $5)", school.id,
               school.code, school.name, school.profile, now);
  session.exec("INSERT INTO audit_head (school_id, sequence, hash) VALUES ($1, 0, $2)", school.id, secret::Bytes{});
  append(session, office, {school.id, EventName::school_added, "", "", ""}, now);
  return school;
}

std::vector<School> list_schools(Session& session) {
  std::vector<School> schools;
  for (const auto& row : session.query("SELECT id, code, name, profile FROM school ORDER BY code")) {
    schools.push_back(school_of(row));
  }
  return schools;
}

std::optional<School> find_school(Session& session, std::string_view code) {
  const auto row = session.first("SELECT id, code, name, profile FROM school WHERE code = $1", code);
  return row ? std::optional{school_of(*row)} : std::nullopt;
}

std::optional<School> school_by_id(Session& session, std::string_view id) {
  const auto row = session.first("SELECT id, code, name, profile FROM school WHERE id = $1", id);
  return row ? std::optional{school_of(*row)} : std::nullopt;
}

std::string no_school(std::string_view code) {
  return "there is no school " + std::string{code} + ": see sportello-service school list";
}

const desk::Profile& profile_of(Session& session, const Office& office, std::string_view school_id) {
  const auto school = school_by_id(session, school_id);
  const auto profile = school ? office.profiles.find(school->profile) : office.profiles.end();
  if (profile == office.profiles.end()) throw Failure("a school's register profile is not there");
  return profile->second;
}

}  // namespace sportello::store::acts
