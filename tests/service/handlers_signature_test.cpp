// Who may ask: every way a signature can be wrong has its own answer, and none reaches a handler.
#include <future>
#include <thread>

#include "service/handlers/routes.h"
#include "tests/catch.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;
using wire::Code;

namespace {

Code code_of(const Answer& answer) { return problem_of(answer).code; }

Extra keyed() {
  Extra extra;
  extra.idempotency_key = fresh_idempotency_key();
  return extra;
}

}  // namespace

TEST_CASE("each wrong signature has its own problem, and the device goes on working") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  auto& raw = kiosk.raw();
  const auto heartbeat = [&](const Extra& extra) { return raw.call("POST", "/v1/device/heartbeat", "{}", extra); };

  Extra missing;
  missing.unsigned_ = true;
  CHECK(code_of(heartbeat(missing)) == Code::signature_missing);
  CHECK(heartbeat(missing).status == 401);

  for (const auto* input :
       {"nonsense", "sig=()", "sig=(\"@method\");created=1;nonce=\"x\";keyid=\"y\";alg=\"ed25519\""}) {
    Extra malformed;
    malformed.input_sent = input;
    CHECK(code_of(heartbeat(malformed)) == Code::signature_malformed);
  }
  Extra digest;
  digest.body_sent = "{ }";
  CHECK(code_of(heartbeat(digest)) == Code::digest_wrong);
  Extra lying_digest;
  lying_digest.body_sent = "{ }";
  lying_digest.digest_sent = signing::content_digest("{ }");
  CHECK(code_of(heartbeat(lying_digest)) == Code::signature_wrong);
  Extra elsewhere;
  elsewhere.target_sent = "/v1/device/heartbeat";
  CHECK(code_of(raw.call("POST", "/v1/login", "{}", elsewhere)) == Code::signature_wrong);

  for (const auto offset : {-61, 61, -86400, 86400}) {
    Extra stale;
    stale.clock_offset_s = offset;
    const auto answer = heartbeat(stale);
    CHECK(code_of(answer) == Code::signature_stale);
    CHECK(answer.headers.contains("date"));  // by which the kiosk mends its clock
  }
  Extra late;
  late.clock_offset_s = -50;
  CHECK(heartbeat(late).status == 200);

  Extra replayed;
  replayed.nonce = fresh_nonce();
  CHECK(heartbeat(replayed).status == 200);
  CHECK(code_of(heartbeat(replayed)) == Code::signature_replayed);

  SignedClient stranger{service.where(), {"nobody", raw.identity().key}};
  CHECK(code_of(stranger.call("POST", "/v1/device/heartbeat", "{}")) == Code::signature_wrong);
  SignedClient impostor{
      service.where(),
      {raw.identity().key_id, std::make_shared<const signing::SigningKey>(signing::SigningKey::generate())}};
  CHECK(code_of(impostor.call("POST", "/v1/device/heartbeat", "{}")) == Code::signature_wrong);
  CHECK(kiosk.heartbeat());
}

TEST_CASE("a replay cannot act twice even without an idempotency key's help") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(families().at(0).document);
  REQUIRE(visit);
  Extra extra = keyed();
  extra.nonce = fresh_nonce();
  const auto path = "/v1/visits/" + visit->visit + "/code/check";
  const auto body = wire::to_json(wire::CodeCheckRequest{secret::SecretText{"000000"}});
  const auto first = kiosk.raw().call("POST", path, body, extra);
  CHECK(code_of(kiosk.raw().call("POST", path, body, extra)) == Code::signature_replayed);
  if (code_of(first) == Code::code_wrong) {
    CHECK(kiosk.check(visit->visit, "000000").error().tries_left == 1);  // two spent, not three
  }
}

TEST_CASE("a device is pending until its words are compared, and out once revoked") {
  ServiceFixture service;
  const auto identity = service.enrol_only();
  KioskClient kiosk{service.where(), identity};
  CHECK(kiosk.heartbeat().error().code == Code::device_pending);
  CHECK(kiosk.open(families().at(0).document).error().code == Code::device_pending);
  CHECK_THROWS(service.command(
      {"device", "approve", "--words", "abete acqua aereo alba amaca aorta arco asino", identity.key_id}));
  CHECK(kiosk.heartbeat().error().code == Code::device_pending);
  service.approve(identity);
  CHECK(kiosk.heartbeat());
  const auto visit = kiosk.open(families().at(0).document);
  REQUIRE(visit);
  service.command({"device", "revoke", identity.key_id});
  CHECK(kiosk.check(visit->visit, "000000").error().code == Code::device_revoked);
  CHECK(kiosk.heartbeat().error().code == Code::device_revoked);
}

