// Schools that differ: the register makes the password, the digital identity is the only way in, the kiosk is closed.
#include "tests/catch.h"
#include "tests/system/at_the_kiosk.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

const std::string identity_only = R"(
name = "Registro Inventato"
[user_code]
pattern = "{surname}.{given_name}"
[password]
min_length = 12
[[access]]
role = "guardian"
from = "2020-09-01"
access = "digital_identity"
[commitments]
version = "inventato-1"
items = ["safekeeping"]
)";

}  // namespace

TEST_CASE("a password that the register makes: one touch, shown for a while, and a forgotten one on the way") {
  fakes::FixtureOptions options;
  options.profile = "axios";
  fakes::ServiceFixture service{options};
  KioskInWindow kiosk{service, {}};
  auto& hands = kiosk.hands();
  AtTheKiosk guardian{service, hands};
  const auto& mario = fakes::families().at(0);
  guardian.come(mario);
  guardian.choose("act.issue", "commitments");
  guardian.accept_commitments();
  hands.expect("confirm-act");
  hands.click("confirm.do");
  hands.expect("result");
  CHECK(hands.label("result.show_password") == "Mostra la password");
  hands.click("result.show_password");
  CHECK(fakes::eventually([&] { return hands.label("result.show_password") == "Nascondi la password"; }));
  CHECK(hands.label("result.show_pin") == "Mostra il PIN");  // each by itself
  CHECK(hands.label("result.password") == "‹secret›");
  guardian.end("result.end");

  guardian.come(mario);  // a new issue takes the place of the whole set
  guardian.choose("act.change_password", "current-password");
  hands.click("current.forgotten");
  guardian.accept_commitments();
  hands.expect("confirm-act");
  hands.click("footer.exit");
  hands.expect("leave");
  guardian.end("leave.end");
}

TEST_CASE("where only the digital identity opens the register, the kiosk says how, and does the rest") {
  fakes::FixtureOptions options;
  options.profile = "inventato";
  options.profiles = {{"inventato", identity_only}};
  fakes::ServiceFixture service{options};
  KioskInWindow kiosk{service, {}};
  auto& hands = kiosk.hands();
  AtTheKiosk guardian{service, hands};
  guardian.come(fakes::families().at(0), "digital-identity");
  hands.click("told.more");
  hands.expect("choose");
  CHECK_FALSE(hands.sees("act.issue"));
  guardian.choose("wish.on_file", "on-file");
  hands.click("file.right");
  guardian.choose("wish.identity", "digital-identity");
  guardian.end("identity.end");
}

TEST_CASE("a closed kiosk begins nothing, and still explains itself") {
  fakes::ServiceFixture service;
  KioskOptions options;
  options.opening = "[opening]\nmonday = \"08:00-16:30\"\nclosed = [\"2000-01-01..2199-12-31\"]\n";
  KioskInWindow kiosk{service, options};
  auto& hands = kiosk.hands();
  REQUIRE(fakes::eventually([&] { return hands.sees("hours.opens"); }));
  CHECK_FALSE(hands.sees("welcome.start"));
  hands.press("Return");
  hands.click("footer.help");
  hands.expect("help");
  hands.click("footer.back");
  hands.expect("welcome");
  CHECK(service.spooled().empty());
}
