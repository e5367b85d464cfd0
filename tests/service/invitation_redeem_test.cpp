// The end of the invitation's page over real HTTPS: password or what the register makes, shown once more on a reload.
#include <atomic>

#include "tests/catch.h"
#include "tests/service/page_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace sportello::tests;

namespace {

using Fields = PageBrowser::Fields;

// From the link in the mail to the password, as a parent does it.
PageBrowser proved(PageFixture& at) {
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  browser.submit("/invitation/code");
  REQUIRE(browser.has_form("/invitation/check"));
  browser.submit("/invitation/check", {{"code", at.code()}});
  REQUIRE(browser.has_form("/invitation/password"));
  return browser;
}

void change(PageFixture& at, const std::string& sql) {
  at.door.act([&](store::Session& session) {
    session.exec(sql);
    return true;
  });
}

}  // namespace

TEST_CASE("the link in the real mail and the code in the real SMS lead to credentials that log in") {
  PageFixture at;
  const auto mail = at.service.mail_to(PageFixture::mario().mail);
  REQUIRE(mail);
  CHECK(mail->link() == public_url + "/invitation/" + at.token);
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  browser.submit("/invitation/code");
  const auto sms = at.service.sms_to(PageFixture::mario().phone);
  REQUIRE(sms);
  browser.submit("/invitation/check", {{"code", sms->code()}});
  CHECK(browser.shows("Buongiorno, Mario"));
  CHECK(browser.shows("Luca"));
  CHECK(browser.shows("autocomplete=\"new-password\""));

  browser.submit("/invitation/password", {{"password", "corta"}});
  CHECK(browser.page().status == 422);
  CHECK(browser.shows("ne servono 10"));
  CHECK(browser.shows("Alla password manca una lettera maiuscola."));
  CHECK(browser.shows("serve accettare gli impegni"));
  CHECK_FALSE(browser.shows("corta"));  // what was typed never comes back
  browser.submit("/invitation/password", {{"password", ""}, {"accept", "1"}});
  CHECK(browser.shows("Scrivi una password."));
  CHECK(browser.shows("name=\"accept\" value=\"1\" checked"));  // what was ticked stays so
  browser.submit("/invitation/password", {{"password", "Password1!"}, {"accept", "1"}});
  CHECK(browser.shows("Troppe persone usano questa password"));
  browser.submit("/invitation/password", {{"password", "Ecco-Rossi-1987"}, {"accept", "1"}});
  CHECK(browser.shows("La password contiene un tuo dato"));
  browser.submit("/invitation/password", {{"password", good_password}});
  CHECK(browser.page().status == 422);
  CHECK(at.door.count("account") == 0);

  browser.submit("/invitation/password", {{"password", good_password}, {"accept", "1"}, {"with_pin", "1"}});
  CHECK(browser.page().status == 200);
  CHECK(browser.path == "/invitation");
  const auto user_code = browser.text_of("user-code");
  const auto pin = browser.text_of("pin");
  CHECK(user_code.size() == 9);
  CHECK(pin.size() == 6);
  CHECK(browser.shows("<strong>01</strong>"));
  auto page = at.service.login_page();
  CHECK(log_in(page, user_code, good_password, pin));
  CHECK(at.door.count("acceptance WHERE version <> ''") == 1);
  CHECK(at.door.count("audit WHERE event = 'credentials.issued'") == 1);
  CHECK(at.door.count("audit WHERE event = 'invitation.redeemed'") == 1);
  const auto confirming = at.service.mail_to(PageFixture::mario().mail, 2);
  REQUIRE(confirming);
  CHECK(confirming->link().starts_with(public_url + "/not-me/"));
  CHECK_FALSE(confirming->text.contains(user_code));
}

TEST_CASE("what was given is shown again for ten minutes, in this browser only, and stands nowhere in clear") {
  std::atomic<std::int64_t> offset = 0;
  PageFixture at{[&offset] { return sportello::now() + std::chrono::seconds{offset}; }};
  auto browser = proved(at);
  auto other = at.browser();
  other.open("/invitation/" + at.token);
  browser.submit("/invitation/password", {{"password", good_password}, {"accept", "1"}});
  const auto user_code = browser.text_of("user-code");
  REQUIRE_FALSE(user_code.empty());
  CHECK_FALSE(browser.shows("id=\"pin\""));  // not asked for
  CHECK_FALSE(at.door.everything().contains(user_code));
  offset = 9 * 60;
  browser.open("/invitation");
  CHECK(browser.text_of("user-code") == user_code);
  other.open("/invitation");
  CHECK(other.shows("Questo link non apre più niente"));
  CHECK_FALSE(other.shows(user_code));
  auto again = at.browser();  // the link once more, in a new session
  again.open("/invitation/" + at.token);
  CHECK_FALSE(again.shows(user_code));
  offset = 10 * 60 + 1;
  browser.open("/invitation");
  CHECK_FALSE(browser.shows(user_code));
  CHECK(browser.shows("Questo link non apre più niente"));
}