TEST_CASE("a device that is revoked while its request waits does nothing more") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  const auto session = service.kept().session();
  auto& holder = *session;
  service.kept().hold(holder);  // the request is read and proved, and waits for its turn to write
  auto opened = std::async(std::launch::async, [&] { return kiosk.open(families().at(0).document); });
  std::this_thread::sleep_for(300ms);
  CHECK(opened.wait_for(0s) == std::future_status::timeout);
  holder.exec("UPDATE device SET state = 'revoked'");
  holder.exec("COMMIT");
  const auto visit = opened.get();
  REQUIRE_FALSE(visit);
  CHECK(visit.error().code == Code::device_revoked);
  CHECK(holder.first("SELECT COUNT(*) FROM visit")->integer(0) == 0);
  CHECK(holder.first("SELECT COUNT(*) FROM outbox")->integer(0) == 0);
}

TEST_CASE("an enrolment with no code that stands is refused without a write") {
  ServiceFixture service;
  const auto session = service.kept().session();
  auto& holder = *session;
  service.kept().hold(holder);  // nobody else could write now
  const auto refused = enrol(service.where(), "AAAA-BBBB-CCCC-DDDD");
  holder.exec("ROLLBACK");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::enrolment_refused);
  CHECK(holder.first("SELECT COUNT(*) FROM nonce")->integer(0) == 0);
}

TEST_CASE("an enrolment code enrols one device, proved by its own key") {
  ServiceFixture service;
  const auto code = service.command({"device", "enrol-code", "--school", school_code});
  const auto key = std::make_shared<const signing::SigningKey>(signing::SigningKey::generate());
  const auto other = std::make_shared<const signing::SigningKey>(signing::SigningKey::generate());
  const auto body = wire::to_json(wire::EnrolRequest{code, key->public_key()});
  SignedClient liar{service.where(), {"enrol", other}};
  CHECK(code_of(liar.call("POST", "/v1/device/enrol", body)) == Code::signature_wrong);
  SignedClient honest{service.where(), {"enrol", key}};
  const auto first = honest.call("POST", "/v1/device/enrol", body);
  CHECK(first.status == 201);
  CHECK(honest.call("POST", "/v1/device/enrol", body).body == first.body);  // a lost answer can be asked for again
  CHECK(enrol(service.where(), code).error().code == Code::enrolment_refused);
  CHECK(enrol(service.where(), "AAAA-AAAA-AAAA-AAAA").error().code == Code::enrolment_refused);
}

TEST_CASE("a login page may only ask for logins, a kiosk never") {
  ServiceFixture service;
  auto page = service.login_page();
  auto kiosk = service.kiosk();
  const auto id = secret::to_base64url(secret::random_bytes(16));
  for (const auto& route : handlers::routes()) {
    auto path = std::string{route.path};
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, id);
    const auto extra = route.idempotent ? keyed() : Extra{};
    CAPTURE(handlers::name_of(route));
    switch (route.needs) {
      case handlers::Needs::kiosk:
        CHECK(code_of(page.call(std::string{route.method}, path, "{}", extra)) == Code::signature_wrong);
        break;
      case handlers::Needs::login_page:
        CHECK(code_of(kiosk.raw().call(std::string{route.method}, path, "{}", extra)) == Code::signature_wrong);
        break;
      case handlers::Needs::enrolment:
        CHECK(page.call(std::string{route.method}, path, "{}", extra).status >= 400);
        break;
      case handlers::Needs::page: CHECK_FALSE(path.starts_with("/v1/")); break;  // see invitation_page_test.cpp
      case handlers::Needs::nothing: FAIL("a public route that needs nothing"); break;
    }
  }
}

