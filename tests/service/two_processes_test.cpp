// Two real processes on one database: one visit goes from one to the other at every call, repeats are answered by
// whichever is asked, tries are counted together, each message goes once, and there is one chain of audit.
#include <csignal>
#include <set>
#include <thread>

#include "service/store/acts/audit.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/italian_gateway.h"
#include "tests/fakes/second_service.h"
#include "tests/fakes/store_door.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;
using wire::Act;
using wire::Code;

namespace {

FixtureOptions two(int extra_guardians = 0) {
  FixtureOptions options;
  options.as_program = true;
  options.extra_guardians = extra_guardians;
  return options;
}

// The chain of every school from its first entry to its head.
bool chains_hold(StoreDoor& door) {
  return door.act([](store::Session& session) {
    bool good = true;
    for (const auto& head : session.query("SELECT school_id, sequence, hash FROM audit_head ORDER BY school_id")) {
      secret::Bytes previous;
      std::int64_t expected = 0;
      for (const auto& row : session.query(
               "SELECT sequence, at, school_id, event, device_id, visit_id, commitment, previous, hash FROM audit "
               "WHERE school_id = $1 ORDER BY sequence",
               head.text(0))) {
        const store::acts::Entry entry{row.integer(0), row.time(1), row.text(2), row.text(3),
                                       row.text(4),    row.text(5), row.blob(6), row.blob(7)};
        good = good && entry.sequence == ++expected && entry.previous == previous &&
               store::acts::hash_of(entry) == row.blob(8);
        previous = row.blob(8);
      }
      good = good && expected > 0 && head.integer(1) == expected && head.blob(2) == previous;
    }
    return good;
  });
}

std::string code_at(const ServiceFixture& service, const std::string& phone, std::size_t count = 1) {
  const auto sms = service.sms_to(phone, count);
  REQUIRE(sms);
  return sms->code();
}

}  // namespace

TEST_CASE("a visit whose calls go to two processes in turn is one visit, and so are its repeats") {
  ServiceFixture service{two()};
  SecondService other{service};
  const auto identity = service.kiosk_identity();
  const auto& mario = families().at(0);
  KioskClient kiosk{service.where(), identity};
  const wire::VisitRequest wish{secret::SecretText{std::string_view{mario.document}}, "it",
                                kiosk.reply_key().public_key()};
  Extra once;
  once.idempotency_key = fresh_idempotency_key();
  const auto opened = kiosk.raw().call("POST", "/v1/visits", wire::to_json(wish), once);
  REQUIRE(opened.status == 201);
  kiosk.go_to(other.where());
  CHECK(kiosk.raw().call("POST", "/v1/visits", wire::to_json(wish), once).body == opened.body);
  const auto visit = wire::parse<wire::VisitAnswer>(opened.body)->visit;
  const auto person = kiosk.check(visit, code_at(service, mario.phone));
  REQUIRE(person);

  kiosk.go_to(service.where());
  Extra act;
  act.idempotency_key = fresh_idempotency_key();
  act.grant = std::string{person->grant.reveal()};
  const auto path = "/v1/visits/" + visit + "/credentials";
  const auto body = wire::to_json(
      wire::CredentialsRequest{Act::issue, secret::SecretText{good_password}, person->commitments.version});
  const auto given = kiosk.raw().call("POST", path, body, act);
  REQUIRE(given.status == 200);
  kiosk.go_to(other.where());
  CHECK(kiosk.raw().call("POST", path, body, act).body == given.body);
  // A signature that one has seen, the other has seen.
  Extra replay;
  replay.nonce = fresh_nonce();
  replay.idempotency_key = fresh_idempotency_key();
  CHECK(kiosk.raw().call("POST", "/v1/visits/" + visit + "/code", "{}", replay).status != 401);
  kiosk.go_to(service.where());
  CHECK(problem_of(kiosk.raw().call("POST", "/v1/visits/" + visit + "/code", "{}", replay)).code ==
        Code::signature_replayed);
  REQUIRE(kiosk.end(visit));
  kiosk.go_to(other.where());
  CHECK(kiosk.check(visit, "000000").error().code == Code::visit_ended);

  const auto clear = kiosk.unseal(given.body);
  REQUIRE(clear);
  const std::string user_code{wire::parse<wire::Credentials>(clear->reveal())->user_code.reveal()};
  auto page = service.login_page();
  CHECK(log_in(page, user_code, good_password));
  SignedClient other_page{other.where(), page.identity()};
  CHECK(log_in(other_page, user_code, good_password));
  StoreDoor door{service};
  CHECK(door.count("account") == 1);
  CHECK(chains_hold(door));
}

