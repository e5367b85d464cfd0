// Days in Italy, who enters how from which day on, and passwords that are made.
#include "service/desk/access.h"

#include <random>
#include <set>

#include "service/desk/italian_clock.h"
#include "service/desk/made_password.h"
#include "tests/catch.h"

using namespace sportello;
using namespace sportello::desk;
using wire::Access;

namespace {

Time at(int year, unsigned month, unsigned day, std::chrono::seconds of_day = {}) {
  return std::chrono::sys_days{std::chrono::year{year} / month / day} + of_day;
}

Random generator() {
  return [engine = std::make_shared<std::mt19937>(7)](std::uint32_t below) {
    return std::uniform_int_distribution<std::uint32_t>{0, below - 1}(*engine);
  };
}

}  // namespace

TEST_CASE("a day begins at midnight in Italy, in summer and in winter") {
  CHECK(italian_day(at(2027, 1, 14, 23h - 1s)) == "2027-01-14");
  CHECK(italian_day(at(2027, 1, 14, 23h)) == "2027-01-15");
  CHECK(italian_day(at(2027, 7, 14, 22h - 1s)) == "2027-07-14");
  CHECK(italian_day(at(2027, 7, 14, 22h)) == "2027-07-15");
  CHECK(italian_day(at(2026, 12, 31, 23h)) == "2027-01-01");
  CHECK(italian_offset(at(2027, 3, 28, 1h - 1s)) == 1h);  // the last Sunday of March
  CHECK(italian_offset(at(2027, 3, 28, 1h)) == 2h);
  CHECK(italian_offset(at(2027, 10, 31, 1h - 1s)) == 2h);
  CHECK(italian_offset(at(2027, 10, 31, 1h)) == 1h);
}

TEST_CASE("only days that exist are days") {
  CHECK(is_day("2027-01-15"));
  CHECK(is_day("2028-02-29"));
  for (const char* text : {"", "2027-1-15", "2027-02-29", "2027-13-01", "2027-00-10", "15-01-2027", "2027-01-15 "}) {
    CAPTURE(text);
    CHECK_FALSE(is_day(text));
  }
}

TEST_CASE("the latest rule that has begun holds, and a school's stands before the profile's") {
  const std::vector<AccessRule> profile = {{"guardian", "2027-09-01", Access::both},
                                           {"guardian", "2028-09-01", Access::digital_identity},
                                           {"pupil", "2029-09-01", Access::digital_identity}};
  CHECK(access_on("2027-08-31", "guardian", {}, profile) == Access::credentials);
  CHECK(access_on("2027-09-01", "guardian", {}, profile) == Access::both);
  CHECK(access_on("2028-09-01", "guardian", {}, profile) == Access::digital_identity);
  CHECK(access_on("2028-09-01", "pupil", {}, profile) == Access::credentials);
  const std::vector<AccessRule> school = {{"guardian", "2028-10-01", Access::both}};
  CHECK(access_on("2028-09-15", "guardian", school, profile) == Access::digital_identity);  // not begun yet
  CHECK(access_on("2028-10-01", "guardian", school, profile) == Access::both);
  CHECK(access_on("2029-09-01", "pupil", school, profile) == Access::digital_identity);
}

TEST_CASE("a made password is readable, meets every policy and nobody's name") {
  std::set<std::string> seen;
  const auto random = generator();
  for (int i = 0; i < 300; ++i) {
    const auto password = make_password({10, 128, true, true, true, true}, {}, {}, random);
    const auto text = password.reveal();
    CHECK(text.size() == 14);
    CHECK(text[4] == '-');
    CHECK(text[9] == '-');
    CHECK(text.find_first_of("0Oo1IliSs58BZz2") == std::string_view::npos);
    CHECK(wire::unmet_rules({12, 128, true, true, true, true}, text).empty());
    seen.emplace(text);
  }
  CHECK(seen.size() == 300);
  CHECK(wire::unmet_rules({64, 64, true, true, true, true},
                          make_password({64, 64, true, true, true, true}, {}, {}, random).reveal())
            .empty());
}

TEST_CASE("a made password that holds a name or a common word is drawn again") {
  // The first draw is made of one letter; "aaaa" is somebody's name here.
  int calls = 0;
  const auto random = generator();
  const Random scripted = [&](std::uint32_t below) {
    ++calls;
    if (calls <= 10) return std::uint32_t{0};
    if (calls == 11) return below - 1;          // a digit
    if (calls == 12) return std::uint32_t{21};  // a capital
    return random(below);
  };
  PersonalWords personal;
  personal.words.emplace_back(std::string_view{"aaaa"});
  const auto password = make_password({8, 128, false, false, false, false}, {}, personal, scripted);
  CHECK(calls >= 24);
  CHECK_FALSE(password.reveal().contains("aaaa"));
}
