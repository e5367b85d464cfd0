// Rows of service/SECURITY.md that no other test decides: what a stranger, a browser or a gateway may try.
#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/json.hpp>
#include <set>
#include <sstream>

#include "service/messaging/http_call.h"
#include "tests/fakes/files.h"
#include "tests/fakes/gateway_server.h"
#include "tests/service/page_fixture.h"
#include "tests/service/run_command.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace sportello::tests;
using namespace std::chrono_literals;
using wire::Act;

namespace {

namespace json = boost::json;

std::vector<json::object> lines_of(const ServiceFixture& service) {
  std::vector<json::object> all;
  std::istringstream lines{read_file(service.log_file())};
  for (std::string line; std::getline(lines, line);) {
    json::error_code error;
    const auto value = json::parse(line, error);
    CAPTURE(line);
    REQUIRE(!error);
    REQUIRE(value.is_object());
    all.push_back(value.as_object());
  }
  return all;
}

std::string text_of(const json::object& line, std::string_view name) {
  const auto* value = line.if_contains(json::string_view{name.data(), name.size()});
  return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

// How many answers came back on one connection that says all this at once.
std::size_t answers_to(const ServiceFixture& service, const std::string& bytes) {
  RawTls raw{service.where().port};
  raw.send(bytes);
  const auto said = raw.receive(5s);
  std::size_t count = 0;
  for (auto at = said.find("HTTP/1.1 "); at != std::string::npos; at = said.find("HTTP/1.1 ", at + 1)) ++count;
  return count;
}

void collect_options(const CLI::App& app, std::set<std::string>& names) {
  for (const auto* option : app.get_options()) names.insert(option->get_name(false, true));
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    collect_options(*command, names);
  }
}

}  // namespace

TEST_CASE("a request whose end can be read in two ways is refused, and nothing behind it is answered") {
  ServiceFixture service;
  const std::string hidden = "GET /page/hidden HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  const std::string head = "POST /v1/login HTTP/1.1\r\nHost: h\r\n";
  for (const auto& lengths :
       {std::string{"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        std::string{"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
        std::string{"Content-Length: 5\r\nContent-Length: 7\r\n\r\nabcde"}, std::string{"Content-Length: -1\r\n\r\n"},
        std::string{"Content-Length: 5, 7\r\n\r\nabcde"},
        std::string{"Transfer-Encoding: identity, chunked, x\r\nContent-Length: 0\r\n\r\n"}}) {
    CAPTURE(lengths);
    CHECK(answers_to(service, head + lengths + hidden) <= 1);
  }
  // The same with one length is two requests, and has two answers: the count above can tell.
  CHECK(answers_to(service, head + "Content-Length: 5\r\n\r\nabcde" + hidden) == 2);
}

TEST_CASE("a form's field is decoded once") {
  PageFixture at;
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  const auto token = at.form_token(browser, "/invitation/code");
  std::string twice;
  for (const char c : token) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    twice += "%25";
    twice += digits[byte >> 4U];
    twice += digits[byte & 15U];
  }
  const std::vector<std::string> form = {"Content-Type: application/x-www-form-urlencoded"};
  CHECK(browser.once("POST", "/invitation/code", form, "form=" + twice).status == 403);
  CHECK(at.codes_sent() == 0);
  CHECK(browser.once("POST", "/invitation/code", form, form_body({{"form", token}})).status == 303);
  CHECK(at.codes_sent() == 1);
}

TEST_CASE("a field that comes twice is refused") {
  PageFixture at;
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  const auto form = form_body({{"form", at.form_token(browser, "/invitation/code")}});
  const std::vector<std::string> type = {"Content-Type: application/x-www-form-urlencoded"};
  CHECK(browser.once("POST", "/invitation/code", type, form + "&" + form).status == 403);
  CHECK(at.codes_sent() == 0);
}

TEST_CASE("a cookie that was changed, or is of another kind, opens nothing") {
  PageFixture at;
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  CHECK(browser.page().status == 200);
  const auto good = browser.cookies.at("__Host-invitation");
  CHECK_FALSE(good.contains(at.guardian));
  for (const auto place : {std::size_t{0}, std::size_t{8}, good.size() / 2, good.size() - 3}) {
    auto changed = good;
    changed[place] = changed[place] == 'A' ? 'B' : 'A';
    browser.cookies["__Host-invitation"] = changed;
    CHECK(browser.once("GET", "/invitation").status == 403);
  }
  browser.cookies["__Host-invitation"] = good.substr(0, good.size() - 4);
  CHECK(browser.once("GET", "/invitation").status == 403);
  auto other = at.browser();
  other.open("/not-me/" + at.issue_at_kiosk());
  browser.cookies["__Host-invitation"] = other.cookies.at("__Host-not-me");
  CHECK(browser.once("GET", "/invitation").status == 403);
  browser.cookies["__Host-invitation"] = good;
  CHECK(browser.once("GET", "/invitation").status == 200);
}

