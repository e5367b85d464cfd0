// Who comes back: to the same link, in another browser, with the button pressed twice, with a link that is over.
#include <atomic>

#include "tests/catch.h"
#include "tests/service/page_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace sportello::tests;

namespace {

struct MovedClock {
  std::atomic<std::int64_t> offset = 0;
  PageFixture at{[this] { return sportello::now() + std::chrono::seconds{offset}; }};
};
constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

// The token in the mail of the invitation that was made last.
std::string newest_token(PageFixture& at) {
  const auto id = at.door.act([&](store::Session& session) {
    return session.first("SELECT id FROM invitation WHERE cancelled_at IS NULL ORDER BY created_at DESC LIMIT 1")
        ->text(0);
  });
  return std::string{at.door.office().vault.link_token(store::LinkKind::invitation, id).reveal()};
}

// Presses "send me a new link" on the page of this link, whose words are the same in every case.
std::int64_t renewed(PageFixture& at, const std::string& token) {
  auto browser = at.browser();
  browser.open("/invitation/" + token);
  const auto known = at.door.count("invitation");
  const auto form = at.form_token(browser, "/invitation/renew");
  CHECK(browser.post("/invitation/renew", {{"form", form}}).status == 200);
  CHECK(browser.shows("Guarda la tua posta"));
  CHECK(browser.shows("Se era il tuo ultimo link"));
  return at.door.count("invitation") - known;
}

}  // namespace

TEST_CASE("the mail's link clicked again: the code on its way and what was proved stay good") {
  MovedClock clock;
  auto& at = clock.at;
  const auto link = "/invitation/" + at.token;
  auto browser = at.browser();
  browser.open(link);
  browser.submit("/invitation/code");
  auto left_open = at.browser();  // the same browser's first tab
  left_open.cookies = browser.cookies;
  left_open.open("/invitation");
  browser.open(link);
  CHECK(browser.has_form("/invitation/check"));
  left_open.cookies = browser.cookies;
  left_open.submit("/invitation/check", {{"code", at.code()}});
  CHECK(left_open.has_form("/invitation/password"));
  clock.offset = 20 * 60;
  browser.open(link);
  CHECK(browser.shows("Buongiorno, Mario"));
  browser.submit("/invitation/password", {{"password", good_password}, {"accept", "1"}});
  const auto user_code = browser.text_of("user-code");
  CHECK(user_code.size() == 9);
  browser.open(link);
  CHECK(browser.text_of("user-code") == user_code);
  CHECK(at.codes_sent() == 1);
}

TEST_CASE("the link clicked again gives the page two hours more, and another link another browser") {
  MovedClock clock;
  auto& at = clock.at;
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  const auto form = browser.hidden("/invitation/code", "form");
  clock.offset = hour + 1800;
  browser.open("/invitation/" + at.token);
  CHECK(browser.hidden("/invitation/code", "form") == form);
  clock.offset = 3 * hour;
  CHECK(browser.open("/invitation").status == 200);
  at.token = at.door.invite(at.guardian);
  browser.open("/invitation/" + at.token);
  CHECK(browser.has_form("/invitation/code"));
  CHECK(browser.hidden("/invitation/code", "form") != form);
}

TEST_CASE("a fresh browser skips neither the wait nor the three sends, and takes no code away") {
  MovedClock clock;
  auto& at = clock.at;
  auto guardian = at.browser();
  guardian.open("/invitation/" + at.token);
  guardian.submit("/invitation/code");
  const auto code = at.code();
  const auto send_elsewhere = [&] {
    auto other = at.browser();
    other.open("/invitation/" + at.token);
    return other.submit("/invitation/code").status;
  };
  for (int i = 0; i < 5; ++i) CHECK(send_elsewhere() == 429);
  CHECK(at.codes_sent() == 1);
  CHECK(at.code() == code);
  guardian.submit("/invitation/check", {{"code", code}});
  CHECK(guardian.shows("Buongiorno, Mario"));

  clock.offset = 61;
  CHECK(send_elsewhere() == 200);
  clock.offset = 122;
  CHECK(send_elsewhere() == 200);
  clock.offset = 183;
  CHECK(send_elsewhere() == 429);
  clock.offset = hour;
  CHECK(send_elsewhere() == 429);
  CHECK(at.codes_sent() == 3);
  clock.offset = 122 + 2 * hour + 1;  // a pause, and then again
  CHECK(send_elsewhere() == 200);
  CHECK(at.codes_sent() == 4);
}

TEST_CASE("the button pressed twice sends one code and tells of no mistake") {
  MovedClock clock;
  auto& at = clock.at;
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  const auto form = browser.hidden("/invitation/code", "form");
  for (int i = 0; i < 2; ++i) {
    CHECK(browser.post("/invitation/code", {{"form", form}}).status == 200);
    CHECK(browser.has_form("/invitation/check"));
  }
  CHECK(at.codes_sent() == 1);
  clock.offset = 10;
  CHECK(browser.submit("/invitation/code").status == 429);
  CHECK(browser.shows("Il codice è partito da poco"));
}

