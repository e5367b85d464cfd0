// The demo's families are what the demo says of them.
#include "tests/demo/families.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/identity/phone.h"
#include "tests/catch.h"

using namespace sportello;

TEST_CASE("the computation of a codice fiscale agrees with known ones") {
  CHECK(demo::codice_fiscale("Rossi", "Mario", {'M', 1980, 1, 1, "H501"}) == "RSSMRA80A01H501U");
  CHECK(demo::codice_fiscale("Re", "Al", {'M', 1971, 3, 1, "H501"}) == "REXLAX71C01H501L");
  CHECK(demo::codice_fiscale("D'Angelo", "Maria Antonietta", {'F', 1985, 12, 31, "F205"}) == "DNGMNT85T71F205Y");
  CHECK(demo::codice_fiscale("El Idrissi", "Abdellatif", {'M', 1979, 5, 7, "Z330"}) == "LDRBLL79E07Z330P");
}

TEST_CASE("the committed file is what the generator makes") {
  std::ifstream file(SPORTELLO_FAMILIES_CSV, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == demo::csv());
}

TEST_CASE("forty families, every code valid and one person's only") {
  const auto today = std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::month{9}, std::chrono::day{1}};
  std::map<std::string, std::string> owner;
  std::map<std::string, std::string> phones;  // phone -> guardian
  std::map<std::string, std::set<std::string>> pupils_of, guardians_of;
  std::set<std::string> without_phone;
  for (const demo::Row& row : demo::rows()) {
    const auto guardian = identity::CodiceFiscale::parse(row.guardian_code);
    const auto pupil = identity::CodiceFiscale::parse(row.pupil_code);
    REQUIRE(guardian.has_value());
    REQUIRE(pupil.has_value());
    CHECK(guardian->age(today).value() >= 18);
    CHECK(pupil->age(today).value() < 18);
    const auto is_of = [&owner](const std::string& code, const std::string& who) {
      return owner.emplace(code, who).first->second == who;
    };
    CHECK(is_of(row.guardian_code, row.guardian_surname + " " + row.guardian_name));
    CHECK(is_of(row.pupil_code, row.pupil_surname + " " + row.pupil_name + ", pupil"));
    if (row.phone.empty()) {
      without_phone.insert(row.guardian_code);
    } else {
      REQUIRE(identity::Phone::parse(row.phone).has_value());
      CHECK(phones.emplace(row.phone, row.guardian_code).first->second == row.guardian_code);
    }
    pupils_of[row.guardian_code].insert(row.pupil_code);
    guardians_of[row.pupil_code].insert(row.guardian_code);
  }
  std::set<std::set<std::string>> families;
  for (const auto& [pupil, guardians] : guardians_of) families.insert(guardians);
  CHECK(families.size() == 40);
  CHECK(without_phone.size() == 1);
  const auto with = [](const auto& map, std::size_t count) {
    return std::count_if(map.begin(), map.end(), [count](const auto& entry) { return entry.second.size() == count; });
  };
  CHECK(with(pupils_of, 2) >= 4);     // somebody has two children here
  CHECK(with(guardians_of, 2) >= 4);  // and two parents each with their own credentials
  CHECK(with(guardians_of, 1) >= 2);  // or one parent alone
}
