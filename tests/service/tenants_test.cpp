// One school's ids in another school's hands: on every route they are answered as made-up ones, byte for byte, and
// write nothing at the school they belong to. A route without its case here fails.
#include <functional>

#include "tests/fakes/left_request.h"
#include "tests/service/tenant_fixture.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

using Case = std::function<void(TwoSchools&, const handlers::Route&)>;

Extra keyed(const handlers::Route& route) {
  Extra extra;
  if (route.idempotent) extra.idempotency_key = fresh_idempotency_key();
  return extra;
}

std::string filled(const handlers::Route& route, const std::string& id) {
  auto path = std::string{route.path};
  if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, id);
  return path;
}

// Their kiosk asks for our visit with a body that would do: with our grant, with their own, with none.
Case of_visit(std::string body) {
  return [body = std::move(body)](TwoSchools& at, const handlers::Route& route) {
    const auto ask = [&](const std::string& visit, const std::optional<std::string>& grant) {
      auto extra = keyed(route);
      extra.grant = grant;
      return at.theirs.raw().call(std::string{route.method}, filled(route, visit), body, extra);
    };
    for (const auto& grant :
         {std::optional<std::string>{}, std::optional{at.our_grant}, std::optional{at.their_grant}}) {
      at.check_same(at.our_visit, TwoSchools::fresh_id(), [&](const auto& visit) { return ask(visit, grant); });
    }
    if (body.contains("action") || body.contains("mail")) {  // our grant opens nothing of theirs
      at.check_same(at.our_grant, TwoSchools::fresh_id() + TwoSchools::fresh_id(),
                    [&](const auto& grant) { return ask(at.their_visit, std::optional{grant}); });
    }
    CHECK(at.door.count("visit WHERE ended_at IS NULL") == 2);
  };
}

// A signature by their key in the name of our device or login page.
void check_key_ids(TwoSchools& at, const handlers::Route& route) {
  for (const auto& id : {at.ours.raw().identity().key_id, at.service.login_page(school_code).identity().key_id}) {
    at.check_same(id, TwoSchools::fresh_id(), [&](const auto& key_id) {
      SignedClient client{at.service.where(), {key_id, at.theirs.raw().identity().key}};
      return client.call(std::string{route.method}, filled(route, at.our_visit), "{}", keyed(route));
    });
  }
}

// A guardian of ours at their kiosk is a stranger there: nobody's phone rings.
void open_ours(TwoSchools& at, const handlers::Route&) {
  const auto sent = [&] { return at.service.spooled().size(); };
  const auto before = sent();
  const auto open = [&](const std::string& document) {
    return at.watched([&] {
      const wire::VisitRequest wish{secret::SecretText{std::string_view{document}}, "it",
                                    at.theirs.reply_key().public_key()};
      Extra extra;
      extra.idempotency_key = fresh_idempotency_key();
      return at.theirs.raw().call("POST", "/v1/visits", wire::to_json(wish), extra);
    });
  };
  const auto [unknown, unknown_change] = open(unknown_document);
  const auto [known, known_change] = open(families().at(1).document);
  CHECK(known.status == 201);
  CHECK(known.status == unknown.status);
  const auto of_known = wire::parse<wire::VisitAnswer>(known.body);
  const auto of_unknown = wire::parse<wire::VisitAnswer>(unknown.body);
  REQUIRE(of_known);
  REQUIRE(of_unknown);
  CHECK(of_known->code == of_unknown->code);
  CHECK(of_known->if_pupil == of_unknown->if_pupil);
  CHECK(known.body.size() == unknown.body.size());
  CHECK(known_change.tables() == unknown_change.tables());
  CHECK_FALSE(known_change.names(at.our_school));
  CHECK(sent() == before);
  for (const auto& visit : {*of_known, *of_unknown}) REQUIRE(at.theirs.end(visit.visit));
}

void enrol_with_a_spent_code(TwoSchools& at, const handlers::Route& route) {
  const auto spent = at.service.command({"device", "enrol-code", "--school", school_code});
  REQUIRE(enrol(at.service.where(), spent));
  const auto key = std::make_shared<const signing::SigningKey>(signing::SigningKey::generate());
  const auto ask = [&](const std::string& code) {
    return at.watched([&] {
      SignedClient client{at.service.where(), {"enrol", key}};
      return client.call("POST", std::string{route.path}, wire::to_json(wire::EnrolRequest{code, key->public_key()}));
    });
  };
  const auto [unknown, unknown_change] = ask("AAAA-BBBB-CCCC-DDDD");
  const auto [known, known_change] = ask(spent);
  CHECK(words_of(known) == words_of(unknown));
  CHECK(unknown_change.rows.empty());
  CHECK_FALSE(known_change.names(at.our_school));  // a nonce of nobody's: the code may be repeated by its own device
}

