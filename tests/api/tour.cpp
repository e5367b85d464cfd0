// Asks with success what the tests of `api.answers` otherwise ask not at all, or only to be refused.
#include <atomic>

#include "tests/catch.h"
#include "tests/fakes/page_browser.h"
#include "tests/fakes/store_door.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;

TEST_CASE("a code sent again, a password changed at the login, a receipt, and every page's lesser addresses") {
  std::atomic<std::int64_t> offset = 0;
  FixtureOptions options;
  options.now = [&offset] {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::seconds{offset};
  };
  ServiceFixture service{options};
  StoreDoor door{service};
  auto kiosk = service.kiosk();
  const auto& mario = families().at(0);
  const auto visit = kiosk.open(mario.document);
  REQUIRE(visit);
  const auto code = service.sms_to(mario.phone)->code();

  Extra later;
  offset = 61;
  later.clock_offset_s = 61;
  later.idempotency_key = fresh_idempotency_key();
  const auto again = kiosk.raw().call("POST", "/v1/visits/" + visit->visit + "/code", "{}", later);
  CHECK(again.status == 200);
  CHECK(service.sms_to(mario.phone, 2)->code() == code);

  offset = 0;
  const auto person = kiosk.check(visit->visit, code);
  REQUIRE(person);
  const auto given = kiosk.set_credentials(visit->visit, *person, wire::Act::issue, good_password);
  REQUIRE(given);
  auto page = service.login_page();
  CHECK(change_at_login(page, std::string{given->user_code.reveal()}, good_password, "Quercia+Alta.44"));

  PageBrowser browser{service.where()};
  browser.open("/invitation/" + door.invite(door.guardian(school_code, mario.document)));
  CHECK(browser.page().status == 200);
  for (const auto* path :
       {"/invitation/code", "/invitation/check", "/invitation/password", "/invitation/renew", "/invitation/in/en"}) {
    CHECK(browser.once("GET", path).status == 303);
  }
  for (const auto& link : browser.links()) {
    if (link.starts_with("/page/")) CHECK(browser.once("GET", link).status == 200);
  }

  const auto message = door.act(
      [](store::Session& session) { return session.first("SELECT id FROM outbox ORDER BY id LIMIT 1")->text(0); });
  const std::string token{door.office().vault.link_token(store::LinkKind::receipt, message).reveal()};
  HttpsClient client{service.where().certificate};
  const auto url = "http://127.0.0.1:" + std::to_string(service.private_port());
  CHECK(client.send("GET", url + "/receipts/kannel/" + message + "/" + token + "/1").status == 200);
  CHECK(client.send("GET", url + "/livez").status == 200);
  CHECK(client.send("GET", url + "/readyz").status == 200);
  CHECK(client.send("GET", url + "/metrics").status == 200);
}
