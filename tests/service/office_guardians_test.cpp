// What the office decides about one guardian: who is found, and what ends at once when somebody is shut out.
#include "service/store/acts/guardians.h"

#include <algorithm>

#include "service/store/acts/inviting.h"
#include "tests/service/command_fixture.h"

using namespace sportello;
using tests::Desk;
using tests::OfficeDesk;
using tests::start;
using namespace std::chrono_literals;
namespace acts = store::acts;

namespace {

std::vector<std::string> guardian(const std::string& command, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"guardian", command, "--school", std::string{OfficeDesk::school}});
  return more;
}

std::string id_of(OfficeDesk& desk, const std::string& sought) {
  const auto found = desk.run(guardian("find", {"--csv"}), sought + "\n").out;
  const auto second_line = found.find("\r\n") + 2;
  return found.substr(second_line, found.find(';', second_line) - second_line);
}

std::string id_of(Desk& desk, std::string_view code) {
  return desk.act([&](auto& session) {
    return acts::find_guardian(session, *desk.office, desk.school.id,
                               desk.office->vault.document_index(desk.school.id, tests::document(code)))
        ->id;
  });
}

}  // namespace

TEST_CASE("a guardian is found by everything an office has at hand") {
  OfficeDesk desk;
  const auto sought =
      GENERATE(as<std::string>{}, "DNGMNT85T71F205Y", "dngmnt85t71f205y", "maria@example.org", "MARIA@EXAMPLE.ORG",
               "+393331234567", "3331234567", "D'Angelo", "d'ang", "  D'Angelo ");
  CAPTURE(sought);
  const auto found = desk.run(guardian("find"), sought + "\n");
  REQUIRE(found.code == 0);
  if (sought == "MARIA@EXAMPLE.ORG") {
    CHECK(found.out.find("Maria Antonietta") != std::string::npos);
    CHECK(found.out.find("maria@example.org") == std::string::npos);  // the address itself is not shown
  } else {
    CHECK(found.out.find("Ugo 1A, Zoe 2B") != std::string::npos);
  }
  CHECK(std::ranges::count(found.out, '\n') == 2);
}

TEST_CASE("nobody, somebody of another school and several are told apart") {
  OfficeDesk desk;
  CHECK(desk.run(guardian("find"), "Bianchi\n").out == "nobody found\n");
  CHECK(desk.run(guardian("find", {"--json"}), "Bianchi\n").out == "[]\n");
  CHECK(desk.run(guardian("find"), "\n").code == 1);
  CHECK(desk.run(guardian("find")).code == 1);
  REQUIRE(desk.run({"school", "add", "--code", "MIIC80400A", "--name", "X", "--profile", "classeviva"}).code == 0);
  CHECK(desk.run({"guardian", "find", "--school", "MIIC80400A"}, "D'Angelo\n").out == "nobody found\n");
  const auto other = desk.run({"guardian", "block", "--school", "MIIC80400A", "--id", id_of(desk, "D'Angelo")});
  CHECK(other.code == 1);
  CHECK(tests::one_line(other.err));
  CHECK(desk.count("guardian WHERE blocked = 1") == 0);
  desk.import("NGYTHI88B69Z251B;Rossi;Thi;;;P4;Rossi;Lan;3A\n");
  const auto several = desk.run(guardian("block"), "Rossi\n");
  CHECK(several.code == 1);
  CHECK(several.err.find("2 people") != std::string::npos);
  CHECK(several.err.find("Rossi") == std::string::npos);
  CHECK(desk.count("guardian WHERE blocked = 1") == 0);
}

TEST_CASE("a guardian is blocked and let in again, by id and by what is typed") {
  OfficeDesk desk;
  const auto id = id_of(desk, "Rossi");
  CHECK(desk.run(guardian("block", {"--id", id})).out == "guardian " + id + " blocked\n");
  CHECK(desk.run(guardian("block", {"--id", id})).code == 0);  // again: nothing new
  CHECK(desk.count("audit WHERE event = 'guardian.blocked'") == 1);
  CHECK(desk.run(guardian("find"), "Rossi\n").out.find("blocked") != std::string::npos);
  CHECK(desk.run(guardian("unblock"), "RSSMRA80A01H501U\n").code == 0);
  CHECK(desk.count("guardian WHERE blocked = 1") == 0);
  CHECK(desk.count("audit WHERE event = 'guardian.unblocked'") == 1);
  CHECK(desk.run(guardian("block", {"--id", "nobody"})).code == 1);
  CHECK(desk.run({"guardian", "block", "--id", id}).code == 2);
}

TEST_CASE("a block ends visits, grants and invitations at once") {
  Desk desk;
  const auto visit = desk.open(tests::maria)->visit;
  REQUIRE(desk.check(visit, desk.code_of(visit)));
  const auto waiting = desk.open(tests::maria, start + 61s)->visit;
  const auto id = id_of(desk, tests::maria);
  desk.act([&](auto& session) {
    session.exec(
        "UPDATE guardian SET mail = $1 WHERE id = $2",
        desk.office->vault.seal(store::Seal::personal, {"guardian", "mail", desk.school.id, id}, "maria@example.org"),
        id);
    return acts::invite(session, *desk.office, acts::guardian_by_id(session, *desk.office, id),
                        {"", "", "", "it", {}}, start)
        .has_value();
  });
  CHECK(desk.count("visit_grant") == 1);
  const auto blocked = desk.act(
      [&](auto& session) { return acts::block_guardian(session, *desk.office, desk.school.id, id, start + 70s); });
  REQUIRE(blocked);
  CHECK(desk.count("visit_grant") == 0);
  CHECK(desk.count("visit WHERE ended_at IS NULL") == 0);
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 0);
  CHECK(desk.count("outbox WHERE kind = 'invitation' AND state = 'overtaken'") == 1);
  CHECK(desk.count("audit WHERE event = 'invitation.cancelled'") == 1);
  const auto refused = desk.check(waiting, desk.code_of(waiting), start + 80s);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == wire::Code::visit_ended);
  // From now on the way of anybody: the same screens, and no message.
  const auto again = desk.open(tests::maria, start + 140s);
  REQUIRE(again);
  CHECK(desk.count("outbox WHERE withheld = 1") == 1);
}

