// The drill against a real service: what it says happened must have happened, and what fails must be told.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>

#include "tests/catch.h"
#include "tests/drill/codes.h"
#include "tests/drill/measure.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;

namespace {

struct Ran {
  int code = -1;
  std::string output;
};

Ran run_drill(const ServiceFixture& fixture, std::vector<std::string> words) {
  const auto file = fixture.folder() / ("drill-" + secret::to_hex(secret::random_bytes(4)));
  words.insert(words.begin(), SPORTELLO_DRILL_PROGRAM);
  Process process{words, file, fixture.folder()};
  const auto code = process.wait(std::chrono::seconds{60});
  return {code.value_or(-1), read_file(file)};
}

struct Kiosk {
  std::vector<std::string> words;  // where the service is and who asks
};

Kiosk enrolled(ServiceFixture& fixture) {
  const auto url = "https://" + fixture.where().authority();
  const auto pin = pin_of(fixture.where().certificate);
  const auto key = (fixture.folder() / "drill.key").string();
  const auto code = fixture.command({"device", "enrol-code", "--school", school_code});
  const auto ran = run_drill(fixture, {"enrol", "--service", url, "--pin", pin, "--code", code, "--device-key", key});
  REQUIRE(ran.code == 0);
  const auto line = [&](const std::string& name) {
    const auto begin = ran.output.find(name + ": ") + name.size() + 2;
    return ran.output.substr(begin, ran.output.find('\n', begin) - begin);
  };
  fixture.command({"device", "approve", line("device"), "--words", line("words")});
  return {{"--service", url, "--pin", pin, "--device-key", key, "--device", line("device"), "--codes",
           "spool:" + fixture.spool().string()}};
}

std::vector<std::string> joined(std::vector<std::string> first, const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

}  // namespace

TEST_CASE("a drill makes whole visits, counts what failed, and says what they took") {
  FixtureOptions options;
  options.extra_guardians = 12;
  ServiceFixture fixture{std::move(options)};
  const auto kiosk = enrolled(fixture);
  std::string cards;
  for (int i = 0; i < 12; ++i) {
    cards += ServiceFixture::document_of(i) + ";" + ServiceFixture::phone_of(i) + "\n";
  }
  write_file(fixture.folder() / "cards", cards);
  const auto visits = [&](const std::string& count) {
    return run_drill(fixture,
                     joined(joined({"visits"}, kiosk.words), {"--cards", (fixture.folder() / "cards").string(),
                                                              "--visits", count, "--concurrency", "4", "--json"}));
  };
  const auto ran = visits("12");
  REQUIRE(ran.code == 0);
  const auto told = boost::json::parse(ran.output).as_object();
  CHECK(told.at("visits").as_int64() == 12);
  CHECK(told.at("failed").as_int64() == 0);
  CHECK(told.at("hashes").as_int64() >= 12);
  CHECK(told.at("calls").as_object().at("credentials").as_object().at("p99_ms").as_double() > 0);

  SECTION("more visits than cards are misuse") { CHECK(visits("13").code == 2); }
  SECTION("a person who is not on file gets no code, and the drill says so") {
    write_file(fixture.folder() / "cards", unknown_document + ";+393470000000\n");
    const auto none = run_drill(
        fixture, joined(joined({"act"}, kiosk.words), {"--card", unknown_document, "--act", "show", "--wait", "2"}));
    CHECK(none.code == 1);
    CHECK(none.output.contains("no code arrived"));
  }
}

TEST_CASE("an act shows what it did, and a login proves it") {
  ServiceFixture fixture;
  const auto kiosk = enrolled(fixture);
  const auto act = [&](const std::string& name, const std::vector<std::string>& more = {}) {
    return run_drill(fixture, joined(joined({"act"}, kiosk.words),
                                     joined({"--card", families().front().document, "--act", name}, more)));
  };
  write_file(fixture.folder() / "password", good_password + "\n");
  const auto password = (fixture.folder() / "password").string();

  const auto before = act("show");
  REQUIRE(before.code == 0);
  CHECK(boost::json::parse(before.output).as_object().at("has_credentials") == false);
  const auto issued = act("issue", {"--password-file", password});
  REQUIRE(issued.code == 0);
  write_file(fixture.folder() / "issued.json", issued.output);

  const auto made = run_drill(fixture, {"make-key", (fixture.folder() / "page.key").string()});
  REQUIRE(made.code == 0);
  const auto public_key =
      made.output.substr(made.output.find(' ') + 1, made.output.find('\n') - made.output.find(' ') - 1);
  const auto page = fixture.command({"login-page", "add", "--school", school_code, "--public-key=" + public_key});
  const auto log_in = [&](const std::string& with) {
    return run_drill(
        fixture, {"login", "--url", "https://" + fixture.where().authority(), "--pin",
                  pin_of(fixture.where().certificate), "--key", (fixture.folder() / "page.key").string(), "--key-id",
                  page, "--credentials", (fixture.folder() / "issued.json").string(), "--password-file", with});
  };
  CHECK(log_in(password).code == 0);
  write_file(fixture.folder() / "wrong", "Vela-Rossa.1988\n");
  CHECK(log_in((fixture.folder() / "wrong").string()).code == 1);
  CHECK(act("issue", {"--password-file", (fixture.folder() / "nothing").string()}).code == 1);
}

TEST_CASE("misuse of the drill ends with 2 and one line") {
  ServiceFixture fixture{{.start = false}};
  for (const auto& words : std::vector<std::vector<std::string>>{{}, {"visits"}, {"act", "--act", "dance"}}) {
    const auto ran = run_drill(fixture, words);
    CHECK(ran.code == 2);
    CHECK(std::ranges::count(ran.output, '\n') == 1);
  }
  CHECK(run_drill(fixture, {"--help"}).code == 0);
  CHECK(run_drill(fixture, {"--version"}).output.starts_with("sportello-drill "));
}

TEST_CASE("a code is six digits that stand alone") {
  CHECK(drill::digits_in("Il codice è 123456. Non dirlo.") == "123456");
  CHECK(drill::digits_in("1234567 e 12345") == "");
  CHECK(drill::digits_in("+393401111101: 654321") == "654321");
  CHECK(drill::digits_in("") == "");
}

TEST_CASE("codes are read from the end of the fake centre's output") {
  const TempFolder folder;
  write_file(folder / "centre.log", "Got message 0: <Scuola +391 text vecchio 111111>\n");
  const auto codes = drill::Codes::watch("fakesmsc:" + (folder / "centre.log").string());
  REQUIRE(codes);
  std::ofstream{folder / "centre.log", std::ios::app}
      << "x INFO: Got message 1: <La Scuola +393401111101 text Il codice: 222222>\n";
  const auto code = (*codes)->wait_for("+393401111101", std::chrono::seconds{10});
  REQUIRE(code);
  CHECK(code->reveal() == "222222");
  CHECK(!(*codes)->wait_for("+391", std::chrono::milliseconds{20}));
  CHECK(!drill::Codes::watch("post:somewhere"));
}

TEST_CASE("quantiles are times that were measured") {
  drill::Times times;
  for (int i = 1; i <= 100; ++i) times.add(std::chrono::milliseconds{i});
  CHECK(times.quantile(0.5) == 50);
  CHECK(times.quantile(0.99) == 99);
  CHECK(drill::Times{}.quantile(0.99) == 0);
}
