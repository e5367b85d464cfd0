// The command line of an import: layouts, encodings, the report as a file, what is told of missing people.
#include <sstream>

#include "tests/catch.h"
#include "tests/service/command_fixture.h"

namespace sportello::tests {
namespace {

const std::string columns =
    "guardian_cf;guardian_surname;guardian_name;phone;mail;pupil_key;pupil_surname;pupil_name;class\n";
const std::string maria_in_two =
    "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;maria@example.org;P1;Verdi;Zoe;3B\n"
    "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;maria@example.org;P2;Verdi;Ugo;1A\n";

Ran import(OfficeDesk& office, const std::string& text, std::vector<std::string> more = {}) {
  std::ofstream{office.folder / "file.csv", std::ios::binary} << text;
  std::vector<std::string> words = {"import", "--school", std::string{OfficeDesk::school},
                                    office.folder / "file.csv"};
  words.insert(words.end(), more.begin(), more.end());
  return office.run(words);
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream{file};
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a dry run writes its report row by row and nothing else") {
  OfficeDesk office;
  const auto report = office.folder / "report.csv";
  const auto dry = import(office, columns + maria_in_two, {"--dry-run", "--report", report});
  CAPTURE(dry.err);
  REQUIRE(dry.code == 0);
  CHECK(dry.out.find("line 2, column class: changes what is on file") != std::string::npos);
  CHECK(dry.out.find("on file, and not in this file: 1 guardians, 1 pupils, 1 guardianships") != std::string::npos);
  CHECK(dry.out.find("nothing was imported (--dry-run)") != std::string::npos);
  const auto rows = text_of(report);
  CHECK(rows.starts_with("line;column;what;mend\r\n"));
  CHECK(rows.find("2;class;changes what is on file;") != std::string::npos);
  CHECK(rows.find("is on file, and not in this file;leave it, or close it") != std::string::npos);
  for (const char* value : {"DNGMNT", "Verdi", "333123", "maria@"}) CHECK(rows.find(value) == std::string::npos);
  CHECK(office.count("pupil WHERE left_at IS NULL") == 3);
  CHECK(import(office, columns + maria_in_two, {"--report", office.folder / "nowhere/report.csv"}).code == 1);
}

TEST_CASE("problems stand in the report, too, with their mends") {
  OfficeDesk office;
  const auto report = office.folder / "report.csv";
  const auto broken = import(office, columns + "RSSMRA80A01H501V;Rossi;Mario;;;P9;R;U;1A\n", {"--report", report});
  CHECK(broken.code == 1);
  CHECK(text_of(report).find("2;guardian_cf;does not fit its check character, so one character is wrong;copy it from "
                             "the health card") != std::string::npos);
}

TEST_CASE("missing people are closed by a command, within its share") {
  OfficeDesk office;
  const auto refused = import(office, columns + maria_in_two, {"--close-missing"});
  CHECK(refused.code == 1);
  CHECK(refused.err.find("--close-missing-share") != std::string::npos);
  const auto closed = import(office, columns + maria_in_two, {"--close-missing", "--close-missing-share", "50"});
  CAPTURE(closed.err);
  CHECK(closed.code == 0);
  CHECK(closed.out.find("closed, for this file does not name them: 1 guardians") != std::string::npos);
  const auto found = office.run({"guardian", "find", "--school", std::string{OfficeDesk::school}}, "Rossi\n");
  CHECK(found.out.find("disabled") != std::string::npos);
}

TEST_CASE("layouts, encodings and ignored columns are told in words") {
  OfficeDesk office;
  const auto unknown = import(office, columns + maria_in_two, {"--layout", "axios"});
  CHECK(unknown.code == 1);
  CHECK(unknown.err.find("nuvola: ") != std::string::npos);
  CHECK(import(office, columns + maria_in_two, {"--encoding", "latin9"}).code == 1);
  auto more = columns;
  more.replace(more.find("class"), 5, "class;Note interne");
  const auto ignored = import(office, more + "REXLAX71C01H501L;R\xE8;Al;;;P7;Re;Ada;1A;x\n", {"--progress"});
  CAPTURE(ignored.err);
  CHECK(ignored.code == 0);
  CHECK(ignored.out.find("ignored: note_interne") != std::string::npos);
  CHECK(ignored.out.find("read as Windows-1252") != std::string::npos);
  CHECK(ignored.err.find("guardians: 1 of 1") != std::string::npos);
  std::filesystem::create_directory(office.folder / "layouts");
  std::ofstream{office.folder / "layouts/ours.toml"}
      << "title = \"Ours\"\nnames_guardians = false\n[columns]\npupil_key = [\"matricola\"]\n"
         "pupil_surname = [\"cognome\"]\npupil_name = [\"nome\"]\nclass = [\"classe\"]\n";
  // Into [service], which is not the last table on every store.
  std::ostringstream text;
  text << std::ifstream{office.folder / "service.toml"}.rdbuf();
  auto toml = text.str();
  toml.insert(toml.find("[service]\n") + 10, "layouts_directory = \"layouts\"\n");
  std::ofstream{office.folder / "service.toml"} << toml;
  const auto own = import(office, "matricola,cognome,nome,classe\nM1,Re,Ivo,1A\n", {"--layout", "ours"});
  CAPTURE(own.err);
  CHECK(own.code == 0);
  CHECK(own.out.find("pupils 1 new") != std::string::npos);
}

}  // namespace sportello::tests
