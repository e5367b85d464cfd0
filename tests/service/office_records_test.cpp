// Addresses that the school makes, homonyms, commitments and reports: what the office reads and files.
#include "service/store/acts/office_records.h"
#include "service/store/acts/aliases.h"

#include <algorithm>

#include "tests/service/command_fixture.h"

using namespace sportello;
using tests::OfficeDesk;
namespace acts = store::acts;

namespace {

const std::string school{OfficeDesk::school};

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

// Beside the two families of the fixture: three Rossi without mail.
void add_rossi(OfficeDesk& desk) {
  desk.import("NGYTHI88B69Z251B;Rossi;Thi;;;P5;Rossi;Ugo;1B\nHXHRBN90M15Z100K;Ròssi;Arben;;;P6;Rossi;Ugo;1C\n");
}

}  // namespace

TEST_CASE("addresses are made in the order of documents, and homonyms get the lowest free number") {
  OfficeDesk desk;
  add_rossi(desk);
  const std::vector<std::string> wish{"aliases", "--school", school, "--for", "guardians", "--csv"};
  const auto no_domain = desk.run(wish);
  CHECK(no_domain.code == 1);
  CHECK(has(no_domain.err, "--mail-domain"));
  REQUIRE(desk.run({"school", "set", "--school", school, "--mail-domain", "school.example"}).code == 0);
  const auto listed = desk.run(wish);
  REQUIRE(listed.code == 0);
  // HXH… before NGY… before RSS…; Maria has an address and is left alone.
  CHECK(listed.out ==
        "surname;name;address;homonym_of\r\n"
        "Ròssi;Arben;rossi.fam@school.example;\r\n"
        "Rossi;Thi;rossi.fam2@school.example;rossi.fam@school.example\r\n"
        "Rossi;Mario;rossi.fam3@school.example;rossi.fam@school.example\r\n");
  CHECK(desk.count("guardian WHERE mail IS NOT NULL") == 1);  // only listed
  auto assign = wish;
  assign.emplace_back("--assign");
  CHECK(desk.run(assign).out == listed.out);
  CHECK(desk.count("guardian WHERE mail IS NULL") == 0);
  CHECK(desk.count("homonym WHERE kind = 'mail' AND holder = 'guardian'") == 2);
  CHECK(desk.count("audit WHERE event = 'homonym.resolved'") == 2);
  CHECK(desk.count("audit WHERE event = 'aliases.assigned'") == 1);
  CHECK(has(desk.run({"aliases", "--school", school, "--for", "guardians"}).out, "everybody has an address"));
  CHECK(has(desk.run({"guardian", "find", "--school", school}, "rossi.fam3@school.example\n").out, "Mario"));
  // A later Rossi gets the next number.
  desk.import("LDRBLL79E07Z330P;Rossi;Abdellatif;;;P7;Rossi;Ugo;1C\n");
  CHECK(has(desk.run(assign).out, "rossi.fam4@school.example"));
}

TEST_CASE("pupils have addresses of their own, and the office sees homonyms until it has seen them") {
  OfficeDesk desk;
  add_rossi(desk);
  REQUIRE(desk.run({"school", "set", "--school", school, "--mail-domain", "school.example"}).code == 0);
  const auto made = desk.run({"aliases", "--school", school, "--for", "pupils", "--assign"});
  CHECK(has(made.out, "rossi.ugo@school.example"));
  CHECK(has(made.out, "rossi.ugo3@school.example"));
  CHECK(has(made.out, "verdi.zoe@school.example"));
  CHECK(has(made.out, "5 addresses written"));
  const auto listed = desk.run({"homonyms", "list", "--school", school});
  CHECK(std::ranges::count(listed.out, '\n') == 3);
  CHECK(has(listed.out, "rossi.ugo@school.example  rossi.ugo2@school.example"));
  CHECK(desk.run({"homonyms", "seen", "--school", school}).out == "2 marked as seen\n");
  CHECK(desk.run({"homonyms", "list", "--school", school}).out == "no new homonyms\n");
  CHECK(std::ranges::count(desk.run({"homonyms", "list", "--school", school, "--all"}).out, '\n') == 3);
  CHECK(desk.run({"homonyms", "seen", "--school", school}).out == "0 marked as seen\n");
  CHECK(desk.count("audit WHERE event = 'homonym.seen'") == 1);
}

