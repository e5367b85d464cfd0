// The real program, killed at any moment: what was acknowledged is there when it comes back, and nothing is doubled.
#include <atomic>
#include <mutex>
#include <thread>

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;
using wire::Act;
using wire::Code;

namespace {

constexpr int guardians = 400;
constexpr int kiosks = 6;

// What a kiosk holds of one guardian's visit when the line breaks.
struct Visited {
  int guardian = 0;
  std::string visit;
  std::string path, body;  // the credentials request, if it was sent
  Extra extra;
  std::string user_code;  // when it was acknowledged
  std::shared_ptr<KioskClient> kiosk;
};

struct Load {
  std::mutex mutex;
  std::vector<Visited> acknowledged, interrupted, opened;
  std::atomic<int> next = 0;
};

// One visit; false when the service is gone.
bool visit_once(const ServiceFixture& service, const std::shared_ptr<KioskClient>& kiosk, Load& load) {
  Visited seen;
  seen.guardian = load.next++;
  if (seen.guardian >= guardians) return false;
  seen.kiosk = kiosk;
  const auto document = ServiceFixture::document_of(seen.guardian);
  const auto visit = kiosk->open(document);
  if (!visit) return false;
  seen.visit = visit->visit;
  const auto keep = [&load](std::vector<Visited>& where, const Visited& what) {
    const std::lock_guard lock{load.mutex};
    where.push_back(what);
  };
  std::string code;
  eventually(
      [&] {
        for (const auto& sms : service.spooled()) {
          if (sms.to == ServiceFixture::phone_of(seen.guardian)) code = sms.code();
        }
        return !code.empty();
      },
      2s);
  const auto person = kiosk->check(seen.visit, code);
  if (!person) {
    keep(load.opened, seen);
    return false;
  }
  seen.path = "/v1/visits/" + seen.visit + "/credentials";
  seen.body = wire::to_json(
      wire::CredentialsRequest{Act::issue, secret::SecretText{good_password}, person->commitments.version});
  seen.extra.idempotency_key = fresh_idempotency_key();
  seen.extra.grant = std::string{person->grant.reveal()};
  const auto answer = kiosk->raw().call("POST", seen.path, seen.body, seen.extra);
  if (answer.status != 200) {
    keep(load.interrupted, seen);
    return false;
  }
  const auto credentials = wire::parse<wire::Credentials>(kiosk->unseal(answer.body)->reveal());
  seen.user_code = std::string{credentials->user_code.reveal()};
  keep(load.acknowledged, seen);
  return true;
}

}  // namespace

TEST_CASE("kill -9 under load loses nothing that was acknowledged and doubles nothing") {
  FixtureOptions options;
  options.as_program = true;
  options.extra_guardians = guardians;
  ServiceFixture service{options};
  const auto identity = service.kiosk_identity();
  service.login_page();
  Load load;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kiosks; ++i) {
      threads.emplace_back([&] {
        const auto kiosk = std::make_shared<KioskClient>(service.where(), identity);
        while (visit_once(service, kiosk, load)) continue;
      });
    }
    std::this_thread::sleep_for(700ms + round * 137ms);
    service.kill();
    for (auto& thread : threads) thread.join();
    service.start();

    // Asked again with the same key: carried out exactly once, whether or not the first one had been.
    for (auto& seen : load.interrupted) {
      SignedClient client{service.where(), identity};
      const auto first = client.call("POST", seen.path, seen.body, seen.extra);
      CAPTURE(first.body);
      REQUIRE(first.status == 200);
      CHECK(client.call("POST", seen.path, seen.body, seen.extra).body == first.body);
      const auto clear = seen.kiosk->unseal(first.body);
      REQUIRE(clear);
      seen.user_code = std::string{wire::parse<wire::Credentials>(clear->reveal())->user_code.reveal()};
      load.acknowledged.push_back(seen);
    }
    load.interrupted.clear();
    // A visit that was opened and no more is still known.
    for (const auto& seen : load.opened) {
      KioskClient kiosk{service.where(), identity};
      const auto result = kiosk.check(seen.visit, "000000");
      CHECK((result || result.error().code != Code::visit_unknown));
    }
    load.opened.clear();
  }
  REQUIRE(load.acknowledged.size() >= 10);
  auto page = service.login_page();
  for (const auto& seen : load.acknowledged) CHECK(log_in(page, seen.user_code, good_password));
  service.stop();
}

TEST_CASE("SIGTERM ends the program well, and a line says so") {
  FixtureOptions options;
  options.as_program = true;
  ServiceFixture service{options};
  CHECK(read_file("/proc/" + std::to_string(service.pid()) + "/limits").contains("Max core file size        0"));
  CHECK(service.kiosk().heartbeat());
  service.stop();
  CHECK(read_file(service.log_file()).contains("\"event\":\"stopped\""));
}