void log_in_ours(TwoSchools& at, const handlers::Route& route) {
  auto page = at.service.login_page(other_school_code);
  const bool change = route.path.ends_with("/password");
  at.check_same(at.our_user_code, "G7654321Z", [&](const auto& user_code) {
    const secret::SecretText password{good_password};
    std::optional<secret::SecretText> pin;
    if (at.our_pin) pin = secret::SecretText{std::string_view{*at.our_pin}};
    const auto body =
        change ? wire::to_json(wire::PasswordChange{user_code, password, pin, secret::SecretText{"Quercia+Alta.44"}})
               : wire::to_json(wire::LoginRequest{user_code, password, pin});
    return page.call("POST", std::string{route.path}, body);
  });
  auto own = at.service.login_page(school_code);
  CHECK(log_in(own, at.our_user_code, good_password, at.our_pin));  // and it is ours as it was
}

void heartbeat_of_theirs(TwoSchools& at, const handlers::Route&) {
  const auto [answer, change] =
      at.watched([&] { return at.theirs.raw().call("POST", "/v1/device/heartbeat", "{}"); });
  CHECK(answer.status == 200);
  CHECK_FALSE(answer.body.contains("IC Verdi"));
  CHECK_FALSE(change.names(at.our_school));
}

// A card of ours, left at their kiosk, is a stranger's there; a request of our kiosk's is nobody's in their hands.
void deliver_ours(TwoSchools& at, const handlers::Route& route) {
  const auto sealing_key = at.theirs.heartbeat()->sealing_key.value();
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto deliver = [&](const std::string& document, std::int64_t number, const Identity& by) {
    return at.watched([&] {
      const auto request = left_request({document, now}, number, by.key_id, *by.key, sealing_key);
      return at.theirs.raw().call("POST", std::string{route.path}, wire::to_json(wire::RequestDelivery{{request}}));
    });
  };
  const auto& they = at.theirs.raw().identity();
  const auto sent = [&] { return at.service.spooled().size() + at.service.mails().size(); };
  const auto before = sent();
  deliver(families().at(2).document, 1, they);  // the day's counters have begun
  const auto [unknown, unknown_change] = deliver(unknown_document, 2, they);
  const auto [known, known_change] = deliver(families().at(1).document, 3, they);
  CHECK(known.status == 200);
  CHECK(unknown.body == R"({"answers":[{"sequence":2,"outcome":"taken"}]})");
  CHECK(known.body == R"({"answers":[{"sequence":3,"outcome":"taken"}]})");
  CHECK(known_change.tables() == unknown_change.tables());
  CHECK_FALSE(known_change.names(at.our_school));
  const auto made_up = std::make_shared<const signing::SigningKey>(signing::SigningKey::generate());
  const auto [nobodys, nobodys_change] = deliver(families().at(1).document, 9, {TwoSchools::fresh_id(), made_up});
  const auto [ours, ours_change] = deliver(families().at(1).document, 9, at.ours.raw().identity());
  CHECK(words_of(ours) == words_of(nobodys));
  CHECK(ours.body.contains("not_signed"));
  CHECK(ours_change.tables() == nobodys_change.tables());
  CHECK_FALSE(ours_change.names(at.our_school));
  CHECK(sent() == before);
}

