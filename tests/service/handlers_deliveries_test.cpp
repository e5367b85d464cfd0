// What a kiosk delivers, over real HTTPS: the sealing key it is given, requests and journal once, and every misuse.
#include <atomic>

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/left_request.h"
#include "tests/fakes/page_browser.h"
#include "tests/fakes/store_door.h"

using namespace sportello;
using namespace sportello::fakes;
using wire::Code;
using wire::RequestOutcome;

namespace {

struct Delivering {
  // As the real program where the log is read.
  explicit Delivering(bool as_program = false)
      : service(options_of(*this, as_program)), kiosk(service.kiosk()), identity(kiosk.raw().identity()) {
    const auto beat = kiosk.heartbeat();
    REQUIRE(beat);
    REQUIRE(beat->sealing_key);
    sealing_key = *beat->sealing_key;
  }
  static FixtureOptions options_of(Delivering& self, bool as_program) {
    FixtureOptions options;
    options.as_program = as_program;
    options.now = [&self] { return self.now(); };
    return options;
  }
  // The machine's own clock, put forward by what a test says.
  store::Time now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::seconds{ahead};
  }
  wire::SealedRequest leave(const std::string& document, std::int64_t number, const std::string& language = "it") {
    return left_request({document, now(), wire::Wish::recovery, language}, number, identity.key_id, *identity.key,
                        sealing_key);
  }
  RequestOutcome outcome(const wire::SealedRequest& request) {
    const auto answer = kiosk.deliver({{request}});
    REQUIRE(answer);
    REQUIRE(answer->answers.size() == 1);
    CHECK(answer->answers.front().sequence == request.sequence);
    return answer->answers.front().outcome;
  }
  Code refused(const std::string& path, const std::string& body) {
    const auto answer = kiosk.raw().call("POST", path, body);
    CHECK(answer.status >= 400);
    return problem_of(answer).code;
  }
  std::string log() { return read_file(service.log_file()); }

  std::atomic<std::int64_t> ahead = 0;
  ServiceFixture service;
  KioskClient kiosk;
  Identity identity;
  secret::SealPublicKey sealing_key{};
};

wire::JournalEntry entry(std::int64_t sequence, const wire::JournalHash& previous = wire::journal_begin) {
  return wire::journal_entry(sequence, previous, 1'790'000'000, "visit.begun", "screen=welcome").value();
}

}  // namespace

TEST_CASE("from the card at a dead kiosk to the password at home") {
  Delivering at;
  const auto& mario = families().at(0);
  const auto request = at.leave(mario.document, 1, "en");
  CHECK(at.outcome(request) == RequestOutcome::taken);
  const auto mail = at.service.mail_to(mario.mail);
  REQUIRE(mail);
  CHECK(mail->language == "en");
  CHECK(mail->subject.contains("password"));
  const auto link = mail->link();
  REQUIRE(link.starts_with(public_url + "/invitation/"));
  PageBrowser browser{at.service.where()};
  browser.open(link.substr(public_url.size()));
  CHECK(browser.page().status == 200);
  // Again and again, under new signatures: nothing more.
  for (int i = 0; i < 3; ++i) CHECK(at.outcome(request) == RequestOutcome::taken);
  StoreDoor door{at.service};
  CHECK(door.count("invitation") == 1);
  CHECK(at.service.mails().size() == 1);
  CHECK(at.service.spooled().empty());
}

TEST_CASE("a batch is answered one by one, and a stranger's as a guardian's") {
  Delivering at{true};
  const auto known = at.leave(families().at(0).document, 1);
  const auto unknown = at.leave(unknown_document, 2);
  auto forged = at.leave(families().at(1).document, 3);
  forged.sequence = 4;
  const auto answer = at.kiosk.deliver({{known, unknown, forged}});
  REQUIRE(answer);
  CHECK(answer->answers == std::vector<wire::RequestAnswer>{{1, RequestOutcome::taken},
                                                            {2, RequestOutcome::taken},
                                                            {4, RequestOutcome::not_signed}});
  CHECK(at.outcome(at.leave(families().at(1).document, 1)) == RequestOutcome::number_taken);
  CHECK(eventually([&] { return at.log().contains("\"event\":\"request_refused\""); }));
  CHECK(at.log().contains("\"why\":\"not_signed\""));
  CHECK(at.log().contains("\"why\":\"number_taken\""));
  HttpsClient client{at.service.where().certificate};
  const auto metrics =
      client.send("GET", "http://127.0.0.1:" + std::to_string(at.service.private_port()) + "/metrics").body;
  CHECK(metrics.contains("sportello_sealed_requests_total{outcome=\"taken\"}"));
  CHECK(metrics.contains("sportello_sealed_requests_total{outcome=\"not_signed\"}"));
}

TEST_CASE("an old request is let go of; a clock that is far off is told so before") {
  Delivering at;
  const auto request = at.leave(families().at(0).document, 1);
  at.ahead = 7 * 86400;
  const auto stale = at.kiosk.deliver({{request}});
  REQUIRE_FALSE(stale);
  CHECK(stale.error().code == Code::signature_stale);
  Extra later;
  later.clock_offset_s = at.ahead;
  const auto answer =
      at.kiosk.raw().call("POST", "/v1/requests", wire::to_json(wire::RequestDelivery{{request}}), later);
  REQUIRE(answer.status == 200);
  CHECK(wire::parse<wire::RequestsAnswer>(answer.body)->answers.front().outcome == RequestOutcome::too_old);
  StoreDoor door{at.service};
  CHECK(door.count("invitation") == 0);
}

