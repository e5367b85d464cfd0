// Nothing twice, nothing lost: the real service is killed outright by its own gateway, at each step of taking a
// message, started again, and what the gateway accepted is counted.
#include <csignal>

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/italian_gateway.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;
using Step = ItalianGateway::Step;

namespace {

std::string italian(const ItalianGateway& fake, const TempFolder& folder) {
  write_file(folder / "password", ItalianGateway::password() + "\n");
  return "[[gateway]]\nkind = \"italian-rest\"\nurl = \"" + fake.url() + "\"\nusername = \"" +
         ItalianGateway::username() + "\"\npassword_file = \"" + (folder / "password").string() +
         "\"\nsender = \"IC Verdi\"\n";
}

}  // namespace

TEST_CASE("killed at any step between the act and the gateway's answer, each message is accepted exactly once") {
  ItalianGateway fake;
  const TempFolder folder;
  FixtureOptions options;
  options.as_program = true;
  options.gateways = italian(fake, folder);
  ServiceFixture service{options};
  service.kiosk_identity();
  std::size_t sent = 0;
  std::size_t family = 0;
  for (const auto step : {Step::connected, Step::read, Step::accepted, Step::answered}) {
    std::atomic<bool> killed = false;
    const auto victim = service.pid();
    fake.at(step, [&killed, victim] {
      if (!killed.exchange(true)) ::kill(victim, SIGKILL);
    });
    const auto& guardian = families().at(family++);
    CAPTURE(static_cast<int>(step), guardian.phone);
    REQUIRE(service.kiosk().open(guardian.document));
    REQUIRE(eventually([&] { return killed.load(); }));
    service.kill();
    fake.at(step, [] {});
    service.start();
    ++sent;
    REQUIRE(eventually([&] { return fake.accepted().size() >= sent; }, 20s));
  }
  // Killed by time, not by step: anywhere between the commit of the act and the note of the answer.
  for (int round = 0; round < 6; ++round) {
    const auto& guardian = families().at(static_cast<std::size_t>(round) % families().size());
    REQUIRE(service.kiosk().open(guardian.document));
    std::this_thread::sleep_for(std::chrono::milliseconds{round * 3});
    service.kill();
    service.start();
    ++sent;
    CAPTURE(round);
    REQUIRE(eventually([&] { return fake.accepted().size() >= sent; }, 20s));
  }
  std::this_thread::sleep_for(4s);  // whatever would be sent twice, is by now
  const auto accepted = fake.accepted();
  CHECK(accepted.size() == sent);
  std::set<std::string> orders;
  for (const auto& sms : accepted) orders.insert(sms.order_id);
  CHECK(orders.size() == accepted.size());
  CHECK(fake.mistakes().empty());
}

TEST_CASE("a gateway that takes a message and falls silent is asked, not given it again; the office reads its end") {
  ItalianGateway fake;
  const TempFolder folder;
  FixtureOptions options;
  options.gateways = italian(fake, folder) + "\n[[gateway]]\nkind = \"spool\"\ndirectory = \"spool\"\n";
  fake.misbehave = [](bool&) { return std::optional<GatewayAnswer>{}; };
  ServiceFixture service{options};
  REQUIRE(service.kiosk().open(families().at(0).document));
  const auto listed = [&] { return service.command({"messages", "list", "--school", school_code, "--csv"}); };
  REQUIRE(eventually([&] { return listed().contains("sent;italian-rest"); }));
  CHECK(fake.accepted().size() == 1);
  CHECK(service.spooled().empty());
  fake.set_state("DLVRD");
  CHECK(eventually([&] { return listed().contains("delivered"); }, 15s));
}

TEST_CASE(
    "a gateway that falls silent and does not know the message yet keeps it for a while; then the next gets it") {
  ItalianGateway fake;
  const TempFolder folder;
  FixtureOptions options;
  options.gateways = italian(fake, folder) + "\n[[gateway]]\nkind = \"spool\"\ndirectory = \"spool\"\n";
  fake.misbehave = [](bool& accept) {
    accept = false;
    return std::optional<GatewayAnswer>{};
  };
  ServiceFixture service{options};
  REQUIRE(service.kiosk().open(families().at(0).document));
  const auto listed = [&] { return service.command({"messages", "list", "--school", school_code, "--csv"}); };
  REQUIRE(eventually([&] { return listed().contains("not_known_yet"); }, 15s));
  CHECK(service.spooled().empty());
  CHECK(eventually([&] { return service.spooled().size() == 1; }, 25s));
}