TEST_CASE("an Idempotency-Key is asked for where something is sent or set") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  for (const auto& route : handlers::routes()) {
    if (!route.idempotent) continue;
    auto path = std::string{route.path};
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "abc");
    CAPTURE(handlers::name_of(route));
    CHECK(code_of(kiosk.raw().call("POST", path, "{}")) == Code::idempotency_key_missing);
    Extra odd;
    odd.idempotency_key = "short";
    CHECK(code_of(kiosk.raw().call("POST", path, "{}", odd)) == Code::bad_request);
  }
}

TEST_CASE("unknown paths, methods and names of ours are refused") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  auto& raw = kiosk.raw();
  const auto wrong_method = raw.call("GET", "/v1/visits", "");
  CHECK(wrong_method.status == 405);
  CHECK(wrong_method.headers.at("allow") == "POST");
  CHECK(raw.call("PUT", "/invitation/code", "{}").headers.at("allow") == "POST, GET");
  for (const auto* method : {"HEAD", "OPTIONS", "TRACE", "PATCH", "PUT", "BREW"}) {
    CAPTURE(method);
    const auto answer = raw.call(method, "/v1/login", "");
    CHECK((answer.status == 405 || answer.status == 400));
  }
  CHECK_FALSE(raw.call("GET", "/v1/nothing", "").headers.contains("allow"));
  CHECK(raw.call("POST", "/v1/nothing", "{}").status == 404);
  CHECK(raw.call("POST", "/v1/visits?x=1", "{}").status == 404);
  CHECK(raw.call("GET", "/livez", "").status == 404);  // on the private listener only
  // Signed for a name that is not ours: nothing here answers to it.
  HttpsClient client{service.where().certificate};
  const auto url = "https://" + service.where().authority() + "/v1/device/heartbeat";
  const signing::SignedParts parts{"POST", "/v1/device/heartbeat", "evil.example", signing::content_digest("{}"), {},
                                   {}};
  const auto headers =
      signing::sign(parts, {std::time(nullptr), fresh_nonce(), raw.identity().key_id}, *raw.identity().key);
  const auto answer = client.send("POST", url,
                                  {"Host: evil.example", "Content-Digest: " + parts.content_digest,
                                   "Signature-Input: " + headers.input, "Signature: " + headers.signature},
                                  "{}");
  CHECK(answer.status == 400);
}

TEST_CASE("a signed body of any kind of garbage is one clear 400, and the service stays up") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  auto& raw = kiosk.raw();
  const std::string deep = std::string(5000, '[') + std::string(5000, ']');
  const std::vector<std::string> bodies = {
      "",
      " ",
      "null",
      "[]",
      "\"text\"",
      "{",
      "{}{}",
      "{\"document\":}",
      deep,
      R"({"document":1,"language":"it","reply_key":"x"})",
      R"({"document":"RSSMRA80A01H501U"})",
      R"({"document":"RSSMRA80A01H501U","language":"it","reply_key":"short"})",
      R"({"document":"RSSMRA80A01H501V","language":"it","reply_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})",
      R"({"document":"RSSMRA80A01H501U","language":"it","reply_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","more":1})",
      R"({"code":"12345678901234567890123456789012345678901234567890123456789012345678901234567890"})",
      "{\"code\":\"\xC3\x28\"}",
      std::string("{\"a\":\"\0\"}", 9),
      std::string(60000, ' '),
      "\xFF\xFE{}",
  };
  for (const auto& route : handlers::routes()) {
    if (route.needs != handlers::Needs::kiosk || route.method != "POST" || !route.idempotent) continue;
    auto path = std::string{route.path};
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "abc");
    for (const auto& body : bodies) {
      CAPTURE(handlers::name_of(route), body.substr(0, 80));
      const auto answer = raw.call("POST", path, body, keyed());
      CHECK(answer.status == 400);
      CHECK(answer.headers.at("content-type") == "application/problem+json");
      CHECK_FALSE(answer.body.contains("RSSMRA80A01H501"));  // what was sent is never sent back
    }
  }
  CHECK(kiosk.heartbeat());
}

TEST_CASE("the private listener says whether the service lives and is ready") {
  ServiceFixture service;
  HttpsClient client{service.where().certificate};
  const auto url = "http://127.0.0.1:" + std::to_string(service.private_port());
  CHECK(client.send("GET", url + "/livez").body == R"({"live":true})");
  CHECK(client.send("GET", url + "/readyz").body == R"({"ready":true})");
  CHECK(client.send("POST", url + "/v1/login", {}, "{}").status == 404);
}
