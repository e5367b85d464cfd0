// Pupils' credentials by mail: to the school's own address, secrets sealed in the message, a homonym told apart.
#include <algorithm>
#include <boost/json.hpp>

#include "service/store/acts/outbox.h"
#include "tests/service/command_fixture.h"

using namespace sportello;
using tests::OfficeDesk;
namespace acts = store::acts;

TEST_CASE("credentials by mail go to the school's address for each pupil") {
  OfficeDesk desk;
  const std::string school{OfficeDesk::school};
  desk.import("NGYTHI88B69Z251B;Rossi;Thi;;;P5;Rossi;Ugo;1A\n");
  REQUIRE(desk.run({"school", "set", "--school", school, "--mail-domain", "school.example"}).code == 0);
  const auto ran = desk.run({"pupils", "credentials", "--school", school, "--class", "1a", "--mail"});
  CAPTURE(ran.err);
  REQUIRE(ran.code == 0);
  CHECK(ran.out.find("3 pupils have new credentials, on their way by mail") != std::string::npos);
  CHECK(ran.out.find("1 with a number") != std::string::npos);
  CHECK(desk.count("account WHERE pupil_id IS NOT NULL AND change_due = 1 AND password_ends_at > issued_at") == 3);
  CHECK(desk.count("account WHERE guardian_id IS NOT NULL") == 0);
  CHECK(desk.count("audit WHERE event = 'pupil_credentials.issued'") == 3);
  const auto master = store::MasterKey::load(desk.folder / "master-key").value();
  std::vector<std::string> told;
  desk.look([&](store::Session& session) {
    const acts::Office office{store::Vault::open(session, master, tests::start).value(), tests::profiles(), {}};
    const auto id = acts::find_school(session, OfficeDesk::school)->id;
    for (const auto& row : session.query(
             "SELECT id, recipient, parameters FROM outbox WHERE kind = 'pupil_credentials' AND channel = 'mail'")) {
      const auto open = [&](std::string_view place, std::size_t at) {
        return office.vault.reveal(store::Seal::personal, {"outbox", place, id, row.text(0)}, row.blob(at));
      };
      const auto values = boost::json::parse(std::string{open("parameters", 2).reveal()}).as_object();
      told.push_back(std::string{open("phone", 1).reveal()} + " " + std::string{values.at("name").as_string()});
      CHECK(values.at("user_code").as_string().size() == 9);
      CHECK(values.at("password").as_string().size() >= 12);
      const auto clear = std::string{values.at("password").as_string()};
      CHECK(ran.out.find(clear) == std::string::npos);
    }
    return true;
  });
  std::ranges::sort(told);
  CHECK(told == std::vector<std::string>{"rossi.ugo2@school.example Ugo", "rossi.ugo@school.example Ugo",
                                         "verdi.ugo@school.example Ugo"});
  // Those who have a set keep it; nothing is sent twice.
  CHECK(desk.run({"pupils", "credentials", "--school", school, "--class", "1A", "--mail"})
            .out.find("3 had some already") != std::string::npos);
  CHECK(desk.count("outbox") == 3);
}

TEST_CASE("an address that somebody has in other letters is taken") {
  OfficeDesk desk;
  const std::string school{OfficeDesk::school};
  desk.import("NGYTHI88B69Z251B;Nguyen;Thi;;Verdi.Zoe@School.Example;P5;Nguyen;Lan;3A\n");
  REQUIRE(desk.run({"school", "set", "--school", school, "--mail-domain", "school.example"}).code == 0);
  const auto ran = desk.run({"pupils", "credentials", "--school", school, "--class", "2B", "--mail"});
  CAPTURE(ran.err, ran.out);
  REQUIRE(ran.code == 0);
  CHECK(desk.count("homonym WHERE kind = 'mail'") == 1);
  CHECK(desk.run({"guardian", "find", "--school", school}, "verdi.zoe@SCHOOL.example\n").out.find("Nguyen") !=
        std::string::npos);
}

TEST_CASE("a run that cannot finish leaves no account and no message") {
  OfficeDesk desk;
  const std::string school{OfficeDesk::school};
  const auto no_domain = desk.run({"pupils", "credentials", "--school", school, "--class", "1A", "--mail"});
  CHECK(no_domain.code == 1);
  CHECK(tests::one_line(no_domain.err));
  CHECK(desk.run({"pupils", "credentials", "--school", school, "--class", "1A"}).code == 2);
  CHECK(desk.count("account") == 0);
  CHECK(desk.count("outbox") == 0);
  CHECK(desk.run({"pupils", "credentials", "--help"}).out.find("Example: ") != std::string::npos);
}
