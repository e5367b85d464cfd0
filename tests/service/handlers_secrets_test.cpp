// After whole visits, failures and logins, nothing secret or personal stands in clear in the log or the store.
#include "tests/catch.h"
#include "tests/fakes/every_row.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using wire::Act;

namespace {

std::string everything_written(const ServiceFixture& service) {
  auto all = read_file(service.log_file());
  for (const auto& entry : std::filesystem::recursive_directory_iterator{service.data()}) {
    if (entry.is_regular_file()) all += read_file(entry.path());
  }
  // Where the store is no file, its rows.
  if (service.kept().is_postgresql()) all += every_row(*service.kept().session(), service.kept().dialect());
  return all;
}

}  // namespace

TEST_CASE("what the program writes is its owner's alone") {
  FixtureOptions options;
  options.as_program = true;
  ServiceFixture service{options};
  CHECK(service.kiosk().open(families().at(0).document));
  REQUIRE(service.sms_to(families().at(0).phone));
  std::vector<std::filesystem::path> written = {service.spool(), service.folder() / "ready.json"};
  for (const auto& folder : {service.spool(), service.data()}) {
    for (const auto& entry : std::filesystem::directory_iterator{folder}) written.push_back(entry.path());
  }
  CHECK(written.size() > (service.kept().is_postgresql() ? 3 : 4));
  for (const auto& file : written) {
    CAPTURE(file);
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    CHECK((std::filesystem::status(file).permissions() & others) == std::filesystem::perms::none);
  }
}

TEST_CASE("no seeded secret stands in clear in any log or store file") {
  FixtureOptions options;
  options.as_program = true;
  ServiceFixture service{options};
  std::vector<std::string> secrets = {good_password,       "Altra-Barca.2044", "Sbagliata-1234",
                                      unknown_document,    "Maria Antonietta", "Terza-Scialuppa.77",
                                      "Quarta-Zattera.88", "@casa.example",    "la nota riservata di prova"};
  for (const auto& family : families()) {
    secrets.push_back(family.document);
    secrets.push_back(family.phone.substr(3));
  }
  auto page = service.login_page();
  std::string visit_id;
  for (const auto& family : families()) {
    auto kiosk = service.kiosk();
    const auto visit = kiosk.open(family.document);
    REQUIRE(visit);
    visit_id = visit->visit;
    const auto code = service.sms_to(family.phone)->code();
    secrets.push_back(code);
    CHECK_FALSE(kiosk.check(visit->visit, code == "135791" ? "135792" : "135791"));
    const auto person = kiosk.check(visit->visit, code);
    REQUIRE(person);
    secrets.emplace_back(person->grant.reveal());
    const auto given = kiosk.set_credentials(visit->visit, *person, Act::issue, good_password);
    REQUIRE(given);
    const std::string user_code{given->user_code.reveal()};
    secrets.push_back(user_code);
    if (given->pin) secrets.emplace_back(given->pin->reveal());
    CHECK(kiosk.set_credentials(visit->visit, *person, Act::issue, "Altra-Barca.2044").error().code !=
          wire::Code::internal);
    CHECK(log_in(page, user_code, good_password));
    CHECK_FALSE(log_in(page, user_code, "Sbagliata-1234"));
    wire::CredentialsRequest change;
    change.action = Act::change_password;
    change.password = secret::SecretText{"Terza-Scialuppa.77"};
    change.current_password = secret::SecretText{"Sbagliata-1234"};
    CHECK_FALSE(kiosk.act(visit->visit, *person, change));
    change.current_password = secret::SecretText{std::string_view{good_password}};
    CHECK(kiosk.act(visit->visit, *person, change));
    wire::CredentialsRequest renew;
    renew.action = Act::renew_pin;
    const auto renewed = kiosk.act(visit->visit, *person, renew);
    REQUIRE(renewed);
    secrets.emplace_back(renewed->pin->reveal());
    const auto mail = family.phone.substr(3) + "@casa.example";
    REQUIRE(kiosk.ask_mail(visit->visit, *person, mail));
    const auto mail_code = service.mail_to(mail)->code();
    secrets.push_back(mail_code);
    CHECK(kiosk.check_mail(visit->visit, *person, mail_code));
    CHECK(kiosk.report(visit->visit, *person,
                       {{wire::WrongData::other}, secret::SecretText{"la nota riservata di prova"}}));
    CHECK(change_at_login(page, user_code, "Terza-Scialuppa.77", "Quarta-Zattera.88"));
    // The address hears of more than one thing; in which order, the senders decide.
    std::string link;
    for (std::size_t nth = 2; link.empty(); ++nth) link = service.mail_to(mail, nth).value().link();
    secrets.push_back(link.substr(link.rfind('/') + 1));
  }
  CHECK(service.kiosk().open(unknown_document));
  // While it runs (the write-ahead log is full of fresh pages), after a kill, and after a proper end.
  const auto look = [&](const std::string& when) {
    const auto all = everything_written(service);
    REQUIRE(all.contains(visit_id));                           // the search can find what is there
    REQUIRE(all.contains("POST /v1/visits/{id}/code/check"));  // the log is among it
    for (const auto& one : secrets) {
      // Six digits stand by chance in some hexadecimal or number; a code is looked for as a word of its own.
      const bool digits = one.find_first_not_of("0123456789") == std::string::npos;
      auto at = all.find(one);
      const auto letter_at = [&](std::size_t index) {
        return index < all.size() && std::isalnum(static_cast<unsigned char>(all[index])) != 0;
      };
      while (digits && one.size() == 6 && at != std::string::npos && (letter_at(at - 1) || letter_at(at + 6))) {
        at = all.find(one, at + 1);
      }
      if (at != std::string::npos) {
        FAIL_CHECK("a secret of " << one.size() << " characters stands in clear " << when);
      }
    }
  };
  look("while the service runs");
  service.kill();
  look("after a kill");
  service.start();
  service.stop();
  look("after a proper end");
}
