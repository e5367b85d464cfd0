// The real service, killed while it tells its register: everything arrives once; nothing secret is left in clear.
#include <csignal>

#include "service/shared/secret/sealed.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/register_receiver.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;
using wire::Act;

namespace {

std::string sealing_profile() {
  auto text = read_file(std::filesystem::path{SPORTELLO_SOURCE} / "assets/registers/classeviva.toml");
  const auto at = text.find("password = \"never\"");
  return text.replace(at, 18, "password = \"sealed\"");
}

FixtureOptions options_for(const std::string& connector) {
  FixtureOptions options;
  options.as_program = true;
  options.start = false;
  options.profile = "sealing";
  options.profiles["sealing"] = sealing_profile();
  options.gateways =
      "[[gateway]]\nkind = \"spool\"\ndirectory = \"spool\"\n\n[[connector]]\nname = \"verdi\"\nschools = [\"" +
      school_code + "\"]\nregister_key_file = \"register.pub\"\n" + connector;
  return options;
}

}  // namespace

TEST_CASE("killed in the middle, the service tells its register each password once, sealed to it alone") {
  secret::start_sodium();
  const TempFolder keys;
  const auto register_key = secret::SealKeyPair::generate();
  write_file(keys / "register.pub", secret::to_base64url(register_key.public_key()) + "\n");
  const auto ours = signing::SigningKey::generate();
  REQUIRE(ours.save(keys / "connector.key"));
  RegisterReceiver receiver{ours.public_key()};
  auto options =
      options_for("kind = \"webhook\"\nurl = \"" + receiver.url() + "\"\nkey_file = \"" +
                  (keys / "connector.key").string() + "\"\nca_file = \"" + receiver.certificate().string() + "\"\n");
  const auto at = options.gateways.find("register.pub");
  options.gateways.replace(at, 12, (keys / "register.pub").string());
  ServiceFixture service{options};
  service.start();
  std::atomic<pid_t> victim = 0;
  std::atomic<int> kills = 0;
  receiver.behave([&](int, const HttpRequest&) {
    const bool kill = victim != 0;
    if (kill) {
      ::kill(victim, SIGKILL);
      victim = 0;
      ++kills;
    }
    return Manners{.hangs_up = kill};
  });
  for (std::size_t i = 0; i < 2; ++i) {
    auto kiosk = service.kiosk();
    const auto visit = kiosk.open(families().at(i).document);
    REQUIRE(visit);
    const auto person = kiosk.check(visit->visit, service.sms_to(families().at(i).phone)->code());
    REQUIRE(person);
    victim = service.pid();
    static_cast<void>(kiosk.set_credentials(visit->visit, *person, Act::issue, good_password));
    REQUIRE(eventually([&] { return kills == static_cast<int>(i) + 1; }));
    service.kill();
    service.start();
    CHECK(eventually(
        [&] {
          return service.command({"connector", "list", "--school", school_code, "--waiting", "--csv"})
                     .find("credentials") == std::string::npos;
        },
        60s));
  }
  const auto applied = receiver.applied();
  REQUIRE(applied.size() == 2);
  CHECK(receiver.ids().size() >= 4);  // each came twice at least
  CHECK(receiver.faults().empty());
  for (const auto& event : applied) {
    CHECK(event.event == "credentials_issued");
    CHECK_FALSE(event.body.contains(good_password));
    const auto begin = event.body.find("\"sealed_password\":\"") + 19;
    const auto box = secret::from_base64url(event.body.substr(begin, event.body.find('"', begin) - begin));
    REQUIRE(box);
    CHECK(register_key.open(*box)->reveal() == good_password);
  }
  service.stop();
  auto written = read_file(service.log_file());
  for (const auto& entry : std::filesystem::recursive_directory_iterator{service.data()}) {
    if (entry.is_regular_file()) written += read_file(entry.path());
  }
  CHECK(written.contains("register_told"));
  CHECK_FALSE(written.contains(good_password));
}

TEST_CASE("a register that must get passwords and has no key keeps the service from starting, with a sentence") {
  auto options = options_for("kind = \"csv\"\nfolder = \"out\"\n");
  const auto at = options.gateways.find("register_key_file = \"register.pub\"\n");
  options.gateways.erase(at, 35);
  ServiceFixture service{options};
  CHECK_THROWS(service.start());
  CHECK(read_file(service.log_file()).contains("register_key_file"));
}
