// Another master key under a running service: nobody is refused, logins from before go on, the old key opens nothing.
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"
#include "tests/fakes/store_door.h"

using namespace sportello;
using namespace sportello::fakes;
using wire::Act;

namespace {

struct Rotating {
  explicit Rotating(bool as_program = true) : service{options(as_program)} {
    service.command({"master-key", "create", new_key()});
  }
  static FixtureOptions options(bool as_program) {
    FixtureOptions options;
    options.as_program = as_program;
    return options;
  }
  std::string new_key() const { return (service.folder() / "new-key").string(); }
  std::string issue(const Family& family) {
    auto kiosk = service.kiosk();
    const auto visit = kiosk.open(family.document);
    REQUIRE(visit);
    const auto person = kiosk.check(visit->visit, service.sms_to(family.phone)->code());
    REQUIRE(person);
    const auto given = kiosk.set_credentials(visit->visit, *person, Act::issue, good_password);
    REQUIRE(given);
    return std::string{given->user_code.reveal()};
  }
  bool opens(const std::string& file) {
    try {
      return service.command({"master-key", "check", file}).contains("opens this store");
    } catch (const std::exception&) {
      return false;
    }
  }
  std::string installed() const { return (service.folder() / "master-key").string(); }
  ServiceFixture service;
};

// The key's version that seals the account's password.
int pepper_of(ServiceFixture& service, const std::string& account_filter) {
  StoreDoor door{service};
  return door.act([&](store::Session& session) {
    const auto field = session.first("SELECT password FROM account " + account_filter)->blob(0);
    return static_cast<int>(field.at(3));
  });
}

}  // namespace

TEST_CASE("rotated under a running service: old logins and new acts go on, before and after a restart") {
  Rotating rotating;
  auto& service = rotating.service;
  auto page = service.login_page();
  const auto old_login = rotating.issue(families().at(0));
  REQUIRE(log_in(page, old_login, good_password));
  const auto old_hex = read_file(rotating.installed());
  const auto said = service.command({"master-key", "rotate", "--new", rotating.new_key()});
  CHECK(said.contains("rotated"));
  CHECK(read_file(rotating.installed()) == read_file(rotating.new_key()));
  CHECK(rotating.opens(rotating.new_key()));
  write_file(service.folder() / "old-key", old_hex);
  std::filesystem::permissions(service.folder() / "old-key", std::filesystem::perms::owner_read);
  CHECK_FALSE(rotating.opens((service.folder() / "old-key").string()));

  CHECK(log_in(page, old_login, good_password));
  // The command line is another process: what it writes now is sealed under keys that the running one has not read.
  const std::string again = "+393409999999";
  write_file(service.folder() / "again.csv",
             "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n" +
                 families().at(1).document + ";Rossi;Anna;" + again +
                 ";nuova@example.org;MADRE;PROVV2;Rossi;Luca;2A\n");
  service.command({"import", "--school", school_code, (service.folder() / "again.csv").string()});
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(families().at(1).document);
  REQUIRE(visit);
  const auto sms = service.sms_to(again);
  REQUIRE(sms);
  const auto person = kiosk.check(visit->visit, sms->code());
  REQUIRE(person);
  CHECK(kiosk.set_credentials(visit->visit, *person, Act::issue, good_password));
  CHECK(read_file(service.log_file()).contains("keys_reloaded"));
  CHECK_FALSE(read_file(service.log_file()).contains("does not open"));

  service.kill();
  service.start();
  auto page_again = service.login_page();
  CHECK(log_in(page_again, old_login, good_password));
  CHECK(service.command({"master-key", "rotate", "--new", rotating.new_key()}).contains("already"));
  CHECK(StoreDoor{service}.count("audit WHERE event = 'master_key.rotated'") == 2);  // one a school
}

TEST_CASE("a login moves the hash to the newest pepper, and the password stays") {
  Rotating rotating;
  auto& service = rotating.service;
  auto page = service.login_page();
  const auto user_code = rotating.issue(families().at(0));
  CHECK(pepper_of(service, "") == 1);
  service.command({"master-key", "rotate", "--new", rotating.new_key()});
  service.kill();
  service.start();
  auto there = service.login_page();
  CHECK_FALSE(log_in(there, user_code, "Sbagliata-1234"));
  CHECK(pepper_of(service, "") == 1);
  CHECK(log_in(there, user_code, good_password));
  CHECK(pepper_of(service, "") == 2);
  CHECK(log_in(there, user_code, good_password));
}

