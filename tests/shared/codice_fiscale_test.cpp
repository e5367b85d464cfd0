// The codice fiscale: vectors cross-checked against an independent implementation, mends, ages.
#include "service/shared/identity/codice_fiscale.h"

#include <algorithm>

#include "tests/catch.h"

using namespace sportello::identity;
using namespace std::chrono;

namespace {

constexpr year_month_day today{year{2026}, month{9}, day{1}};

CodiceFiscale code(std::string_view text) {
  auto parsed = CodiceFiscale::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace

TEST_CASE("valid codes tell sex and date of birth") {
  struct Row {
    const char* text;
    Sex sex;
    year_month_day born;
  };
  const auto row = GENERATE(values<Row>({
      {"RSSMRA80A01H501U", Sex::male, year{1980} / 1 / 1},
      {"REXLAX71C01H501L", Sex::male, year{1971} / 3 / 1},
      {"DNGMNT85T71F205Y", Sex::female, year{1985} / 12 / 31},
      {"NGYTHI88B69Z251B", Sex::female, year{1988} / 2 / 29},
      {"HXHRBN90M15Z100K", Sex::male, year{1990} / 8 / 15},
      {"LDRBLL79E07Z330P", Sex::male, year{1979} / 5 / 7},
      {"RSSMRA80A01H50MM", Sex::male, year{1980} / 1 / 1},
      {"RSSMRAULALMHRLMD", Sex::male, year{1980} / 1 / 1},
      {"DNGMNT85TTMFNLRX", Sex::female, year{1985} / 12 / 31},
  }));
  CAPTURE(row.text);
  const auto parsed = CodiceFiscale::parse(row.text);
  REQUIRE(parsed);
  CHECK(parsed->text() == row.text);
  CHECK(parsed->sex() == row.sex);
  CHECK(parsed->birth_date(today) == row.born);
  CHECK_FALSE(parsed->provisional());
}

TEST_CASE("omocodes of one code are one person") {
  const auto canonical = code("RSSMRA80A01H501U").canonical();
  CHECK(code("RSSMRA80A01H50MM").canonical() == canonical);
  CHECK(code("RSSMRAULALMHRLMD").canonical() == canonical);
  CHECK(code("DNGMNT85TTMFNLRX").canonical() == code("DNGMNT85T71F205Y").canonical());
  CHECK(code("DNGMNT85T71F205Y").canonical() != canonical);
}

TEST_CASE("wrong codes say what is wrong") {
  struct Row {
    const char* text;
    CodeProblem problem;
  };
  const auto row = GENERATE(values<Row>({
      {"RSSMRA80A01H501V", CodeProblem::check},
      {"RSSMRA80A01H50MU", CodeProblem::check},
      {"12345670018", CodeProblem::check},
      {"RSSMRA80A32H501C", CodeProblem::date},
      {"RSSMRA80F01H501G", CodeProblem::shape},
      {"", CodeProblem::length},
      {"RSSMRA80A01H501", CodeProblem::length},
      {"RSSMRA80A01H501UU", CodeProblem::length},
      {"1SSMRA80A01H501U", CodeProblem::shape},
  }));
  CAPTURE(row.text);
  const auto parsed = CodiceFiscale::parse(row.text);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error() == row.problem);
}

TEST_CASE("a body's code is no person's") {
  for (const std::string first_ten : {"8123456001", "9123456001"}) {
    int bodies = 0;
    for (char digit = '0'; digit <= '9'; ++digit) {
      const auto parsed = CodiceFiscale::parse(first_ten + digit);
      REQUIRE_FALSE(parsed);
      if (parsed.error() == CodeProblem::organisation) ++bodies;
    }
    CHECK(bodies >= 1);  // the one whose check digit fits
  }
}

TEST_CASE("the provisional eleven digits hold by their check digit and tell nothing") {
  const auto provisional = code("12345670017");
  CHECK(provisional.provisional());
  CHECK_FALSE(provisional.sex());
  CHECK_FALSE(provisional.birth_date(today));
  CHECK_FALSE(provisional.age(today));
  CHECK(provisional.canonical() == "12345670017");
}

TEST_CASE("lower case and spaces are accepted, other marks are not") {
  CHECK(code("rssmra80a01h501u").text() == "RSSMRA80A01H501U");
  CHECK(code(" RSS MRA 80A01 H501U ").text() == "RSSMRA80A01H501U");
  CHECK_FALSE(CodiceFiscale::parse("RSSMRA80A01H501U*"));
  CHECK_FALSE(CodiceFiscale::parse("RSSMRA-80A01-H501U"));
  CHECK_FALSE(CodiceFiscale::parse(std::string_view("RSSMRA80A01H501\0", 16)));
}

TEST_CASE("age counts whole years up to the day") {
  const auto born_in_1980 = code("RSSMRA80A01H501U");
  CHECK(born_in_1980.age(year{2026} / 1 / 1) == 46);
  CHECK(born_in_1980.age(year{2025} / 12 / 31) == 45);
  const auto leap = code("NGYTHI88B69Z251B");
  CHECK(leap.age(year{2026} / 2 / 28) == 37);
  CHECK(leap.age(year{2026} / 3 / 1) == 38);
}

TEST_CASE("check letters are computed as the decree says") {
  CHECK(check_letter("RSSMRA80A01H501") == 'U');
  CHECK(check_letter("DNGMNT85TTMFNLR") == 'X');
  CHECK_FALSE(check_letter("RSSMRA80A01H50"));
  CHECK_FALSE(check_letter("RSSMRA80A01H5-1"));
}

TEST_CASE("every single wrong character has the true one among its mends") {
  const std::string right = "RSSMRA80A01H501U";
  int tried = 0;
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (const char wrong : std::string{"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}) {
      auto text = right;
      text[at] = wrong;
      if (CodiceFiscale::parse(text)) continue;
      ++tried;
      const auto mends = single_character_mends(text);
      CAPTURE(text);
      CHECK(std::ranges::find(mends, Mend{at, right[at]}) != mends.end());
      for (const auto& mend : mends) {
        auto mended = text;
        mended[mend.position] = mend.instead;
        CHECK(CodiceFiscale::parse(mended));
      }
    }
  }
  CHECK(tried > 400);
  CHECK(single_character_mends(right).empty());
  CHECK(single_character_mends("RSSMRA").empty());
}

TEST_CASE("the likeliest confusion is offered first") {
  const auto mends = single_character_mends("RSSMRA8OA01H501U");  // letter O for zero
  REQUIRE_FALSE(mends.empty());
  CHECK(mends.front() == Mend{7, '0'});
}

TEST_CASE("typing can go on only towards a code") {
  CHECK(may_continue(""));
  CHECK(may_continue("RSSMRA80A0"));
  CHECK(may_continue("RSSMRAUL"));
  CHECK_FALSE(may_continue("RSSMRA80F"));
  CHECK_FALSE(may_continue("R5"));
}
