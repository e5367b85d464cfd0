// Telephone numbers as families and spreadsheets write them.
#include "service/shared/identity/phone.h"

#include "tests/catch.h"

using sportello::identity::Phone;

TEST_CASE("phones are E.164 whatever was written") {
  const auto [written, expected] = GENERATE(table<std::string, std::string>({
      {"3331234567", "+393331234567"},
      {"333 123 45 67", "+393331234567"},
      {"333-123.4567", "+393331234567"},
      {"+39 333 1234567", "+393331234567"},
      {"0039 (333) 123/4567", "+393331234567"},
      {"+40 721 234 567", "+40721234567"},
  }));
  CAPTURE(written);
  const auto phone = Phone::parse(written);
  REQUIRE(phone);
  CHECK(phone->text() == expected);
  CHECK(phone->hint() == "67");
}

TEST_CASE("what is no number is refused") {
  const auto written = GENERATE(as<std::string>{}, "", "+", "abc", "333123456x", "+39 12", "+1234567890123456",
                                "++393331234567", "333+1234567");
  CAPTURE(written);
  CHECK_FALSE(Phone::parse(written));
}