TEST_CASE("the form sent twice gives once; without the code, or long after it, it gives nothing") {
  std::atomic<std::int64_t> offset = 0;
  PageFixture at{[&offset] { return sportello::now() + std::chrono::seconds{offset}; }};
  auto early = at.browser();
  early.open("/invitation/" + at.token);
  const Fields form{{"form", at.form_token(early, "/invitation/password")},
                    {"password", good_password},
                    {"accept", "1"},
                    {"commitments", "2026-09"}};
  CHECK(early.post("/invitation/password", form).status >= 400);
  CHECK(at.door.count("account") == 0);

  auto browser = proved(at);
  CHECK(early.post("/invitation/password", form).status >= 400);  // another browser's proof
  const Fields good{{"form", browser.hidden("/invitation/password", "form")},
                    {"commitments", browser.hidden("/invitation/password", "commitments")},
                    {"password", good_password},
                    {"accept", "1"}};
  auto outdated = good;
  outdated["commitments"] = "1999-01";
  CHECK(browser.post("/invitation/password", outdated).status >= 400);
  CHECK(at.door.count("account") == 0);
  offset = 30 * 60 + 1;
  CHECK(browser.post("/invitation/password", good).status >= 400);
  CHECK(browser.has_form("/invitation/code"));  // the code comes first again
  CHECK(at.door.count("account") == 0);
  browser.submit("/invitation/code");
  browser.submit("/invitation/check", {{"code", at.code()}});
  browser.post("/invitation/password", good);
  const auto user_code = browser.text_of("user-code");
  CHECK(user_code.size() == 9);
  const auto accounts = at.door.count("account");
  const auto messages = at.door.count("outbox");
  browser.post("/invitation/password", good);
  CHECK(browser.text_of("user-code") == user_code);
  CHECK(at.door.count("account") == accounts);
  CHECK(at.door.count("outbox") == messages);
}

TEST_CASE("who has credentials gets a new password, and keeps the user code") {
  PageFixture at;
  at.issue_at_kiosk();
  at.token = at.door.invite(at.guardian);
  CHECK(at.door.count("invitation WHERE purpose = 'recovery'") == 1);
  auto browser = proved(at);
  CHECK(browser.shows("Il tuo codice utente resta quello di prima."));
  const std::string second = "Mare-Calmo.2041";
  browser.submit("/invitation/password", {{"password", second}, {"accept", "1"}});
  const auto user_code = browser.text_of("user-code");
  auto page = at.service.login_page();
  CHECK_FALSE(log_in(page, user_code, good_password));
  CHECK(at.door.count("account") == 1);
  CHECK(at.door.count("audit WHERE event = 'password.reset'") == 1);
}

TEST_CASE("where the register makes password and PIN, the page asks for none and shows both") {
  PageFixture at;
  change(at, "UPDATE school SET profile = 'axios'");
  auto browser = proved(at);
  CHECK_FALSE(browser.shows("type=\"password\""));
  browser.submit("/invitation/password", {});
  CHECK(browser.shows("serve accettare gli impegni"));
  browser.submit("/invitation/password", {{"accept", "1"}});
  const auto user_code = browser.text_of("user-code");
  const auto password = browser.text_of("made-password");
  CHECK(password.size() >= 12);
  CHECK_FALSE(browser.text_of("pin").empty());
  CHECK_FALSE(at.door.everything().contains(password));
  auto page = at.service.login_page();
  CHECK(log_in(page, user_code, password));
}

TEST_CASE("where the register is entered by the national digital identity, the page says so and sends nothing") {
  PageFixture at;
  change(at,
         "INSERT INTO access_rule (school_id, role, from_day, access) "
         "SELECT id, 'guardian', '2020-01-01', 'digital_identity' FROM school");
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  CHECK(browser.shows("SPID"));
  CHECK(browser.post("/invitation/code", {{"form", at.form_token(browser, "/invitation/code")}}).status == 409);
  CHECK(at.codes_sent() == 0);
}

TEST_CASE("frozen credentials are the office's: no code, no new link") {
  PageFixture at;
  const auto freeze = at.issue_at_kiosk();
  at.token = at.door.invite(at.guardian);
  auto anywhere = at.browser();
  anywhere.open("/not-me/" + freeze);
  anywhere.submit("/not-me/" + freeze);
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  CHECK(browser.shows("Questo link non apre più niente"));
  const auto invitations = at.door.count("invitation");
  browser.submit("/invitation/renew");
  CHECK(at.door.count("invitation") == invitations);
  // One that was made all the same opens the office's page.
  at.token = at.door.invite(at.guardian);
  browser.open("/invitation/" + at.token);
  CHECK(browser.shows("Qui serve la segreteria"));
}