TEST_CASE("an old link brings a new one while it is the newest, once, and ends none that is open") {
  MovedClock clock;
  auto& at = clock.at;
  auto browser = at.browser();
  clock.offset = 73 * hour;
  browser.open("/invitation/" + at.token);
  CHECK(browser.shows("Questo link non apre più niente"));
  CHECK_FALSE(browser.has_form("/invitation/code"));
  CHECK(browser.post("/invitation/code", {{"form", at.form_token(browser, "/invitation/code")}}).status != 200);
  CHECK(at.codes_sent() == 0);
  CHECK(renewed(at, at.token) == 1);
  CHECK(at.door.count("outbox WHERE kind = 'invitation' AND channel = 'mail'") == 2);
  CHECK(at.door.count("audit WHERE event = 'invitation.renewed'") == 1);
  const auto second = newest_token(at);
  REQUIRE(second != at.token);
  clock.offset = 75 * hour;  // no day's limit is near, and yet
  CHECK(renewed(at, at.token) == 0);
  CHECK(at.door.count("invitation WHERE cancelled_at IS NULL AND expires_at > " +
                      std::to_string(sportello::now().time_since_epoch().count() + clock.offset)) == 1);
  clock.offset = 10 * day;  // the second is over, too: it alone brings a third
  CHECK(renewed(at, at.token) == 0);
  CHECK(renewed(at, second) == 1);
}

TEST_CASE("a link that was used brings none, nor one that is over for more than thirty days") {
  MovedClock clock;
  auto& at = clock.at;
  SECTION("used") {
    auto browser = at.browser();
    browser.open("/invitation/" + at.token);
    browser.submit("/invitation/code");
    browser.submit("/invitation/check", {{"code", at.code()}});
    browser.submit("/invitation/password", {{"password", good_password}, {"accept", "1"}});
    REQUIRE(at.door.count("invitation WHERE redeemed_at IS NOT NULL") == 1);
    clock.offset = day;
    CHECK(renewed(at, at.token) == 0);
  }
  SECTION("over for long") {
    clock.offset = 72 * hour + 30 * day + 60;
    CHECK(renewed(at, at.token) == 0);
    clock.offset = 72 * hour + 30 * day - 60;
    CHECK(renewed(at, at.token) == 1);
  }
}

TEST_CASE("links that the office ends at once still bring one new link an hour, and three a day") {
  MovedClock clock;
  auto& at = clock.at;
  const auto renewed_once_more = [&] {
    at.door.act([&](store::Session& session) {
      session.exec("UPDATE invitation SET cancelled_at = $1 WHERE cancelled_at IS NULL", sportello::now());
      return true;
    });
    const auto id = at.door.act([&](store::Session& session) {
      return session.first("SELECT id FROM invitation ORDER BY created_at DESC LIMIT 1")->text(0);
    });
    return renewed(at, std::string{at.door.office().vault.link_token(store::LinkKind::invitation, id).reveal()});
  };
  CHECK(renewed_once_more() == 0);  // the first mail left a moment ago
  clock.offset = hour + 60;
  CHECK(renewed_once_more() == 1);
  CHECK(renewed_once_more() == 0);
  clock.offset = 2 * hour + 120;
  CHECK(renewed_once_more() == 1);
  clock.offset = 3 * hour + 180;
  CHECK(renewed_once_more() == 0);  // three today, with the first
}

TEST_CASE("a link that a mail's gateway changed on its way opens all the same; what is no page says so to a person") {
  PageFixture at;
  const auto freeze = at.issue_at_kiosk();
  at.token = at.door.invite(at.guardian);
  auto browser = at.browser();
  for (const std::string tail : {"?utm_source=mail&x=%2F", "/", "/?fbclid=1", "?"}) {
    INFO(tail);
    browser.open("/invitation/" + at.token + tail);
    CHECK(browser.path == "/invitation");
    CHECK(browser.has_form("/invitation/code"));
    browser.open("/not-me/" + freeze + tail);
    CHECK(browser.has_form("/not-me/" + freeze));
  }
  CHECK(browser.open("/invitation/").status == 200);
  CHECK(browser.has_form("/invitation/code"));
  CHECK(browser.post("/invitation/code?x=1", {}).status == 404);  // a form is ours as it stands, or not at all

  const std::vector<std::string> person = {"Accept: text/html,application/xhtml+xml,*/*;q=0.8"};
  for (const std::string path : {"/", "/invitation/two%20words", "/not-me", "/not-me/", "/favicon.html?x"}) {
    INFO(path);
    const auto page = browser.once("GET", path, person);
    CHECK(page.status == 404);
    CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(page.headers.contains("content-security-policy"));
    CHECK(page.body.contains("Questa pagina non c’è"));
    CHECK_FALSE(page.body.contains("<nav"));
    CHECK(browser.once("GET", path).headers.at("content-type") == "application/problem+json");  // a program
  }
  CHECK(browser.once("GET", "/v1/nothing", person).headers.at("content-type") == "application/problem+json");
  CHECK(browser.once("GET", "/v1/visits", person).status == 405);
}

TEST_CASE("a page of trouble offers the languages of the page where it was met") {
  PageFixture at;
  const auto freeze = at.issue_at_kiosk();
  auto browser = at.browser();
  CHECK(browser.post("/not-me/" + freeze, {}).status == 403);
  CHECK(browser.shows("href=\"/not-me/" + freeze + "/in/en\""));
  CHECK_FALSE(browser.shows("href=\"/invitation/in/en\""));
  browser.open("/not-me/" + freeze + "/in/en");
  CHECK(browser.has_form("/not-me/" + freeze));
  CHECK(browser.shows("<html lang=\"en\">"));
  CHECK(browser.post("/invitation/code", {}).status == 403);
  CHECK(browser.shows("href=\"/invitation/in/it\""));
}
