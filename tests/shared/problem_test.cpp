// Problems (RFC 9457): every code has a row, and reads back.
#include "service/shared/wire/problem.h"

#include <set>

#include "tests/catch.h"

using namespace sportello::wire;

TEST_CASE("every code has its own name, a status of its kind and a title") {
  std::set<std::string_view> names;
  std::set<Code> codes;
  for (const auto& row : code_table()) {
    CAPTURE(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(codes.insert(row.code).second);
    CHECK(row.status >= 400);
    CHECK(row.status < 600);
    CHECK_FALSE(row.title.empty());
    CHECK(name_of(row.code) == row.name);
    CHECK(status_of(row.code) == row.status);
  }
}

TEST_CASE("a problem reads back with all it says") {
  for (const auto& row : code_table()) {
    Problem problem{row.code, "a sentence", 61, 2, {PasswordRule::common, PasswordRule::personal}};
    const auto read = problem_from_json(to_json(problem));
    REQUIRE(read);
    CHECK(read->code == row.code);
    CHECK(read->detail == "a sentence");
    CHECK(read->retry_after_s == 61);
    CHECK(read->tries_left == 2);
    CHECK(read->rules == problem.rules);
  }
  const auto bare = problem_from_json(to_json(Problem{Code::busy, {}, {}, {}, {}}));
  REQUIRE(bare);
  CHECK_FALSE(bare->retry_after_s);
  CHECK_FALSE(bare->tries_left);
  CHECK(bare->rules.empty());
}

TEST_CASE("what is no problem does not read") {
  for (const char* body : {"", "{}", R"({"code":"surprise"})", R"({"code":7})", "<html>"}) {
    CAPTURE(body);
    CHECK_FALSE(problem_from_json(body));
  }
}

TEST_CASE("password rules have names both ways") {
  using enum PasswordRule;
  for (const auto rule : {length, too_long, lower, upper, digit, symbol, common, personal}) {
    CHECK(password_rule(name_of(rule)) == rule);
  }
  CHECK_FALSE(password_rule("nonsense"));
}
