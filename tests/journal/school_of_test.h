// A real service with as many families as a test wants, all with a mail address, and kiosks of its school.
#pragma once

#include <map>

#include "service/desk/italian_clock.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"
#include "tests/fakes/store_door.h"
#include "tests/journal/kiosk_of_test.h"
#include "tests/kiosk/cutting_proxy.h"

namespace sportello::tests {

class SchoolOfTest {
 public:
  explicit SchoolOfTest(int people) : service(options()) {
    // Kiosks know one address, whatever port the service has after a restart.
    auto toml = fakes::read_file(service.configuration_file());
    toml.insert(toml.find('\n') + 1, "authorities = [\"127.0.0.1:" + std::to_string(proxy.port()) + "\"]\n");
    fakes::write_file(service.configuration_file(), toml);
    std::string csv =
        "guardian_cf;guardian_surname;guardian_name;phone;mail;pupil_key;pupil_surname;pupil_name;class\n";
    for (int i = 0; i < people; ++i) {
      csv += fakes::ServiceFixture::document_of(i) + ";Rossi;Mario;" + fakes::ServiceFixture::phone_of(i) + ";" +
             mail_of(i) + ";K" + std::to_string(i) + ";Rossi;Bea;3C\n";
    }
    fakes::write_file(service.folder() / "more.csv", csv);
    service.command({"import", "--school", fakes::school_code, (service.folder() / "more.csv").string()});
    start();
    door.emplace(service);
  }

  static std::string mail_of(int person) { return "g" + std::to_string(person) + "@example.org"; }
  void start() {
    service.start();
    proxy.forward_to(service.where().port);
  }
  void restart() {
    service.kill();
    start();
  }
  [[nodiscard]] Line line() const {
    return {"https://127.0.0.1:" + std::to_string(proxy.port()), fakes::pin_of(service.where().certificate)};
  }
  Device device() {
    const auto identity = service.enrol_only();
    service.approve(identity);
    const auto file = service.folder() / (identity.key_id + ".key");
    if (!identity.key->save(file)) throw std::runtime_error("a key was not saved");
    fakes::KioskClient client{service.where(), identity};
    sealing_key = client.heartbeat()->sealing_key.value();
    return {identity.key_id, file};
  }
  // How many mails each address got.
  std::map<std::string, int> mails() {
    std::map<std::string, int> count;
    for (const auto& mail : service.mails()) ++count[mail.to];
    return count;
  }

  CuttingProxy proxy;
  fakes::ServiceFixture service;
  std::optional<fakes::StoreDoor> door;
  secret::SealPublicKey sealing_key{};
  // After midnight a second request of the same person is a new one.
  [[nodiscard]] bool same_day() const { return desk::italian_day(sportello::now()) == began; }
  std::string began = desk::italian_day(sportello::now());

 private:
  static fakes::FixtureOptions options() {
    fakes::FixtureOptions options;
    options.as_program = true;
    options.start = false;
    return options;
  }
};

}  // namespace sportello::tests
