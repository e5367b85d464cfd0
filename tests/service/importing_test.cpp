// Files against the store: what is new, changed and missing; nothing twice, nothing of credentials touched.
#include <fstream>
#include <numeric>
#include <sstream>

#include "service/import/layout_files.h"
#include "service/importing/importing.h"
#include "service/importing/short_writes.h"
#include "service/store/acts/accounts.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {
namespace {

using importing::Findings;

const std::string header =
    "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n";
// As the fixture's people stand on file.
const std::string maria_row =
    "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;+393331234567;;MADRE;PUPIL1;D'Angelo;Alunno PUPIL1;2B\n";
const std::string mario_row = "RSSMRA80A01H501U;Rossi;Mario;;;MADRE;PUPIL2;Rossi;Alunno PUPIL2;2B\n";

struct Settings {
  bool write = true, close_missing = false;
  int share = importing::usual_share;
  std::string layout{import::plain_layout};
};

std::expected<Findings, std::string> bring(Desk& desk, const std::string& text, const Settings& settings = {}) {
  const auto file = desk.folder / "file.csv";
  std::ofstream{file, std::ios::binary} << text;
  import::Reading reading;
  reading.layout = import::built_in_layouts().find(settings.layout)->second;
  reading.keys = importing::keys_of(*desk.office, desk.school.id);
  reading.threads = 2;
  std::ifstream stream{file, std::ios::binary};
  const auto read = import::read_guardians(stream, reading);
  for (const auto& problem : read.report.problems) UNSCOPED_INFO(import::to_text(problem));
  REQUIRE(read.report.problems.empty());
  importing::Wish wish;
  wish.file = file;
  wish.school_id = desk.school.id;
  wish.layout = reading.layout;
  wish.write = settings.write;
  wish.close_missing = settings.close_missing;
  wish.close_share = settings.share;
  wish.now = start;
  return importing::import_file(*desk.store, *desk.office, wish, read);
}

// Two guardians and a pupil each family; some pupils have a codice fiscale's shape nowhere, which is allowed.
std::string families(int count) {
  std::string text = header;
  for (int i = 0; i < count; ++i) {
    const auto code = [&](int which) {
      for (int last = 0; last < 10; ++last) {
        const auto candidate = std::to_string(1'000'000'000LL + i * 2 + which) + std::to_string(last);
        if (identity::CodiceFiscale::parse(candidate)) return candidate;
      }
      return std::string{};
    };
    const auto pupil =
        ";K" + std::to_string(i) + ";Verdi;Zoe " + std::to_string(i) + ";" + std::to_string(i % 5 + 1) + "A\n";
    text += code(0) + ";Verdi;Ugo;333" + std::to_string(1'000'000 + i) + ";u" + std::to_string(i) +
            "@example.org;PADRE" + pupil;
    text += code(1) + ";Bianchi;Ada;334" + std::to_string(1'000'000 + i) + ";;MADRE" + pupil;
  }
  return text;
}

std::string changes_of(const Findings& found) {
  std::string text;
  for (const auto& change : found.changes) text += import::to_text(importing::told(change)) + "\n";
  return text;
}

}  // namespace

TEST_CASE("the same people in a file change nothing, however often") {
  Desk desk;
  for (int round = 0; round < 2; ++round) {
    const auto found = bring(desk, header + maria_row + mario_row);
    REQUIRE(found);
    CHECK(found->counts.new_guardians + found->counts.new_pupils + found->counts.new_guardianships == 0);
    CHECK(found->counts.changed_guardians + found->counts.changed_pupils == 0);
    CHECK(found->missing.guardians.empty());
  }
  CHECK(desk.count("guardian") == 2);
  CHECK(desk.count("import_run WHERE finished_at IS NOT NULL AND rows_read = 2") == 2);
  CHECK(desk.count("audit WHERE event = 'guardians.imported'") == 2);
}

TEST_CASE("thousands of families come in pieces, are all there, open at the kiosk, and come in again as they are") {
  Desk desk;
  constexpr int count = 3000;
  const auto text = families(count);
  const auto first = bring(desk, text);
  if (!first) FAIL(first.error());
  CHECK(first->counts.new_guardians == 2 * count);
  CHECK(first->counts.new_pupils == count);
  CHECK(first->counts.new_guardianships == 2 * count);
  CHECK(first->missing.guardians.size() == 2);
  CHECK(desk.count("guardian") == 2 * count + 2);
  CHECK(desk.count("guardianship") == 2 * count + 2);
  const auto& some = text.substr(text.find("\n", 200'000) + 1);
  const auto code = some.substr(0, some.find(';'));
  const auto visit = desk.open(code)->visit;
  const auto person = desk.check(visit, desk.code_of(visit));
  REQUIRE(person);
  CHECK(person->person.pupils.size() == 1);
  const auto second = bring(desk, text);
  REQUIRE(second);
  CHECK(second->counts.new_guardians + second->counts.changed_guardians + second->counts.changed_pupils +
            second->counts.new_guardianships ==
        0);
  CHECK(desk.count("guardian") == 2 * count + 2);
}

TEST_CASE("a dry run tells by line what would change, and writes nothing") {
  Desk desk;
  auto changed = maria_row;
  changed.replace(changed.find("2B"), 2, "3B");
  changed.replace(changed.find("3331234567"), 10, "3337654321");
  const auto text = header + changed + "REXLAX71C01H501L;Re;Al;;;PADRE;PUPIL1;D'Angelo;Alunno PUPIL1;3B\n";
  const auto found = bring(desk, text, {.write = false});
  REQUIRE(found);
  const auto told = changes_of(*found);
  CAPTURE(told);
  CHECK(told.find("line 2, column phone: changes") != std::string::npos);
  CHECK(told.find("line 2, column class: changes") != std::string::npos);
  CHECK(told.find("line 3, column guardian_cf: new guardian") != std::string::npos);
  CHECK(told.find("guardian_surname") == std::string::npos);
  CHECK(told.find("333") == std::string::npos);
  CHECK(found->missing.guardians.size() == 1);  // Mario
  CHECK(found->missing.pupils.size() == 1);
  CHECK(found->missing.bonds_of_missing == 1);
  CHECK(desk.count("guardian") == 2);
  CHECK(desk.count("import_run") == 0);
  CHECK(desk.open(maria)->phone_hint == "67");
}

TEST_CASE("who is missing stays, until they are closed; whoever is imported again comes back") {
  Desk desk;
  REQUIRE(bring(desk, header + maria_row));
  CHECK(desk.count("guardian WHERE disabled_at IS NULL") == 2);
  const auto refused = bring(desk, header + maria_row, {.close_missing = true});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find("1 of 2 guardians") != std::string::npos);
  CHECK(refused.error().find("--close-missing-share") != std::string::npos);
  CHECK(desk.count("guardian WHERE disabled_at IS NULL") == 2);

  const auto closed = bring(desk, header + maria_row, {.close_missing = true, .share = 50});
  if (!closed) FAIL(closed.error());
  CHECK(closed->closed.guardians == 1);
  CHECK(closed->closed.pupils == 1);
  CHECK(closed->closed.bonds == 1);
  CHECK(desk.count("guardian WHERE disabled_at IS NOT NULL") == 1);
  CHECK(desk.count("pupil WHERE left_at IS NOT NULL") == 1);
  CHECK(desk.count("guardianship") == 1);
  CHECK(desk.count("audit WHERE event = 'guardian.disabled'") == 1);
  CHECK(desk.count("audit WHERE event = 'pupil.closed'") == 1);
  CHECK(desk.count("audit WHERE event = 'guardianship.closed'") == 1);
  // Nobody on file from then on, in words as in rows.
  const auto visit = desk.open(mario)->visit;
  CHECK(desk.count("visit WHERE withheld = 1") == 1);
  CHECK_FALSE(desk.check(visit, desk.code_of(visit)));
  // Closed is closed: the next file does not tell them again.
  CHECK(bring(desk, header + maria_row)->missing.guardians.empty());

  const auto back = bring(desk, header + maria_row + mario_row);
  REQUIRE(back);
  CHECK(back->counts.changed_guardians == 1);
  CHECK(back->counts.changed_pupils == 1);
  CHECK(back->counts.new_guardianships == 1);
  CHECK(desk.count("guardian WHERE disabled_at IS NOT NULL") == 0);
  CHECK(desk.count("pupil WHERE left_at IS NOT NULL") == 0);
  CHECK(desk.count("audit WHERE event = 'guardian.let_in'") == 1);
  CHECK(desk.count("audit WHERE event = 'pupil.came_back'") == 1);
}

TEST_CASE("a guardianship that a file no longer names is told and closed by itself") {
  Desk desk;
  const auto sibling =
      "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;+393331234567;;MADRE;PUPIL2;Rossi;Alunno PUPIL2;2B\n";
  REQUIRE(bring(desk, header + maria_row + mario_row + sibling));
  CHECK(desk.count("guardianship") == 3);
  const auto found = bring(desk, header + maria_row + mario_row);
  REQUIRE(found);
  REQUIRE(found->missing.bonds.size() == 1);
  CHECK(found->missing.guardians.empty());
  const auto closed = bring(desk, header + maria_row + mario_row, {.close_missing = true, .share = 40});
  if (!closed) FAIL(closed.error());
  CHECK(desk.count("guardianship") == 2);
  CHECK(desk.count("guardian WHERE disabled_at IS NOT NULL") == 0);
}

TEST_CASE("pupils by key alone must be on file before anything is written") {
  Desk desk;
  const std::string nuvola = "cf_alunno;cellulare;parentela;cognome;nome;codice_fiscale\n";
  const auto refused = bring(desk,
                             nuvola +
                                 "PUPIL1;333 1234567;MADRE;D'Angelo;Maria Antonietta;DNGMNT85T71F205Y\n"
                                 "PUPIL9;;PADRE;Re;Al;REXLAX71C01H501L\n",
                             {.layout = "nuvola"});
  REQUIRE(refused);
  REQUIRE(refused->problems.size() == 1);
  CHECK(refused->problems[0].line == 3);
  CHECK(desk.count("guardian") == 2);
  CHECK(desk.count("import_run") == 0);
  REQUIRE(bring(desk, "pupil_key;pupil_surname;pupil_name;class\nPUPIL9;Re;Ugo;1A\n", {.layout = "pupils"}));
  CHECK(desk.count("pupil") == 3);
  const auto found = bring(desk, nuvola + "PUPIL9;;PADRE;Re;Al;REXLAX71C01H501L\n", {.layout = "nuvola"});
  REQUIRE(found);
  CHECK(found->counts.new_guardians == 1);
  const auto rows = desk.count("guardianship");
  CHECK(rows == 3);
}

TEST_CASE("a pupil written with an omocode is the pupil on file") {
  Desk desk;
  const std::string row = "REXLAX71C01H501L;Re;Al;;;PADRE;";
  REQUIRE(bring(desk, header + row + "RSSMRA80A01H501U;Rossi;Mario;1A\n"));
  const auto found = bring(desk, header + row + "RSSMRA80A01H50MM;Rossi;Mario;1A\n");
  REQUIRE(found);
  CHECK(found->counts.new_pupils == 0);
  CHECK(found->counts.new_guardianships == 0);
}

TEST_CASE("a pupil whom an earlier program indexed by their omocode is found, indexed anew, and not missing") {
  Desk desk;
  const auto text =
      header + maria_row + mario_row + "REXLAX71C01H501L;Re;Al;;;PADRE;RSSMRA80A01H50MM;Rossi;Mario;1A\n";
  REQUIRE(bring(desk, text));
  desk.act([&](auto& session) {
    return session.exec("UPDATE pupil SET key_index = $1 WHERE key_index = $2",
                        acts::index_as_written(*desk.office, desk.school.id, "RSSMRA80A01H50MM"),
                        acts::pupil_index(*desk.office, desk.school.id, "RSSMRA80A01H50MM"));
  });
  for (int round = 0; round < 2; ++round) {
    const auto found = bring(desk, text);
    REQUIRE(found);
    CHECK(found->counts.new_pupils == 0);
    CHECK(found->missing.pupils.empty());
    CHECK(found->counts.new_guardianships == 0);
  }
  CHECK(desk.count("pupil") == 3);
  const auto index = acts::pupil_index(*desk.office, desk.school.id, "RSSMRA80A01H501U");
  CHECK(desk.act([&](auto& session) { return acts::pupil_by_index(session, desk.school.id, index); }));
}

TEST_CASE("an import that was interrupted is told, and the same file again completes it") {
  Desk desk;
  desk.act([&](auto& session) { return acts::begin_import(session, *desk.office, desk.school.id, start).id; });
  const auto text = families(50);
  // As it is left behind: pupils and some guardians, no bond.
  desk.act([&](auto& session) {
    std::istringstream stream{text};
    acts::ImportCounts counts;
    import::read_guardians(stream, [&](const import::GuardianRow& row) {
      acts::import_pupil(session, *desk.office, desk.school.id, row, counts, start);
      if (row.surname == "Verdi") {
        acts::import_guardian(session, *desk.office, desk.school.id, row, counts, start, acts::ConfirmedMail::keep);
      }
    });
    return true;
  });
  const auto found = bring(desk, text);
  REQUIRE(found);
  CHECK(found->last_was_interrupted);
  CHECK(found->counts.new_pupils == 0);
  CHECK(found->counts.new_guardians == 50);
  CHECK(found->counts.new_guardianships == 100);
  CHECK_FALSE(bring(desk, text)->last_was_interrupted);
}

TEST_CASE("credentials outlive every import, also one that closes their holder and brings them back") {
  Desk desk;
  const auto account = desk.act([&](auto& session) {
    const auto id = session
                        .first(
                            "SELECT guardian_id FROM guardianship g JOIN pupil p ON p.id = g.pupil_id WHERE "
                            "g.guardian_id = (SELECT id FROM guardian WHERE phone IS NULL)")
                        ->text(0);
    return acts::give_set(session, *desk.office,
                          {acts::HolderKind::guardian,
                           id,
                           desk.school.id,
                           {secret::SecretText{"Rossi"}, secret::SecretText{"Mario"}}},
                          "G#######@", {secret::SecretText{"$argon2id$"}, false, std::nullopt}, std::nullopt, start)
        .value();
  });
  const auto kept = [&] {
    return desk.act([&](auto& session) {
      const auto row = session.first("SELECT user_code_index, password FROM account WHERE id = $1", account.id);
      return std::pair{row->blob(0), row->blob(1)};
    });
  };
  const auto before = kept();
  auto renamed = mario_row;
  renamed.replace(renamed.find("Mario"), 5, "Marco");
  REQUIRE(bring(desk, header + maria_row + renamed));
  REQUIRE(bring(desk, header + maria_row, {.close_missing = true, .share = 60}));
  CHECK(desk.count("guardian WHERE disabled_at IS NOT NULL") == 1);
  REQUIRE(bring(desk, header + maria_row + mario_row));
  CHECK(kept() == before);
  CHECK(desk.count("account") == 1);
}

TEST_CASE("writes are short, and others get their turn between them") {
  Desk desk;
  bool others = true;
  importing::ShortWrites writes{*desk.store, [&](store::Session&) { return others; }};
  std::vector<std::size_t> sizes;
  writes.many(3000, [&](store::Session&, std::size_t begin, std::size_t end) {
    std::this_thread::sleep_for((end - begin) * 100us);
    sizes.push_back(end - begin);
  });
  writes.settle();
  REQUIRE(sizes.size() > 2);
  CHECK(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}) == 3000);
  CHECK(sizes[1] < sizes[0]);  // too long: the next is shorter

  others = false;
  sizes.clear();
  writes.many(20'000, [&](store::Session&, std::size_t begin, std::size_t end) { sizes.push_back(end - begin); });
  writes.settle();
  CHECK(std::ranges::max(sizes) > importing::first_rows);  // nobody waits: longer ones
}

}  // namespace sportello::tests
