// The invitation's page over real HTTPS, up to the right code: links, cookies, forms, tries, scanners.
#include <atomic>
#include <set>

#include "service/store/acts/counting.h"
#include "service/store/acts/invitations.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/service/page_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace sportello::tests;
using namespace std::chrono_literals;

TEST_CASE("a link becomes a cookie, and the cookie a page; the token stands in no address any more") {
  PageFixture at;
  auto browser = at.browser();
  const auto first = browser.once("GET", "/invitation/" + at.token);
  CHECK(first.status == 303);
  CHECK(first.headers.at("location") == "/invitation");
  CHECK(first.body.empty());
  const auto cookie = first.headers.at("set-cookie");
  CHECK(cookie.starts_with("__Host-invitation="));
  CHECK(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"));
  CHECK_FALSE(cookie.contains(at.token));

  browser.open("/invitation/" + at.token);
  CHECK(browser.page().status == 200);
  CHECK(browser.path == "/invitation");
  CHECK(browser.has_form("/invitation/code"));
  CHECK(browser.shows("<strong>01</strong>"));
  CHECK_FALSE(browser.shows(at.token));
  CHECK_FALSE(browser.shows("Mario"));  // nobody has proved anything yet
  const auto& headers = browser.page().headers;
  CHECK(headers.at("content-security-policy") ==
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; form-action "
        "'self'; base-uri 'none'; frame-ancestors 'none'");
  CHECK(headers.at("referrer-policy") == "no-referrer");
  CHECK(headers.at("x-content-type-options") == "nosniff");
  CHECK(headers.at("cache-control") == "no-store");
  CHECK(headers.at("cross-origin-opener-policy") == "same-origin");
  CHECK(headers.at("permissions-policy").contains("camera=()"));
  CHECK(headers.at("strict-transport-security").contains("max-age="));
  CHECK(headers.at("content-type") == "text/html; charset=utf-8");
}

TEST_CASE("a token that is nobody's looks the same until the page, and the page tells no reason") {
  PageFixture at;
  auto known = at.browser();
  auto unknown = at.browser();
  const auto a = known.once("GET", "/invitation/" + at.token);
  const auto b = unknown.once("GET", "/invitation/" + std::string(32, 'x'));
  CHECK(a.status == b.status);
  CHECK(a.headers.at("location") == b.headers.at("location"));
  CHECK(a.headers.at("set-cookie").size() == b.headers.at("set-cookie").size());
  unknown.open("/invitation/" + std::string(32, 'x'));
  CHECK(unknown.shows("Questo link non apre più niente"));
  CHECK(unknown.submit("/invitation/renew").status == 200);
  CHECK(unknown.shows("Guarda la tua posta"));
  CHECK(at.door.count("invitation") == 1);
}

TEST_CASE("a scanner that opens every link of every page ten times sends nothing and changes nothing") {
  PageFixture at;
  const auto freeze = at.issue_at_kiosk();
  const auto before = at.door.everything();
  REQUIRE(before.contains("invitation"));
  for (int round = 0; round < 10; ++round) {
    auto browser = at.browser();
    std::vector<std::string> to_open = {"/invitation/" + at.token, "/not-me/" + freeze, "/invitation"};
    std::set<std::string> opened;
    while (!to_open.empty()) {
      const auto path = to_open.back();
      to_open.pop_back();
      if (!path.starts_with('/') || !opened.insert(path).second) continue;
      browser.open(path);
      browser.once("HEAD", path);
      for (const auto& link : browser.links()) to_open.push_back(link);
      for (const auto& action : browser.actions()) to_open.push_back(action);  // some scanners try these too
    }
    CHECK(opened.size() >= 10);
  }
  CHECK(at.door.everything() == before);
}

TEST_CASE("at every step of the page its links, opened ten times in the guardian's own browser, change nothing") {
  PageFixture at;
  const auto scan = [&](const PageBrowser& browser, const std::string& step) {
    INFO(step);
    REQUIRE(browser.page().status == 200);
    auto to_open = browser.links();
    to_open.push_back("/invitation/" + at.token);
    for (const auto& action : browser.actions()) to_open.push_back(action);
    REQUIRE(eventually([&] { return at.door.count("outbox WHERE state IN ('queued', 'sending')") == 0; }));
    const auto before = at.door.everything();
    for (int round = 0; round < 10; ++round) {
      auto scanner = at.browser();
      scanner.cookies = browser.cookies;
      for (const auto& path : to_open) {
        if (path.starts_with('/')) scanner.open(path);
      }
    }
    CHECK(at.door.everything() == before);
  };
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  scan(browser, "ask");
  browser.submit("/invitation/code");
  REQUIRE(browser.has_form("/invitation/check"));
  scan(browser, "code");
  browser.submit("/invitation/check", {{"code", at.code()}});
  REQUIRE(browser.has_form("/invitation/password"));
  scan(browser, "password");
  browser.submit("/invitation/password", {{"password", good_password}, {"accept", "1"}});
  REQUIRE_FALSE(browser.text_of("user-code").empty());
  scan(browser, "done");
  auto late = at.browser();
  late.open("/invitation/" + at.token);
  REQUIRE(late.has_form("/invitation/renew"));
  scan(late, "gone");
}

TEST_CASE("a form without its token, with another's, or sent from elsewhere is refused and does nothing") {
  PageFixture at;
  auto browser = at.browser();
  auto other = at.browser();
  browser.open("/invitation/" + at.token);
  other.open("/invitation/" + at.token);
  const auto good = browser.hidden("/invitation/code", "form");
  REQUIRE_FALSE(good.empty());
  const auto before = at.door.everything();
  CHECK(browser.post("/invitation/code", {}).status == 403);
  CHECK(browser.shows("Ricominciamo da capo"));
  CHECK(browser.post("/invitation/code", {{"form", ""}}).status == 403);
  CHECK(browser.post("/invitation/code", {{"form", other.hidden("/invitation/code", "form")}}).status == 403);
  CHECK(browser.post("/invitation/check", {{"form", good}, {"code", "123456"}}).status == 403);  // another action's
  CHECK(browser.post("/invitation/code", {{"form", good}}, {"Sec-Fetch-Site: cross-site"}).status == 403);
  CHECK(browser.post("/invitation/code", {{"form", good}}, {"Sec-Fetch-Site: same-site"}).status == 403);
  CHECK(browser.post("/invitation/code", {{"form", good}}, {"Origin: https://evil.example"}).status == 403);
  CHECK(browser.once("POST", "/invitation/code", {"Content-Type: text/plain"}, "form=" + good).status == 403);
  CHECK(browser
            .once("POST", "/invitation/code", {"Content-Type: application/x-www-form-urlencoded"},
                  "form=" + good + "&form=" + good)
            .status == 403);
  auto bare = at.browser();  // the token alone, without the cookie
  CHECK(bare.post("/invitation/code", {{"form", good}}).status == 403);
  auto forged = at.browser();
  forged.cookies["__Host-invitation"] = browser.cookies.at("__Host-invitation") + "A";
  CHECK(forged.post("/invitation/code", {{"form", good}}).status == 403);
  CHECK(at.door.everything() == before);
  CHECK(browser.post("/invitation/code", {{"form", good}}, {"Origin: https://" + at.service.where().authority()})
            .status == 200);  // after the redirect
  CHECK(browser.has_form("/invitation/check"));
}

TEST_CASE("the code is sent once, to the phone on file, and is right only in the browser that asked") {
  std::atomic<std::int64_t> offset = 0;
  PageFixture at{[&offset] { return sportello::now() + std::chrono::seconds{offset}; }};
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  browser.submit("/invitation/code");
  CHECK(browser.path == "/invitation");
  CHECK(browser.shows("Scrivi il codice"));
  CHECK(browser.shows("autocomplete=\"one-time-code\""));
  CHECK(at.codes_sent() == 1);
  browser.open("/invitation");  // a reload
  CHECK(at.codes_sent() == 1);
  offset = 10;
  CHECK(browser.submit("/invitation/code").status == 429);
  CHECK(browser.shows("Il codice è partito da poco"));
  CHECK(at.codes_sent() == 1);
  CHECK(at.door.count("invitation WHERE opened_at IS NOT NULL") == 1);
  CHECK(at.door.count("audit WHERE event = 'invitation.opened'") == 1);

  const auto code = at.code();
  auto second = at.browser();
  second.open("/invitation/" + at.token);
  CHECK(second.has_form("/invitation/code"));
  CHECK_FALSE(second.has_form("/invitation/check"));
  // Its own form, made for its own browser, on a page it was never shown.
  const auto token = std::string{store::acts::form_token({}, "x").reveal()};
  CHECK(second.post("/invitation/check", {{"form", token}, {"code", code}}).status == 403);
  offset = 61;
  second.open("/invitation");
  second.submit("/invitation/code");
  CHECK(at.codes_sent() == 2);
  CHECK(at.code() != code);  // the first one's digits are worth nothing any more
  CHECK(
      browser.post("/invitation/check", {{"form", at.form_token(browser, "/invitation/check")}, {"code", at.code()}})
          .status == 403);
  CHECK(browser.has_form("/invitation/code"));  // the first browser may begin again
  second.submit("/invitation/check", {{"code", at.code().substr(0, 3) + " " + at.code().substr(3)}});
  CHECK(second.shows("Buongiorno, Mario"));
  CHECK(second.shows("Luca"));
  // A replay: already proved, so nothing happens, and the other browser stays outside.
  browser.open("/invitation");
  CHECK_FALSE(browser.shows("Mario"));
}

TEST_CASE("three tries a code, ten failures a day with the kiosk's, and then the person is locked everywhere") {
  std::atomic<std::int64_t> offset = 0;
  PageFixture at{[&offset] { return sportello::now() + std::chrono::seconds{offset}; }};
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  browser.submit("/invitation/code");
  CHECK(browser.submit("/invitation/check", {{"code", "12345"}}).status == 422);  // a slip is no try
  CHECK(browser.shows("Il codice ha sei cifre"));
  browser.submit("/invitation/check", {{"code", at.wrong_code()}});
  CHECK(browser.shows("Puoi provare ancora 2 volte"));
  browser.submit("/invitation/check", {{"code", at.wrong_code()}});
  CHECK(browser.shows("Puoi provare ancora una volta"));
  browser.submit("/invitation/check", {{"code", at.wrong_code()}});
  CHECK(browser.shows("Questo codice non vale più"));
  CHECK_FALSE(browser.has_form("/invitation/check"));
  const auto token = at.form_token(browser, "/invitation/check");
  CHECK(browser.post("/invitation/check", {{"form", token}, {"code", at.code()}}).status != 200);
  CHECK_FALSE(browser.shows("Mario"));

  // Seven more, as the kiosk counts them: the same person, the same row.
  at.door.act([&](store::Session& session) {
    const auto guardian = store::acts::guardian_by_id(session, at.door.office(), at.guardian);
    for (int i = 0; i < 7; ++i) {
      store::acts::count_failure(session, guardian.school_id, guardian.document_index, sportello::now());
    }
    return true;
  });
  browser.open("/invitation");
  CHECK(browser.shows("Per oggi basta tentativi"));
  CHECK(browser.shows("24 ore"));
  const auto sent = at.codes_sent();
  CHECK(browser.post("/invitation/code", {{"form", at.form_token(browser, "/invitation/code")}}).status != 200);
  CHECK(at.codes_sent() == sent);
  offset = offset + 25 * 3600;
  browser.open("/invitation/" + at.token);
  CHECK(browser.has_form("/invitation/code"));  // ended by itself
}

TEST_CASE("a blocked guardian, one without a phone, frozen credentials: the same page sends them to the office") {
  PageFixture at;
  at.service.command(
      {"school", "set", "--school", school_code, "--contact-name", "Anna Neri", "--contact-phone", "06 1234567"});
  const auto page_after = [&](const std::string& sql) {
    at.door.act([&](store::Session& session) {
      session.exec(sql);
      return true;
    });
    auto browser = at.browser();
    browser.open("/invitation/" + at.token);
    const auto sent = at.codes_sent();
    CHECK(browser.post("/invitation/code", {{"form", at.form_token(browser, "/invitation/code")}}).status == 409);
    CHECK(at.codes_sent() == sent);
    browser.open("/invitation");
    CHECK(browser.shows("Qui serve la segreteria"));
    CHECK(browser.shows("Anna Neri"));
    CHECK(browser.shows("tel:061234567"));
    return browser.page().body;
  };
  const auto blocked = page_after("UPDATE guardian SET blocked = 1");
  const auto no_phone = page_after("UPDATE guardian SET blocked = 0, phone = NULL, phone_index = NULL");
  CHECK(blocked == no_phone);
}

TEST_CASE("a link of one school opens nothing of another's") {
  PageFixture at;
  write_file(at.service.folder() / "mail.csv",
             "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n"
             "REXLAX71C01H501L;Re;Al;+393402222201;al@example.org;PADRE;ALTRO1;Re;Bea;3C\n");
  at.service.command({"import", "--school", other_school_code, (at.service.folder() / "mail.csv").string()});
  const auto theirs = at.door.invite(at.door.guardian(other_school_code, "REXLAX71C01H501L"));
  auto browser = at.browser();
  browser.open("/invitation/" + theirs);
  CHECK(browser.shows("IC Manzoni Milano"));
  CHECK_FALSE(browser.shows("IC Verdi Roma"));
  browser.submit("/invitation/code");
  auto ours = at.browser();
  ours.open("/invitation/" + at.token);
  ours.submit("/invitation/code");
  ours.submit("/invitation/check", {{"code", at.door.code(at.door.guardian(other_school_code, "REXLAX71C01H501L"))}});
  CHECK_FALSE(ours.shows("Mario"));
}

TEST_CASE("the language is the browser's, until another is chosen on the page") {
  PageFixture at;
  auto browser = at.browser();
  browser.accept_language = "en-GB,en;q=0.8";
  browser.open("/invitation/" + at.token);
  CHECK(browser.shows("<html lang=\"en\">"));
  CHECK(browser.shows("Send me the code"));
  browser.open("/invitation/in/it");
  CHECK(browser.path == "/invitation");
  CHECK(browser.shows("Mandami il codice"));
  browser.open("/invitation/in/xx");
  CHECK(browser.shows("Mandami il codice"));
}

TEST_CASE("a page older than two hours begins again from the link; files are kept by their name") {
  std::atomic<std::int64_t> offset = 0;
  PageFixture at{[&offset] { return sportello::now() + std::chrono::seconds{offset}; }};
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  for (const auto& link : browser.links()) {
    if (!link.starts_with("/page/")) continue;
    const auto file = browser.once("GET", link);
    CHECK(file.status == 200);
    CHECK(file.headers.at("cache-control").contains("immutable"));
    CHECK(file.body.size() > 500);
  }
  CHECK(browser.once("GET", "/page/style-nothing").status == 404);
  offset = 2 * 3600 + 1;
  browser.open("/invitation");
  CHECK(browser.page().status == 403);
  CHECK(browser.shows("Ricominciamo da capo"));
  CHECK_FALSE(at.browser().open("/invitation").body.contains("/invitation/code"));  // without any cookie
}