TEST_CASE(
    "interrupted at each point, one of the two keys opens the store, the service starts, and the command ends it") {
  Rotating rotating;
  auto& service = rotating.service;
  auto page = service.login_page();
  const auto user_code = rotating.issue(families().at(0));
  service.stop();
  const auto next = rotating.installed() + ".next";
  const auto old_key = (service.folder() / "old-key").string();
  std::filesystem::copy_file(rotating.installed(), old_key);
  const auto copy = [](const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  };
  // Laid beside, the store not yet changed.
  copy(rotating.new_key(), next);
  CHECK(rotating.opens(rotating.installed()));
  service.start();
  auto first = service.login_page();
  CHECK(log_in(first, user_code, good_password));
  service.stop();
  // The store is changed, no file renamed.
  service.command({"master-key", "rotate", "--old", rotating.installed(), "--new", rotating.new_key()});
  CHECK_FALSE(rotating.opens(rotating.installed()));
  CHECK(rotating.opens(next));
  service.start();
  auto second = service.login_page();
  CHECK(log_in(second, user_code, good_password));
  service.stop();
  // The old one renamed, the new one not yet.
  std::filesystem::rename(rotating.installed(), rotating.installed() + ".away");
  service.start();
  auto third = service.login_page();
  CHECK(log_in(third, user_code, good_password));
  service.command({"master-key", "rotate", "--new", rotating.new_key()});
  CHECK(read_file(rotating.installed()) == read_file(rotating.new_key()));
  CHECK_FALSE(std::filesystem::exists(next));
  CHECK(log_in(third, user_code, good_password));
  service.stop();
  service.start();
}

TEST_CASE("killed at any time while it rotates, the command leaves a store that a key opens") {
  Rotating rotating;
  auto& service = rotating.service;
  const auto user_code = rotating.issue(families().at(0));
  service.stop();
  for (int round = 0; round < 8; ++round) {
    CAPTURE(round);
    const auto key = (service.folder() / ("key" + std::to_string(round))).string();
    service.command({"master-key", "create", key});
    Process command{{SPORTELLO_SERVICE_PROGRAM, "--config", service.configuration_file().string(), "master-key",
                     "rotate", "--new", key},
                    service.folder() / "rotate.log"};
    std::this_thread::sleep_for(std::chrono::milliseconds{round * 6});
    command.signal(SIGKILL);
    command.wait(std::chrono::seconds{5});
    const auto next = rotating.installed() + ".next";
    CHECK((rotating.opens(rotating.installed()) || rotating.opens(next)));
    service.start();
    auto page = service.login_page();
    CHECK(log_in(page, user_code, good_password));
    service.stop();
    service.command({"master-key", "rotate", "--new", key});
    CHECK(rotating.opens(rotating.installed()));
  }
}

TEST_CASE("a key of another store, or one that others may read, is refused before anything is changed") {
  Rotating rotating{false};
  auto& service = rotating.service;
  service.stop();
  const auto before = read_file(rotating.installed());
  CHECK_THROWS(service.command({"master-key", "rotate", "--new", (service.folder() / "none").string()}));
  std::filesystem::permissions(rotating.new_key(),
                               std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
  CHECK_THROWS(service.command({"master-key", "rotate", "--new", rotating.new_key()}));
  std::filesystem::permissions(rotating.new_key(), std::filesystem::perms::owner_read);
  const auto other = (service.folder() / "other-key").string();
  service.command({"master-key", "create", other});
  CHECK_THROWS(service.command({"master-key", "rotate", "--old", other, "--new", rotating.new_key()}));
  CHECK(read_file(rotating.installed()) == before);
  CHECK(rotating.opens(rotating.installed()));
}

TEST_CASE("a key that systemd hands over is rotated by naming both, never in the folder of credentials") {
  Rotating rotating{false};
  auto& service = rotating.service;
  service.stop();
  // The same configuration without master_key_file: the credential is the key's file of this fixture.
  const auto configuration = service.folder() / "credential.toml";
  const auto text = read_file(service.configuration_file());
  const auto begin = text.find("master_key_file");
  REQUIRE(begin != std::string::npos);
  std::ofstream{configuration} << text.substr(0, begin) << text.substr(text.find('\n', begin) + 1);
  const auto rotated = [&](std::vector<std::string> how) {
    std::vector<std::string> words{"/usr/bin/env",
                                   "CREDENTIALS_DIRECTORY=" + service.folder().string(),
                                   SPORTELLO_SERVICE_PROGRAM,
                                   "--config",
                                   configuration.string(),
                                   "master-key",
                                   "rotate"};
    words.insert(words.end(), how.begin(), how.end());
    Process command{words, service.folder() / "credential.log"};
    return command.wait(std::chrono::seconds{20});
  };
  CHECK(rotated({"--new", rotating.new_key()}) == 1);
  CHECK(read_file(service.folder() / "credential.log").contains("--old"));
  CHECK(rotating.opens(rotating.installed()));
  CHECK_FALSE(std::filesystem::exists(rotating.installed() + ".next"));
  CHECK(rotated({"--old", rotating.installed(), "--new", rotating.new_key()}) == 0);
  CHECK(rotating.opens(rotating.new_key()));
  CHECK_FALSE(rotating.opens(rotating.installed()));
}
