// A service, a guardian with phone and mail, and an invitation on its way: what tests of the pages stand on.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "service/store/acts/browser.h"
#include "tests/catch.h"
#include "tests/fakes/page_browser.h"
#include "tests/fakes/store_door.h"

namespace sportello::tests {

using namespace sportello::fakes;

struct PageFixture {
  explicit PageFixture(std::function<store::Time()> now = {}) : service(options_of(std::move(now))), door(service) {
    guardian = door.guardian(school_code, mario().document);
    token = door.invite(guardian);
  }

  static FixtureOptions options_of(std::function<store::Time()> now) {
    FixtureOptions options;
    options.now = std::move(now);
    return options;
  }
  static const Family& mario() { return families().at(0); }
  PageBrowser browser() const { return PageBrowser{service.where()}; }

  std::string code() { return door.code(guardian); }
  std::string wrong_code() { return code() == "000000" ? "000001" : "000000"; }
  std::int64_t codes_sent() { return door.count("outbox WHERE kind = 'invitation_code'"); }

  // The token our page would have put into a form for this browser, from the cookie it was given.
  std::string form_token(const PageBrowser& browser, const std::string& action) {
    const auto field = secret::from_base64url(browser.cookies.at("__Host-invitation"));
    const auto clear = door.office().vault.open(store::Seal::personal, {"page", "__Host-invitation", "", ""}, *field);
    const auto text = clear->reveal();
    const secret::SecretText nonce{text.substr(text.rfind(' ') + 1)};
    return std::string{store::acts::form_token(nonce, action).reveal()};
  }

  // Credentials from a whole visit; the token of the freeze link that its confirming message holds.
  std::string issue_at_kiosk() {
    auto kiosk = service.kiosk();
    const auto visit = kiosk.open(mario().document);
    REQUIRE(visit);
    const auto sms = service.sms_to(mario().phone);
    REQUIRE(sms);
    const auto person = kiosk.check(visit->visit, sms->code());
    REQUIRE(person);
    REQUIRE(kiosk.set_credentials(visit->visit, *person, wire::Act::issue, good_password));
    REQUIRE(service.sms_to(mario().phone, 2));
    REQUIRE(kiosk.end(visit->visit));
    REQUIRE(eventually([&] { return door.count("outbox WHERE state IN ('queued', 'sending')") == 0; }));
    return door.freeze_token();
  }

  ServiceFixture service;
  StoreDoor door;
  std::string guardian;
  std::string token;
};

}  // namespace sportello::tests