// An entry that goes on where our kiosk's journal stands.
void journal_of_ours(TwoSchools& at, const handlers::Route& route) {
  const auto entry = [](std::int64_t sequence, const wire::JournalHash& previous) {
    return wire::journal_entry(sequence, previous, 1'790'000'000, "visit.begun", "").value();
  };
  const auto first = entry(1, wire::journal_begin);
  REQUIRE(at.ours.keep({{first}}));
  const auto ask = [&](const std::string& previous) {
    const auto hash = secret::exactly<32>(secret::from_base64url(previous)).value();
    return at.theirs.raw().call("POST", std::string{route.path},
                                wire::to_json(wire::JournalDelivery{{entry(2, hash)}}));
  };
  const auto fresh = [] { return secret::to_base64url(secret::random_bytes(32)); };
  ask(fresh());  // told in their audit, once
  at.check_same(secret::to_base64url(wire::journal_hash(at.ours.raw().identity().key_id, first)), fresh(), ask);
  CHECK(at.theirs.keep({})->held == 0);
  CHECK(at.ours.keep({})->held == 1);
}

// A page of their browser, with what it was given for their own invitation.
PageBrowser their_browser(TwoSchools& at) {
  PageBrowser browser{at.service.where()};
  browser.open("/invitation/" + at.their_invitation_token);
  return browser;
}

// A link's token of the other kind leads nowhere, as a made-up one: it says nothing of the school.
Case of_token(std::string TwoSchools::* token) {
  return [token](TwoSchools& at, const handlers::Route& route) {
    at.check_same(at.*token, TwoSchools::fresh_id(), [&](const auto& value) {
      auto path = std::string{route.path};
      path.replace(path.find("{token}"), 7, value);
      if (const auto language = path.find("{language}"); language != std::string::npos)
        path.replace(language, 10, "en");
      auto answer = their_browser(at).once(std::string{route.method}, path,
                                           {"Content-Type: application/x-www-form-urlencoded"}, "form=x");
      for (auto* text : {&answer.body, &answer.headers["set-cookie"], &answer.headers["location"]}) {
        for (auto here = text->find(value); here != std::string::npos; here = text->find(value)) {
          text->replace(here, value.size(), "TOKEN");
        }
      }
      // Cookies are sealed anew each time; whose they are shows by what they open, and by how long they are.
      auto& cookie = answer.headers["set-cookie"];
      cookie = std::to_string(cookie.size());
      answer.headers.erase("content-length");
      std::string masked;
      bool in_value = false;  // a form's token is another one for each browser
      for (std::size_t i = 0; i < answer.body.size(); ++i) {
        if (answer.body.substr(i).starts_with("name=\"form\" value=\"")) in_value = true;
        if (!in_value) masked += answer.body[i];
        if (in_value && answer.body[i] == '>') in_value = false;
      }
      answer.body = masked;
      return answer;
    });
  };
}

// Their cookie, our form token: nothing of ours moves.
void form_of_ours(TwoSchools& at, const handlers::Route& route) {
  const std::string action{route.path};
  const auto form_token = [&](const std::string& invitation) {
    PageBrowser browser{at.service.where()};
    browser.open("/invitation/" + invitation);
    const auto field = secret::from_base64url(browser.cookies.at("__Host-invitation"));
    const auto clear =
        at.door.office().vault.open(store::Seal::personal, {"page", "__Host-invitation", "", ""}, *field);
    const auto text = clear->reveal();
    return std::string{
        store::acts::form_token(secret::SecretText{text.substr(text.rfind(' ') + 1)}, action).reveal()};
  };
  auto browser = their_browser(at);
  at.check_same(form_token(at.our_invitation_token), form_token(TwoSchools::fresh_id()), [&](const auto& token) {
    return browser.once(
        "POST", action, {"Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin"},
        form_body({{"form", token}, {"code", "000000"}, {"password", good_password}, {"accept", "1"}}));
  });
}

void show_theirs(TwoSchools& at, const handlers::Route& route) {
  auto browser = their_browser(at);
  const auto [answer, change] = at.watched([&] { return browser.once("GET", std::string{route.path}); });
  CHECK(answer.status == 200);
  CHECK(answer.body.contains("IC Manzoni"));
  CHECK_FALSE(answer.body.contains("IC Verdi"));
  CHECK(change.rows.empty());
}

// Takes no id of a school: whoever asks, nothing is written and no school is named.
void names_no_school(TwoSchools& at, const handlers::Route& route) {
  auto path = std::string{route.path};
  for (const auto* parameter : {"{language}", "{name}"}) {
    if (const auto here = path.find(parameter); here != std::string::npos)
      path.replace(here, std::string_view{parameter}.size(), "en");
  }
  const auto [answer, change] =
      at.watched([&] { return PageBrowser{at.service.where()}.once(std::string{route.method}, path); });
  CHECK(change.rows.empty());
  CHECK_FALSE(answer.body.contains("IC Verdi"));
}

const std::map<std::string, Case>& cases() {
  static const auto mail = wire::to_json(wire::MailRequest{secret::SecretText{"nuova@example.org"}});
  static const auto code = wire::to_json(wire::CodeCheckRequest{secret::SecretText{"000000"}});
  static const auto act = wire::to_json(wire::CredentialsRequest{
      wire::Act::reset_password, secret::SecretText{"Quercia+Alta.44"}, "2026-09", {}, true});
  static const std::map<std::string, Case> all = {
      {"POST /v1/visits", open_ours},
      {"POST /v1/visits/{id}/code", of_visit("{}")},
      {"POST /v1/visits/{id}/code/check", of_visit(code)},
      {"POST /v1/visits/{id}/credentials", of_visit(act)},
      {"POST /v1/visits/{id}/mail", of_visit(mail)},
      {"POST /v1/visits/{id}/mail/check", of_visit(code)},
      {"POST /v1/visits/{id}/invitation", of_visit("{}")},
      {"POST /v1/visits/{id}/report", of_visit(R"({"what":["phone"]})")},
      {"DELETE /v1/visits/{id}", of_visit("")},
      {"POST /v1/device/enrol", enrol_with_a_spent_code},
      {"POST /v1/device/heartbeat", heartbeat_of_theirs},
      {"POST /v1/requests", deliver_ours},
      {"POST /v1/journal", journal_of_ours},
      {"POST /v1/login", log_in_ours},
      {"POST /v1/login/password", log_in_ours},
      {"GET /invitation", show_theirs},
      {"GET /invitation/in/{language}", names_no_school},
      {"POST /invitation/code", form_of_ours},
      {"POST /invitation/check", form_of_ours},
      {"POST /invitation/password", form_of_ours},
      {"POST /invitation/renew", form_of_ours},
      {"GET /invitation/code", names_no_school},
      {"GET /invitation/check", names_no_school},
      {"GET /invitation/password", names_no_school},
      {"GET /invitation/renew", names_no_school},
      {"GET /invitation/{token}", of_token(&TwoSchools::our_freeze_token)},
      {"GET /not-me/{token}", of_token(&TwoSchools::our_invitation_token)},
      {"POST /not-me/{token}", of_token(&TwoSchools::our_freeze_token)},
      {"GET /not-me/{token}/in/{language}", of_token(&TwoSchools::our_freeze_token)},
      {"GET /page/{name}", names_no_school},
  };
  return all;
}

}  // namespace