TEST_CASE("the office ends a lock before its time") {
  Desk desk;
  const auto id = id_of(desk, tests::maria);
  const auto index = desk.office->vault.document_index(desk.school.id, tests::document(tests::maria));
  desk.act([&](auto& session) {
    session.exec(
        "INSERT INTO person_guard (school_id, document_index, failures, counted_from, locked_until) VALUES ($1, $2, "
        "10, $3, $4)",
        desk.school.id, index, start, start + 24h);
    return true;
  });
  const auto found = desk.act([&](auto& session) {
    return acts::guardian_of_school(session, *desk.office, desk.school.id, id, start + 1s).value();
  });
  CHECK(found.locked_until == start + 24h);
  REQUIRE(desk.act(
      [&](auto& session) { return acts::unlock_guardian(session, *desk.office, desk.school.id, id, start + 2s); }));
  const auto after = desk.act([&](auto& session) {
    return acts::guardian_of_school(session, *desk.office, desk.school.id, id, start + 3s).value();
  });
  CHECK_FALSE(after.locked_until);
  const auto visit = desk.open(tests::maria, start + 4s)->visit;
  CHECK(desk.check(visit, desk.code_of(visit), start + 5s));
  CHECK(desk.count("audit WHERE event = 'guardian.unlocked'") == 1);
}

TEST_CASE("a visit's reference leads to its guardian") {
  Desk desk;
  const auto visit = desk.open(tests::maria);
  const auto found = desk.act([&](auto& session) {
    return acts::find_guardians(session, *desk.office, desk.school.id, visit->reference, start);
  });
  REQUIRE(found.size() == 1);
  CHECK(found.front().surname.reveal() == "D'Angelo");
  const auto strangers = desk.open(tests::stranger)->reference;
  CHECK(desk.act([&](auto& session) {
              return acts::find_guardians(session, *desk.office, desk.school.id, strangers, start);
            })
            .empty());
}

TEST_CASE("a second set is authorised with the request's reference; a freeze needs something frozen") {
  OfficeDesk desk;
  const auto id = id_of(desk, "Rossi");
  CHECK(desk.run(guardian("second-set", {"--id", id})).code == 2);
  CHECK(desk.run(guardian("second-set", {"--id", id, "--reference", ""})).code == 1);
  CHECK(desk.run(guardian("second-set", {"--id", id, "--reference", "prot. 1234/2027"})).code == 0);
  CHECK(desk.run(guardian("second-set", {"--id", id, "--reference", "prot. 1235/2027"})).code == 1);
  CHECK(desk.count("authorisation") == 1);
  const auto unfrozen = desk.run(guardian("unfreeze", {"--id", id}));
  CHECK(unfrozen.code == 1);
  CHECK(tests::one_line(unfrozen.err));
  for (const auto* command : {"find", "block", "unblock", "unlock", "unfreeze", "second-set"}) {
    CHECK(desk.run({"guardian", command, "--help"}).out.find("Example: ") != std::string::npos);
  }
}

TEST_CASE("an import says whose address it left alone, and why") {
  OfficeDesk desk;
  const std::string school{OfficeDesk::school};
  const std::string header =
      "guardian_cf;guardian_surname;guardian_name;phone;mail;pupil_key;pupil_surname;pupil_name;class\n";
  const auto import = [&](const std::string& mail, std::vector<std::string> more = {}) {
    std::ofstream{desk.folder / "again.csv"} << header << "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;"
                                             << mail << ";P1;Verdi;Zoe;2B\n";
    more.insert(more.begin(), {"import", "--school", school, desk.folder / "again.csv"});
    return desk.run(more);
  };
  const auto id = id_of(desk, "D'Angelo");
  REQUIRE(desk.run({"school", "set", "--school", school, "--mail-domain", "school.example"}).code == 0);
  REQUIRE(import("dangelo.fam@School.Example").out.find("1 changed") != std::string::npos);
  const auto blank = import("");
  CHECK(blank.out.find("guardian " + id + ": mail kept: assigned by the school") != std::string::npos);
  CHECK(desk.count("guardian WHERE mail IS NOT NULL") == 1);
  desk.look([](auto& session) { return session.exec("UPDATE guardian SET mail_confirmed_at = 1"); });
  const auto other = import("x@example.org");
  CHECK(other.out.find("guardian " + id + ": mail kept: confirmed by the guardian") != std::string::npos);
  CHECK(other.out.find("example.org") == std::string::npos);
  const auto replaced = import("x@example.org", {"--replace-confirmed"});
  CHECK(replaced.code == 0);
  CHECK(replaced.out.find("guardian " + id + ": confirmed mail replaced") != std::string::npos);
  CHECK(desk.run(guardian("find"), "x@example.org\n").out.find("D'Angelo") != std::string::npos);
  CHECK(import("").out.find("kept") == std::string::npos);  // neither confirmed nor the school's own
  CHECK(desk.count("guardian WHERE mail IS NOT NULL") == 0);
}