TEST_CASE("commitments are exported with Italian times, and the export is an event") {
  OfficeDesk desk;
  desk.look([](store::Session& session) {
    session.exec(
        "INSERT INTO acceptance (school_id, guardian_id, version, visit_id, accepted_at) SELECT school_id, id, "
        "'2026-09', 'v', $1 FROM guardian",
        store::Time{std::chrono::seconds{1'800'000'000}});  // 15 January 2027, 08:00 UTC
    return session.exec(
        "INSERT INTO acceptance (school_id, guardian_id, version, visit_id, accepted_at) SELECT school_id, id, "
        "'2025-09', 'v', $1 FROM guardian WHERE mail IS NOT NULL",
        store::Time{std::chrono::seconds{1'784'000'000}});  // 14 July 2026, 03:33:20 UTC
  });
  const auto exported = desk.run({"commitments", "export", "--school", school});
  CHECK(exported.code == 0);
  CHECK(exported.out ==
        "surname;name;version;accepted_at;reference\r\n"
        "D'Angelo;Maria Antonietta;2025-09;2026-07-14T05:33:20+02:00;\r\n"
        "D'Angelo;Maria Antonietta;2026-09;2027-01-15T09:00:00+01:00;\r\n"
        "Rossi;Mario;2026-09;2027-01-15T09:00:00+01:00;\r\n");
  CHECK(desk.count("audit WHERE event = 'commitments.exported'") == 1);
}

TEST_CASE("a name that looks like a formula is none in a spreadsheet") {
  OfficeDesk desk;
  desk.import("NGYTHI88B69Z251B;=HYPERLINK(\"\"x\"\");Thi;;;P5;Rossi;Ugo;1B\n");
  const auto found = desk.run({"guardian", "find", "--school", school, "--csv"}, "NGYTHI88B69Z251B\n");
  CHECK(has(found.out, "'=HYPERLINK"));
}

TEST_CASE("reports are listed until they are closed") {
  OfficeDesk desk;
  CHECK(desk.run({"reports", "list", "--school", school}).out == "no open reports\n");
  const auto master = store::MasterKey::load(desk.folder / "master-key").value();
  desk.look([&](store::Session& session) {
    const auto vault = store::Vault::open(session, master, tests::start).value();
    const auto id = acts::find_school(session, OfficeDesk::school)->id;
    for (const auto* report : {"R1", "R2"}) {
      session.exec(
          "INSERT INTO report (id, school_id, guardian_id, visit_id, reference, what, note, created_at) SELECT $1, "
          "$2, id, 'v', 'K7-4M2', 'phone,mail', $3, $4 FROM guardian WHERE mail IS NOT NULL",
          report, id,
          vault.seal(store::Seal::personal, {"report", "note", id, report}, "New\x1B[2J number\nsince May"),
          tests::start);
    }
    return true;
  });
  const auto listed = desk.run({"reports", "list", "--school", school});
  CHECK(std::ranges::count(listed.out, '\n') == 3);
  CHECK(has(listed.out, "K7-4M2"));
  CHECK(has(listed.out, "number since May"));
  CHECK(listed.out.find('\x1B') == std::string::npos);
  CHECK(desk.run({"reports", "close", "--school", school, "K7-4M2"}).code == 1);  // two have it
  CHECK(desk.run({"reports", "close", "--school", school, "R1"}).code == 0);
  CHECK(desk.run({"reports", "close", "--school", school, "K7-4M2"}).code == 0);
  CHECK(desk.run({"reports", "close", "--school", school, "K7-4M2"}).code == 1);
  CHECK(desk.run({"reports", "list", "--school", school}).out == "no open reports\n");
  CHECK(std::ranges::count(desk.run({"reports", "list", "--school", school, "--all"}).out, '\n') == 3);
  CHECK(desk.count("audit WHERE event = 'report.closed'") == 2);
}