TEST_CASE("every route answers another school's ids as unknown ones, and writes nothing there") {
  TwoSchools at;
  for (const auto& route : handlers::routes()) {
    const auto name = handlers::name_of(route);
    CAPTURE(name);
    const auto found = cases().find(name);
    if (found == cases().end()) {
      FAIL_CHECK("this route has no case of two schools: write one in tenants_test.cpp");
      continue;
    }
    found->second(at, route);
    if (route.needs == handlers::Needs::kiosk || route.needs == handlers::Needs::login_page) check_key_ids(at, route);
  }
  CHECK(cases().size() == handlers::routes().size());
}

TEST_CASE("the private listener tells no message of a school from a made-up one, but by its own token") {
  TwoSchools at;
  const std::map<std::string, std::string> known = {
      {"GET /livez", "asks nothing"},
      {"GET /readyz", "asks nothing"},
      {"GET /metrics", "sums over all schools"},
      {"GET /receipts/kannel/{id}/{token}/{status}", "below"},
  };
  for (const auto& route : handlers::private_routes()) {
    CAPTURE(handlers::name_of(route));
    CHECK(known.contains(handlers::name_of(route)));
  }
  HttpsClient client{at.service.where().certificate};
  const auto url = "http://127.0.0.1:" + std::to_string(at.service.private_port()) + "/receipts/kannel/";
  const auto token_of = [&](const std::string& id) {
    return std::string{at.door.office().vault.link_token(store::LinkKind::receipt, id).reveal()};
  };
  const auto another = token_of(TwoSchools::fresh_id());
  at.check_same(at.our_message, TwoSchools::fresh_id(),
                [&](const auto& id) { return client.send("GET", url + id + "/" + another + "/2"); });
  const auto [right, change] =
      at.watched([&] { return client.send("GET", url + at.our_message + "/" + token_of(at.our_message) + "/1"); });
  CHECK(right.status == 200);
  CHECK(change.names(at.our_school));  // and so the check above could have failed
}

TEST_CASE("the comparison of two schools sees a call that does write at the other one") {
  TwoSchools at;
  const auto [answer, change] = at.watched([&] { return at.ours.raw().call("POST", "/v1/device/heartbeat", "{}"); });
  CHECK(answer.status == 200);
  CHECK(change.names(at.our_school));
  CHECK_FALSE(change.names(at.their_school));
}