TEST_CASE("the page's password field hides what is typed and takes what a password manager brings") {
  PageFixture at;
  auto browser = at.browser();
  browser.open("/invitation/" + at.token);
  browser.submit("/invitation/code");
  browser.submit("/invitation/check", {{"code", at.code()}});
  REQUIRE(browser.has_form("/invitation/password"));
  const auto& html = browser.page().body;
  const auto field = html.find("id=\"password\"");
  REQUIRE(field != std::string::npos);
  const auto begin = html.rfind('<', field);
  const auto element = html.substr(begin, html.find('>', field) - begin);
  CHECK(element.contains("type=\"password\""));
  CHECK(element.contains("autocomplete=\"new-password\""));
  for (const auto* bar : {"maxlength", "readonly", "onpaste", "oncopy"}) CHECK_FALSE(element.contains(bar));
  for (const auto& link : browser.links()) {
    if (!link.ends_with("js")) continue;
    const auto script = browser.once("GET", link).body;
    CHECK(script.contains("password"));
    for (const auto* bar : {"paste", "innerHTML", "eval(", "localStorage", "sessionStorage", "postMessage"}) {
      CHECK_FALSE(script.contains(bar));
    }
  }
}

TEST_CASE("a new school has nobody who can log in") {
  ServiceFixture service;
  StoreDoor door{service};
  CHECK(door.count("account") == 0);
  auto page = service.login_page();
  for (const auto* user : {"admin", "root", "sportello", "test", "G0000000A"}) {
    for (const auto* password : {"admin", "password", "sportello", "root", "1234"}) {
      CHECK(log_in(page, user, password).error().code == wire::Code::login_refused);
    }
  }
}

TEST_CASE("no command takes a password, and none shows a guardian's") {
  std::ostringstream nowhere;
  commands::CommandLine line{{}, &nowhere, &nowhere, 0};
  CLI::App app{"test", "sportello-service"};
  commands::add_commands(app, line);
  std::set<std::string> names;
  collect_options(app, names);
  CHECK(names.size() > 20);
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK_FALSE(name.contains("password"));
    CHECK_FALSE(name.contains("pin"));
  }
  PageFixture at;
  at.issue_at_kiosk();
  for (const auto& words : std::vector<std::vector<std::string>>{{"messages", "list", "--school", school_code},
                                                                 {"invitations", "report", "--school", school_code},
                                                                 {"school", "show", "--school", school_code},
                                                                 {"device", "list"}}) {
    CHECK_FALSE(at.service.command(words).contains(good_password));
  }
}

TEST_CASE("grants and cookies are long, and never the same") {
  PageFixture at;
  std::set<std::string> seen;
  for (int i = 0; i < 20; ++i) {
    auto browser = at.browser();
    browser.open("/invitation/" + at.token);
    CHECK(seen.insert(at.form_token(browser, "/invitation/code")).second);
    CHECK(seen.insert(browser.cookies.at("__Host-invitation")).second);
  }
  for (const auto& family : {families().at(1), families().at(2)}) {
    auto kiosk = at.service.kiosk();
    const auto visit = kiosk.open(family.document);
    REQUIRE(visit);
    const auto person = kiosk.check(visit->visit, at.service.sms_to(family.phone)->code());
    REQUIRE(person);
    const std::string grant{person->grant.reveal()};
    CHECK(grant.size() >= 43);  // 32 bytes as base64url
    CHECK(seen.insert(grant).second);
    CHECK(at.door.count("visit_grant WHERE visit_id = '" + visit->visit + "'") == 1);
    CHECK_FALSE(at.door.everything().contains(grant));
  }
}