TEST_CASE("a delivery of the wrong shape or size is refused, and spends no number") {
  Delivering at;
  const auto good = at.leave(families().at(0).document, 1);
  const auto body = wire::to_json(wire::RequestDelivery{{good}});
  CHECK(at.refused("/v1/requests", "{}") == Code::bad_request);
  CHECK(at.refused("/v1/requests", R"({"requests":[]})") == Code::bad_request);
  CHECK(at.refused("/v1/requests", body.substr(0, body.size() - 1) + R"(,"more":1})") == Code::bad_request);
  wire::RequestDelivery many;
  for (std::size_t i = 0; i <= wire::most_requests_at_once; ++i) many.requests.push_back(good);
  CHECK(at.refused("/v1/requests", wire::to_json(many)) == Code::bad_request);
  CHECK(at.refused("/v1/requests", std::string(70'000, ' ') + body) == Code::too_large);
  CHECK(at.refused("/v1/journal", R"({"entries":[{"sequence":1,"at":1,"event":"Rossi Mario","previous":"A"}]})") ==
        Code::bad_request);
  many.requests.pop_back();
  const auto whole = at.kiosk.deliver(many);
  REQUIRE(whole);
  CHECK(whole->answers.size() == wire::most_requests_at_once);
  CHECK(StoreDoor{at.service}.count("kiosk_request") == 1);
}

TEST_CASE("only an approved kiosk delivers, and what it signed for itself is nobody else's") {
  Delivering at;
  const auto request = at.leave(families().at(0).document, 1);
  const auto body = wire::to_json(wire::RequestDelivery{{request}});
  KioskClient pending{at.service.where(), at.service.enrol_only()};
  CHECK(pending.deliver({{request}}).error().code == Code::device_pending);
  CHECK(pending.keep({{entry(1)}}).error().code == Code::device_pending);
  Extra unsigned_;
  unsigned_.unsigned_ = true;
  CHECK(problem_of(at.kiosk.raw().call("POST", "/v1/requests", body, unsigned_)).code == Code::signature_missing);
  auto page = at.service.login_page();
  CHECK(problem_of(page.call("POST", "/v1/requests", body)).code == Code::signature_wrong);
  Extra same;
  same.nonce = fresh_nonce();
  CHECK(at.kiosk.raw().call("POST", "/v1/requests", body, same).status == 200);
  CHECK(problem_of(at.kiosk.raw().call("POST", "/v1/requests", body, same)).code == Code::signature_replayed);
  auto theirs = at.service.kiosk(other_school_code);
  const auto stolen = theirs.deliver({{at.leave(families().at(1).document, 2)}});
  REQUIRE(stolen);
  CHECK(stolen->answers.front().outcome == RequestOutcome::not_signed);
  at.service.command({"device", "revoke", at.identity.key_id});
  CHECK(at.kiosk.deliver({{request}}).error().code == Code::device_revoked);
  CHECK(at.kiosk.keep({}).error().code == Code::device_revoked);
}

TEST_CASE("the journal is held, read by the office, refused where it does not go on, and let begin anew") {
  Delivering at{true};
  CHECK(at.kiosk.keep({})->held == 0);
  const auto first = entry(1);
  const auto hash = wire::journal_hash(at.identity.key_id, first);
  const auto second = entry(2, hash);
  const auto answer = at.kiosk.keep({{first, second}});
  REQUIRE(answer);
  CHECK(answer->held == 2);
  CHECK(answer->hash == wire::journal_hash(at.identity.key_id, second));
  CHECK(at.kiosk.keep({{first}})->held == 2);
  CHECK(at.kiosk.keep({{entry(4, hash)}}).error().code == Code::journal_gap);
  CHECK(at.kiosk.keep({{entry(3, hash)}}).error().code == Code::journal_fork);
  CHECK(eventually([&] { return at.log().contains("\"event\":\"journal_refused\""); }));
  StoreDoor door{at.service};
  CHECK(door.count("audit WHERE event = 'journal.refused'") == 1);
  const auto shown = at.service.command({"device", "journal", at.identity.key_id});
  CHECK(shown.contains("visit.begun  screen=welcome"));
  at.service.command({"device", "journal-restart", at.identity.key_id});
  CHECK(at.kiosk.keep({{entry(1)}})->held == 1);
  CHECK_THROWS(at.service.command({"device", "journal", "nobody"}));
  CHECK_THROWS(at.service.command({"device", "journal-restart", "nobody"}));
}

TEST_CASE("with another master key comes another sealing key; what was left before is still opened") {
  Delivering at;
  const auto before = at.leave(families().at(0).document, 1);
  const auto key = (at.service.folder() / "new-key").string();
  at.service.command({"master-key", "create", key});
  at.service.command({"master-key", "rotate", "--new", key});
  // The service's own process hears of it from the first box that it cannot open.
  StoreDoor door{at.service};
  const auto newer = door.office().vault.request_key();
  CHECK(newer != at.sealing_key);
  CHECK(at.outcome(before) == RequestOutcome::taken);
  at.sealing_key = newer;
  CHECK(at.outcome(at.leave(families().at(1).document, 2)) == RequestOutcome::taken);
  CHECK(at.kiosk.heartbeat()->sealing_key == newer);
  CHECK(door.count("invitation") == 2);
}
