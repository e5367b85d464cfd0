// A backup taken under load, restored on another machine: whoever had credentials then logs in there.
#include <atomic>
#include <thread>

#include "service/configuration.h"
#include "service/service.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using wire::Act;

TEST_CASE("backed up while kiosks issue, restored elsewhere: everybody who was in it logs in, and the audit holds") {
  FixtureOptions options;
  options.as_program = true;
  options.extra_guardians = 24;
  ServiceFixture service{options};
  auto page = service.login_page();
  std::map<std::string, std::string> before;  // user code, password
  const auto issue = [&](const std::string& document, const std::string& phone) -> std::string {
    auto kiosk = service.kiosk();
    const auto visit = kiosk.open(document);
    if (!visit) return "";
    const auto person = kiosk.check(visit->visit, service.sms_to(phone)->code());
    if (!person) return "";
    const auto given = kiosk.set_credentials(visit->visit, *person, Act::issue, good_password);
    return given ? std::string{given->user_code.reveal()} : "";
  };
  for (std::size_t i = 0; i < 2; ++i) {
    const auto code = issue(families().at(i).document, families().at(i).phone);
    REQUIRE_FALSE(code.empty());
    before[code] = good_password;
  }
  std::atomic<int> issued = 0;
  std::thread load{[&] {
    for (int i = 0; i < options.extra_guardians; ++i) {
      if (!issue(ServiceFixture::document_of(i), ServiceFixture::phone_of(i)).empty()) ++issued;
    }
  }};
  REQUIRE(eventually([&] { return issued > 2; }, std::chrono::seconds{60}));
  const auto file = service.folder() / "under-load.backup";
  service.command({"backup", "--to", file.string()});
  const int when = issued;
  load.join();
  CHECK(issued == options.extra_guardians);  // nobody was refused because of it
  INFO("issued when it was done: " << when);
  service.command({"backup", "verify", file.string(), "--master-key", (service.folder() / "master-key").string()});

  auto text = read_file(service.configuration_file());
  if (const auto store = text.find("[store]"); store != std::string::npos)
    text.erase(store, text.find("\n[", store) - store);
  const auto at = text.find("data_directory = \"data\"");
  REQUIRE(at != std::string::npos);
  text.replace(at, 23, "data_directory = \"elsewhere\"");
  const auto elsewhere = service.folder() / "elsewhere.toml";
  write_file(elsewhere, text);
  service.stop();
  const auto configuration = load_configuration(elsewhere);
  REQUIRE(configuration);
  Process restore{{SPORTELLO_SERVICE_PROGRAM, "--config", elsewhere.string(), "restore", "--from", file.string()},
                  service.folder() / "restore.log"};
  restore.wait(std::chrono::seconds{30});
  CHECK(read_file(service.folder() / "restore.log").contains("rows restored"));
  service::Options wanted;
  wanted.demo = true;
  auto started = service::Service::start(*configuration, std::move(wanted));
  REQUIRE(started);
  SignedClient there{{(*started)->port(), service.where().certificate}, page.identity()};
  for (const auto& [user_code, password] : before) {
    CHECK(log_in(there, user_code, password));
    CHECK_FALSE(log_in(there, user_code, "Sbagliata-1234"));
  }
}
