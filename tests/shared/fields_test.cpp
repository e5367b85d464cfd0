// Strict reading of JSON: nothing unknown, nothing missing, nothing out of bounds, and no value in an error.
#include "service/shared/wire/fields.h"

#include "tests/catch.h"

using namespace sportello;
using namespace sportello::wire;

namespace {

std::string error_of(std::string_view body, const std::function<void(Fields&)>& read) {
  const auto value = parse_object(body);
  if (!value) return value.error().sentence;
  Fields fields{*value};
  read(fields);
  const auto error = fields.finish();
  return error ? error->sentence : "";
}

}  // namespace

TEST_CASE("only one JSON object is read") {
  CHECK(parse_object("{}"));
  for (const char* body : {"", " ", "[]", "1", "null", "\"x\"", "{", "{}{}", "{} x", "{\"a\":1,}", "{\"a\":\"\xff\"}",
                           "{'a':1}", "{\"a\":01}"}) {
    CAPTURE(body);
    CHECK_FALSE(parse_object(body));
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += R"({"a":)";
  CHECK_FALSE(parse_object(deep + "1" + std::string(100, '}')));
}

TEST_CASE("members are of their kind and within their bounds") {
  std::string text;
  CHECK(error_of(R"({"a":"xy"})", [&](Fields& fields) { text = fields.text("a", 2); }).empty());
  CHECK(text == "xy");
  const auto read_text = [](Fields& fields) { fields.text("a", 2); };
  for (const char* body : {"{}", R"({"a":""})", R"({"a":"xyz"})", R"({"a":1})", R"({"a":null})", R"({"a":["x"]})"}) {
    CAPTURE(body);
    CHECK_FALSE(error_of(body, read_text).empty());
  }
  const auto read_number = [](Fields& fields) { fields.integer("n", 0, 9); };
  CHECK(error_of(R"({"n":9})", read_number).empty());
  for (const char* body : {R"({"n":10})", R"({"n":-1})", R"({"n":1.5})", R"({"n":"1"})", R"({"n":true})", "{}"}) {
    CAPTURE(body);
    CHECK_FALSE(error_of(body, read_number).empty());
  }
  const auto read_truth = [](Fields& fields) { fields.boolean("b"); };
  CHECK(error_of(R"({"b":true})", read_truth).empty());
  CHECK_FALSE(error_of(R"({"b":1})", read_truth).empty());
}

TEST_CASE("a member nobody asked for is refused") {
  CHECK_FALSE(error_of(R"({"a":"x","b":1})", [](Fields& fields) { fields.text("a", 2); }).empty());
}

TEST_CASE("an error names the field and never its value") {
  const auto sentence = error_of(R"({"code":"segretissimo"})", [](Fields& fields) { fields.secret_text("code", 6); });
  CHECK(sentence.find("code") != std::string::npos);
  CHECK(sentence.find("segretissimo") == std::string::npos);
}

TEST_CASE("an optional member may be left out, but not be something else") {
  const auto read = [](Fields& fields) { fields.optional_text("a", 2); };
  CHECK(error_of("{}", read).empty());
  CHECK(error_of(R"({"a":"x"})", read).empty());
  CHECK_FALSE(error_of(R"({"a":1})", read).empty());
}
