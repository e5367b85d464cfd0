// The parts put together as the program has them: the service's client hears a heartbeat, the keeper learns the key
// and tells that requests can be left, the postman brings them once the line is there, beside guardians' questions.
#include <thread>

#include "kiosk/equipment.h"
#include "kiosk/journal/offline.h"
#include "tests/journal/school_of_test.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;

namespace {

// What main.cpp builds, without its window.
struct Program {
  explicit Program(const config::DeviceConfiguration& configuration) : equipment(events) {
    auto started =
        journal::Offline::start(configuration, events, [this](bool able) { equipment.requests_are(able); });
    if (!started) throw std::runtime_error(started.error());
    offline = std::move(*started);
    auto identity = reg::load_identity(configuration);
    client = std::make_unique<reg::RegisterClient>(
        std::make_unique<reg::SignedClient>(configuration.service_url, configuration.service_pins,
                                            std::move(identity->key), identity->id),
        events, std::nullopt, offline->listener());
  }
  template <class Wanted, class Holds>
  bool hears(Holds holds, std::chrono::seconds within = 30s) {
    return fakes::eventually(
        [&] {
          bool found = false;
          for (const auto& event : events.drain()) {
            if (const auto* wanted = std::get_if<Wanted>(&event)) found = found || holds(*wanted);
          }
          return found;
        },
        within);
  }
  bool beats() {
    client->ask({1, ++asked, visit::ProbeLine{}});
    bool alive = false;
    hears<visit::Answer>([&](const visit::Answer& answer) {
      alive = std::holds_alternative<visit::Alive>(answer.content);
      return true;
    });
    return alive;
  }

  kiosk::EventQueue events;
  kiosk::Equipment equipment;
  std::unique_ptr<journal::Offline> offline;
  std::unique_ptr<reg::RegisterClient> client;
  visit::RequestId asked = 0;
};

config::DeviceConfiguration configuration_of(SchoolOfTest& school, const Device& device) {
  config::DeviceConfiguration configuration;
  configuration.service_url = school.line().url;
  configuration.service_pins = {school.line().pin};
  configuration.device_directory = school.service.folder() / "device";
  std::filesystem::create_directory(configuration.device_directory);
  std::filesystem::copy(device.key_file, configuration.device_directory / "device.key");
  fakes::write_file(configuration.device_directory / "device.id", device.id + "\n");
  return configuration;
}

}  // namespace

TEST_CASE("a request left without a line arrives by itself when the line is back, and the journal with it") {
  SchoolOfTest school{2};
  const auto configuration = configuration_of(school, school.device());
  {
    Program kiosk{configuration};
    CHECK_FALSE(kiosk.equipment.now().requests);
    REQUIRE(kiosk.beats());
    REQUIRE(fakes::eventually([&] { return kiosk.equipment.now().requests; }));
  }
  school.service.kill();
  {
    // Started without a line: what was learnt is on the disk.
    Program kiosk{configuration};
    REQUIRE(fakes::eventually([&] { return kiosk.equipment.now().requests; }));
    CHECK_FALSE(kiosk.beats());
    for (int person = 0; person < 2; ++person) {
      for (int again = 0; again < 2; ++again) {
        kiosk.offline->keep({1, ++kiosk.asked, secret::SecretText{fakes::ServiceFixture::document_of(person)},
                             wire::Wish::recovery, visit::Language::uk});
        const auto expected = again == 0 ? visit::RequestOutcome::kept : visit::RequestOutcome::already;
        CHECK(kiosk.hears<visit::RequestKept>(
            [&](const visit::RequestKept& kept) { return kept.request == kiosk.asked && kept.outcome == expected; }));
      }
    }
    school.start();
    REQUIRE(kiosk.beats());
    for (int person = 0; person < 2; ++person) {
      const auto mail = school.service.mail_to(SchoolOfTest::mail_of(person));
      REQUIRE(mail);
      CHECK(mail->language == "uk");
      CHECK_FALSE(mail->link().empty());
    }
    // Heartbeats later, what it has written of itself is there, too.
    CHECK(fakes::eventually([&] {
      return kiosk.beats() && school.door->count("journal WHERE event = 'request.delivered'") > 0 &&
             school.door->count("journal WHERE event = 'device.started'") == 2;
    }));
  }
  if (school.same_day()) CHECK(school.mails().size() == 2);
  CHECK(school.door->count("journal_head WHERE refused = 1") == 0);
}

TEST_CASE("while a guardian's question is on the line, what waits goes on waiting") {
  SchoolOfTest school{1};
  Program kiosk{configuration_of(school, school.device())};
  REQUIRE(kiosk.beats());
  REQUIRE(fakes::eventually([&] { return kiosk.equipment.now().requests; }));
  const auto ears = kiosk.offline->listener();
  ears.asking(true);
  kiosk.offline->keep({1, ++kiosk.asked, secret::SecretText{fakes::ServiceFixture::document_of(0)},
                       wire::Wish::first_issue, visit::Language::it});
  REQUIRE(kiosk.hears<visit::RequestKept>([](const auto&) { return true; }));
  REQUIRE(kiosk.beats());
  std::this_thread::sleep_for(2s);
  CHECK(school.door->count("kiosk_request") == 0);
  ears.asking(false);
  CHECK(fakes::eventually([&] { return school.door->count("kiosk_request") == 1; }));
}

TEST_CASE("a device that is not enrolled has nothing to keep for") {
  config::DeviceConfiguration configuration;
  const fakes::TempFolder folder;
  configuration.device_directory = folder.path();
  kiosk::EventQueue events;
  CHECK_FALSE(journal::Offline::start(configuration, events, {}));
}