TEST_CASE("a hundred guesses at two processes at once spend exactly three tries") {
  ServiceFixture service{two()};
  SecondService other{service};
  const auto identity = service.kiosk_identity();
  const auto& mario = families().at(0);
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(mario.document);
  REQUIRE(visit);
  const auto code = code_at(service, mario.phone);
  const std::string wrong = code == "000000" ? "000001" : "000000";
  std::atomic<int> counted = 0, spent = 0, others = 0;
  std::vector<std::jthread> guessers;
  for (int i = 0; i < 20; ++i) {
    guessers.emplace_back([&, i] {
      KioskClient guesser{i % 2 == 0 ? service.where() : other.where(), identity};
      for (int j = 0; j < 5; ++j) {
        const auto result = guesser.check(visit->visit, wrong);
        const auto said = result ? Code::internal : result.error().code;
        ++(said == Code::code_wrong ? counted : said == Code::tries_spent ? spent : others);
      }
    });
  }
  guessers.clear();
  CHECK(counted == 3);
  CHECK(spent == 97);
  CHECK(others == 0);
  kiosk.go_to(other.where());
  CHECK(kiosk.check(visit->visit, code).error().code == Code::tries_spent);
}

TEST_CASE("under load each message goes once, and one of the two that is killed takes nothing with it") {
  constexpr int guardians = 40;
  ServiceFixture service{two(guardians)};
  SecondService other{service};
  const auto identity = service.kiosk_identity();
  StoreDoor door{service};
  std::atomic<int> next = 0, done = 0;
  const auto work = [&](bool at_other) {
    for (int number = next++; number < guardians; number = next++) {
      KioskClient kiosk{at_other ? other.where() : service.where(), identity};
      const auto visit = kiosk.open(ServiceFixture::document_of(number));
      if (!visit) continue;
      const auto sms = service.sms_to(ServiceFixture::phone_of(number));
      if (!sms) continue;
      kiosk.go_to(at_other ? service.where() : other.where());
      const auto person = kiosk.check(visit->visit, sms->code());
      if (person && kiosk.set_credentials(visit->visit, *person, Act::issue, good_password)) ++done;
    }
  };
  {
    std::vector<std::jthread> kiosks;
    for (int i = 0; i < 6; ++i) kiosks.emplace_back([&, i] { work(i % 2 == 0); });
  }
  CHECK(done == guardians);
  REQUIRE(eventually([&] { return door.count("outbox WHERE state IN ('queued', 'sending')") == 0; }));
  CHECK(door.count("outbox WHERE state = 'sent' AND channel = 'sms'") == 2 * guardians);
  CHECK(service.spooled().size() == 2U * guardians);
  CHECK(door.count("(SELECT outbox_id FROM outbox_try WHERE outcome = 'sent' GROUP BY outbox_id HAVING COUNT(*) > 1) "
                   "AS twice") == 0);
  CHECK(door.count("process") == 2);
  CHECK(chains_hold(door));

  other.kill();
  KioskClient kiosk{service.where(), identity};
  CHECK(kiosk.open(families().at(1).document));
  CHECK(service.sms_to(families().at(1).phone));
  other.start();  // its lock went with it
  kiosk.go_to(other.where());
  CHECK(kiosk.heartbeat());
}

TEST_CASE("a process that starts leaves alone what another one is sending") {
  ItalianGateway gateway;
  const TempFolder folder;
  write_file(folder / "password", ItalianGateway::password() + "\n");
  auto options = two();
  options.gateways = "[[gateway]]\nkind = \"italian-rest\"\nurl = \"" + gateway.url() + "\"\nusername = \"" +
                     ItalianGateway::username() + "\"\npassword_file = \"" + (folder / "password").string() +
                     "\"\nsender = \"IC Verdi\"\n";
  ServiceFixture service{options};
  const auto identity = service.kiosk_identity();
  std::atomic<bool> reached = false;
  gateway.at(ItalianGateway::Step::connected, [&] {
    if (!reached.exchange(true)) std::this_thread::sleep_for(5s);  // longer than a start and desk::settling
  });
  REQUIRE(service.kiosk().open(families().at(0).document));
  REQUIRE(eventually([&] { return reached.load(); }));
  SecondService other{service};
  StoreDoor door{service};
  std::this_thread::sleep_for(4s);
  CHECK(door.count("outbox WHERE state = 'sending' AND attempts = 1") == 1);
  REQUIRE(eventually([&] { return !gateway.accepted().empty(); }, 20s));
  std::this_thread::sleep_for(1s);
  CHECK(gateway.accepted().size() == 1);
  CHECK(door.count("outbox WHERE state = 'sent' AND attempts = 1") == 1);
}

TEST_CASE("two processes do not serve from one data directory") {
  ServiceFixture service{two()};
  const auto log = service.folder() / "third.log";
  Process third{{SPORTELLO_SERVICE_PROGRAM, "--config", service.configuration_file().string(), "serve", "--demo"},
                log};
  CHECK(third.wait(20s) == 1);
  CHECK(read_file(log).contains("another process serves from"));
}
