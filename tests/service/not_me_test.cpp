// "It was not me": one page, one button, over real HTTPS.
#include "tests/catch.h"
#include "tests/service/page_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace sportello::tests;

TEST_CASE("the page changes nothing, its button freezes the credentials, once") {
  PageFixture at;
  const auto token = at.issue_at_kiosk();
  const auto action = "/not-me/" + token;
  auto browser = at.browser();
  const auto before = at.door.everything();
  browser.open(action);
  CHECK(browser.page().status == 200);
  CHECK(browser.shows("IC Verdi Roma"));
  CHECK_FALSE(browser.shows("Mario"));
  CHECK(browser.page().headers.at("referrer-policy") == "no-referrer");
  CHECK(at.door.everything() == before);

  // Without the cookie, without the token, with another page's token, from elsewhere.
  const auto good = browser.hidden(action, "form");
  auto other = at.browser();
  other.open(action);
  const auto refused = [&](const PageBrowser::Fields& fields, const std::vector<std::string>& headers) {
    auto trying = at.browser();
    trying.cookies = browser.cookies;
    return trying.post(action, fields, headers).status == 403;
  };
  CHECK(at.browser().post(action, {{"form", good}}).status == 403);
  CHECK(refused({}, {}));
  CHECK(refused({{"form", other.hidden(action, "form")}}, {}));
  CHECK(refused({{"form", good}}, {"Sec-Fetch-Site: cross-site"}));
  CHECK(refused({{"form", good}}, {"Origin: https://evil.example"}));
  CHECK(at.door.everything() == before);

  browser.submit(action);
  CHECK(browser.page().status == 200);
  CHECK(browser.shows("Le credenziali sono bloccate"));
  CHECK(at.door.count("account WHERE frozen_at IS NOT NULL") == 1);
  CHECK(at.door.count("audit WHERE event = 'credentials.frozen'") == 1);
  // Somebody else's page, opened before, is no second freeze.
  CHECK(other.submit(action).status == 200);
  CHECK(at.door.count("audit WHERE event = 'credentials.frozen'") == 1);
}

TEST_CASE("a link that is nobody's, or too old, says so and whom to call") {
  PageFixture at;
  auto browser = at.browser();
  browser.open("/not-me/AAAABBBBCCCCDDDD");
  CHECK(browser.page().status == 404);
  CHECK(browser.shows("Questo link non vale più"));
  CHECK(browser.shows("Serve aiuto?"));
  browser.open("/not-me/AAAABBBBCCCCDDDD/in/en");
  CHECK(browser.shows("This link is no longer good"));
}