TEST_CASE("right and wrong codes and logins are written down") {
  PageFixture at;
  const auto events = [&](const std::string& event) { return at.door.count("audit WHERE event = '" + event + "'"); };
  auto kiosk = at.service.kiosk();
  const auto visit = kiosk.open(families().at(1).document);
  REQUIRE(visit);
  const auto code = at.service.sms_to(families().at(1).phone)->code();
  CHECK_FALSE(kiosk.check(visit->visit, code == "000000" ? "000001" : "000000"));
  CHECK(events("code.wrong") == 1);
  const auto person = kiosk.check(visit->visit, code);
  REQUIRE(person);
  CHECK(events("code.right") == 1);
  const auto given = kiosk.set_credentials(visit->visit, *person, Act::issue, good_password);
  REQUIRE(given);
  CHECK(events("credentials.issued") == 1);
  auto page = at.service.login_page();
  const std::string user{given->user_code.reveal()};
  CHECK_FALSE(log_in(page, user, "Sbagliata-1234"));
  CHECK(events("login.wrong") == 1);
  CHECK(log_in(page, user, good_password));
  CHECK(events("login.right") == 1);
  for (int i = 0; i < 11; ++i) CHECK_FALSE(log_in(page, user, "Sbagliata-1234"));
  CHECK(events("login.locked") == 1);
}

TEST_CASE("every request leaves one line that says when, what and how it ended") {
  FixtureOptions options;
  options.as_program = true;
  ServiceFixture service{options};
  auto kiosk = service.kiosk();
  CHECK(kiosk.heartbeat());
  Extra unsigned_one;
  unsigned_one.unsigned_ = true;
  const auto refused = kiosk.raw().call("POST", "/v1/device/heartbeat", "{}", unsigned_one);
  CHECK(refused.status == 401);
  bool good = false;
  bool bad = false;
  for (const auto& line : lines_of(service)) {
    if (text_of(line, "event") != "request" || !text_of(line, "route").contains("heartbeat")) continue;
    CHECK(line.at("at_ms").as_int64() > 1'700'000'000'000);
    const auto status = line.at("status").as_int64();
    good = good || (status == 200 && text_of(line, "device") == kiosk.raw().identity().key_id);
    bad = bad || (status == 401 && text_of(line, "request") == refused.headers.at("x-request-id"));
  }
  CHECK(good);
  CHECK(bad);
}

TEST_CASE("what a stranger sends cannot write a line of the log") {
  FixtureOptions options;
  options.as_program = true;
  ServiceFixture service{options};
  const std::string forged = R"({"level":"info","event":"forged"})";
  HttpsClient client{service.where().certificate};
  const auto url = "https://" + service.where().authority();
  client.send("POST", url + "/v1/login%0A" + "forged{}%s%n", {"Signature-Input: sig=(\"" + forged}, forged);
  client.send("GET", url + "/invitation/%0d%0a" + "forged",
              {"User-Agent: x\t" + forged, "Accept-Language: " + forged});
  RawTls raw{service.where().port};
  raw.send("FORGED{}%s%n /v1/login HTTP/1.1\r\nHost: h\r\nX: \x01\x7F\xFF " + forged + "\r\n\r\n");
  raw.receive(2s);
  const auto lines = lines_of(service);  // each is one JSON object, or it throws
  CHECK_FALSE(lines.empty());
  for (const auto& line : lines) CHECK(text_of(line, "event") != "forged");
  CHECK_FALSE(read_file(service.log_file()).contains("forged"));  // what was sent is not logged at all
}

TEST_CASE("no header says who somebody is, but the signed ones") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  const auto device = kiosk.raw().identity().key_id;
  HttpsClient client{service.where().certificate};
  const auto url = "https://" + service.where().authority() + "/v1/device/heartbeat";
  const auto bare = client.send("POST", url, {}, "{}");
  const auto claimed = client.send(
      "POST", url,
      {"X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1", "X-User-ID: " + device, "X-Device: " + device,
       "Forwarded: for=127.0.0.1", "X-HTTP-Method-Override: GET", "X-Original-URL: /livez"},
      "{}");
  CHECK(claimed.status == 401);
  CHECK(claimed.body == bare.body);
}

TEST_CASE("a gateway's redirect leads nowhere") {
  std::atomic<int> reached = 0;
  GatewayServer elsewhere{[&](const HttpRequest&) {
    ++reached;
    return std::optional{GatewayAnswer{201, "{}"}};
  }};
  GatewayServer gateway{
      [&](const HttpRequest&) { return std::optional{GatewayAnswer{302, "", elsewhere.url() + "/sms"}}; }};
  messaging::HttpCall call;
  call.method = "POST";
  call.url = gateway.url() + "/sms";
  call.body = "text=482913";
  const auto answer = messaging::http_call(call);
  REQUIRE(answer);
  CHECK(answer->status == 302);
  CHECK(reached == 0);
}
