// Reading a school's CSV: what spreadsheets write, and every way it can be broken.
#include <algorithm>
#include <sstream>

#include "service/import/csv.h"
#include "service/import/guardians.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using namespace sportello::import;

namespace {

const std::string header =
    "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n";
const std::string maria_row =
    "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;;MADRE;P1;Verdi;Zoë;2ª B, media\n";
const std::string mario_row = "RSSMRA80A01H501U;Rossi;Mario;;;;P2;Rossi;Luca;1A\n";

struct Read {
  Report report;
  std::vector<GuardianRow> rows;
};

Read read(const std::string& text) {
  Read result;
  std::istringstream stream{text};
  result.report = read_guardians(stream, [&](const GuardianRow& row) { result.rows.push_back(row); });
  return result;
}

void check_problem(const std::string& text, std::int64_t line, const std::string& column, const std::string& word) {
  CAPTURE(text, line, column, word);
  const auto result = read(text);
  const auto found = std::ranges::any_of(result.report.problems, [&](const Problem& problem) {
    return problem.line == line && problem.column == column && problem.sentence.find(word) != std::string::npos;
  });
  for (const auto& problem : result.report.problems) UNSCOPED_INFO(to_text(problem));
  CHECK(found);
}

std::vector<std::vector<std::string>> records(const std::string& text) {
  std::istringstream stream{text};
  CsvReader reader{stream};
  std::vector<std::vector<std::string>> result;
  while (auto record = reader.next()) result.push_back(record->fields);
  CHECK_FALSE(reader.problem());
  return result;
}

}  // namespace

TEST_CASE("spreadsheets' ways to write the same table") {
  const std::vector<std::vector<std::string>> expected = {{"a", "b c"}, {"1;2", "say \"no\""}, {"", "x"}};
  CHECK(records("a;b c\n\"1;2\";\"say \"\"no\"\"\"\n;x\n") == expected);
  CHECK(records("a;b c\r\n\"1;2\";\"say \"\"no\"\"\"\r\n\r\n;x") == expected);
  CHECK(records("\xEF\xBB\xBF"
                "a,b c\n1;2,\"say \"\"no\"\"\"\n,x\n") == expected);
  CHECK(records("\"a\";\"b c\"\n\"1;2\";\"say \"\"no\"\"\"\n\"\";x\n") == expected);
  CHECK(records("a;b\n\"two\nlines\";x\n") == std::vector<std::vector<std::string>>{{"a", "b"}, {"two\nlines", "x"}});
  CHECK(records("").empty());
  CHECK(records("\n\n").empty());
}

TEST_CASE("line numbers count lines, also inside quotes") {
  std::istringstream stream{"a;b\n\"two\nlines\";x\n\nc;d\n"};
  CsvReader reader{stream};
  CHECK(reader.next()->line == 1);
  CHECK(reader.next()->line == 2);
  CHECK(reader.next()->line == 5);
  CHECK_FALSE(reader.next());
}

TEST_CASE("a good file is read whole") {
  const auto result = read(header + maria_row + mario_row);
  for (const auto& problem : result.report.problems) UNSCOPED_INFO(to_text(problem));
  REQUIRE(result.report.problems.empty());
  CHECK(result.report.rows == 2);
  CHECK(result.report.guardians == 2);
  CHECK(result.report.pupils == 2);
  REQUIRE(result.rows.size() == 2);
  CHECK(result.rows[0].document->text() == "DNGMNT85T71F205Y");
  CHECK(result.rows[0].phone->text() == "+393331234567");
  CHECK(result.rows[0].class_name == "2ª B, media");
  CHECK_FALSE(result.rows[1].phone);
}

TEST_CASE("Italian headers, another order, optional columns left out") {
  const auto result = read(
      "\xEF\xBB\xBF"
      "Classe,Cognome alunno,Nome alunno,CF alunno,Codice fiscale genitore *,Cognome genitore,Nome genitore,"
      "Cellulare\n1A,Rossi,Luca,p2,rssmra80a01h501u,Rossi,Mario,+39 333 7654321\n");
  for (const auto& problem : result.report.problems) UNSCOPED_INFO(to_text(problem));
  REQUIRE(result.rows.size() == 1);
  CHECK(result.rows[0].pupil_key == "P2");
  CHECK(result.rows[0].phone->text() == "+393337654321");
}

TEST_CASE("every broken column is named by its line") {
  check_problem("", 1, "", "empty");
  check_problem(header, 2, "", "no row");
  check_problem("a;b\n1;2\n", 1, "guardian_cf", "missing");
  check_problem("a;b\n1;2\n", 1, "guardian_cf", "names of columns");
  check_problem("phone;b\n1;2\n", 1, "guardian_cf", "the file has phone, b");
  check_problem("phone;" + header, 1, "phone", "twice");
  check_problem(header + "RSSMRA80A01H501V;Rossi;Mario;;;;P2;Rossi;Luca;1A\n", 2, "guardian_cf", "check");
  check_problem(header + maria_row + ";Rossi;Mario;;;;P2;Rossi;Luca;1A\n", 3, "guardian_cf", "empty");
  check_problem(header + "RSSMRA80A01H501U;;Mario;;;;P2;Rossi;Luca;1A\n", 2, "guardian_surname", "empty");
  check_problem(header + "RSSMRA80A01H501U;Rossi;Mario;12;;;P2;Rossi;Luca;1A\n", 2, "phone", "telephone");
  check_problem(header + "RSSMRA80A01H501U;Rossi;Mario;;nobody;;P2;Rossi;Luca;1A\n", 2, "mail", "mail");
  check_problem(header + "RSSMRA80A01H501U;Rossi;Mario;;;;;Rossi;Luca;1A\n", 2, "pupil_key", "empty");
  check_problem(header + "RSSMRA80A01H501U;Rossi;" + std::string(300, 'x') + ";;;;P;R;L;1\n", 2, "guardian_name",
                "longer");
  check_problem(header + "RSSMRA80A01H501U;Rossi;Mario;;\"a@b.it\nBcc: c@d.it\";;P2;Rossi;Luca;1A\n", 2, "mail",
                "mail");
  check_problem(header + "RSSMRA80A01H501U;Ro\x01ssi;Mario;;;;P2;Rossi;Luca;1A\n", 2, "guardian_surname", "control");
}

TEST_CASE("what is imported can be told to the kiosk: as long as a name, a class, a list of pupils may be there") {
  const auto file = [](std::size_t name, std::size_t class_name, int pupils) {
    auto text = header;
    for (int i = 0; i < pupils; ++i) {
      text += "RSSMRA80A01H501U;Rossi;" + std::string(name, 'x') + ";;;;P" + std::to_string(i) + ";R;" +
              std::string(name, 'y') + ";" + std::string(class_name, 'c') + "\n";
    }
    return text;
  };
  const auto longest = read(file(128, 64, 32));
  REQUIRE(longest.report.problems.empty());
  wire::Person person;
  person.grant = secret::SecretText{"g"};
  person.given_name = longest.rows[0].given_name;
  for (const auto& row : longest.rows) person.pupils.push_back({row.pupil_given_name, row.class_name});
  person.policy.min_length = 10;
  person.policy.max_length = 64;
  person.commitments = {"1", {"a"}};
  CHECK(wire::parse<wire::Person>(wire::to_json(person)));
  const secret::Bytes box(wire::to_json(person).size() + 48);
  CHECK(wire::parse<wire::SealedAnswer>(wire::to_json(wire::SealedAnswer{box})));
  check_problem(file(129, 64, 1), 2, "guardian_name", "longer than 128");
  check_problem(file(128, 65, 1), 2, "class", "longer than 64");
  check_problem(file(1, 1, 33), 34, "guardian_cf", "more than 32");
}

TEST_CASE("broken rows are named by their line") {
  check_problem(header + maria_row + "a;b;c\n", 3, "", "3 fields");
  check_problem(header + maria_row + "a;\"b;c\nd\n", 3, "", "never closed");
  check_problem(header + maria_row + "\"a\"b;c\n" + mario_row, 3, "", "behind");
  check_problem(header + "RSSMRA80A01H501U;Rossi;Mario;;;;P2;Rossi;Niccol\xF2;1Aª\n", 2, "", "UTF-8");
  check_problem(header + maria_row + maria_row, 3, "", "repeats line 2");
  check_problem(header + std::string((1 << 20) + 1, 'x'), 2, "", "1 MiB");
  check_problem(std::string((1 << 20) + 1, 'x'), 1, "", "1 MiB");
  check_problem(std::string(1000, '\0') + "\n\xFF\xFE\n", 1, "", "");
}

TEST_CASE("rows about one person must agree") {
  const std::string sibling = "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;;MADRE;P3;Verdi;Ugo;1A\n";
  CHECK(read(header + maria_row + sibling).report.problems.empty());
  CHECK(read(header + maria_row + sibling).report.guardians == 1);
  auto other = sibling;
  other.replace(other.find("3331234567"), 10, "3337654321");
  check_problem(header + maria_row + other, 3, "phone", "line 2");
  other = sibling;
  other.replace(other.find("D'Angelo"), 8, "Dangelo ");
  check_problem(header + maria_row + other, 3, "guardian_surname", "line 2");
  // An omocode is the same person.
  other = sibling;
  other.replace(0, 16, "DNGMNT85TTMFNLRX");
  CHECK(read(header + maria_row + other).report.guardians == 1);
  other.replace(other.find("3331234567"), 10, "3337654321");
  check_problem(header + maria_row + other, 3, "phone", "line 2");
  // Two guardians of one pupil must name the same pupil.
  check_problem(header + mario_row + "DNGMNT85T71F205Y;D'Angelo;Maria;;;;P2;Rossi;Luca;2A\n", 3, "class", "line 2");
}

TEST_CASE("all problems are listed, up to a page nobody reads to its end") {
  auto text = header + maria_row;
  for (int i = 0; i < 1500; ++i) text += "a;b\n";
  const auto result = read(text);
  CHECK(result.report.problems.size() == most_problems);
  CHECK(result.report.more_problems == 500);
}

TEST_CASE("no problem tells a value") {
  const auto result =
      read(header + "RSSMRA80A01H501V;Rossi;Mario;12zz;nobody-at-home;;P2;Rossi;Luca;1A\n" + maria_row + maria_row);
  REQUIRE(result.report.problems.size() == 4);
  for (const auto& problem : result.report.problems) {
    for (const char* value : {"RSSMRA80A01H501", "Rossi", "12zz", "nobody-at", "DNGMNT", "333123"}) {
      CHECK(to_text(problem).find(value) == std::string::npos);
    }
  }
  CHECK(to_text(result.report.problems[0]).starts_with("line 2, column guardian_cf: "));
}

TEST_CASE("any bytes are read without falling over") {
  std::uint32_t state = 1;
  const auto draw = [&] { return state = state * 1664525U + 1013904223U; };
  const std::string alphabet = std::string{";,\"\n\r\xEF\xBB\xBF a1"} + '\0' + "\xC3\xA8";
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 == 0 ? header : "";
    const auto length = (draw() >> 16U) % 80;
    for (std::uint32_t i = 0; i < length; ++i) text += alphabet[(draw() >> 16U) % alphabet.size()];
    const auto result = read(text);
    CHECK(result.rows.empty());
    CHECK_FALSE(result.report.problems.empty());
  }
}

TEST_CASE("a file without a column for mail or role takes neither away, an empty field does") {
  tests::Desk desk;
  const std::string with =
      "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;"
      "pupil_name;class\nDNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;a@b.it;MADRE;P1;"
      "Verdi;Zoe;2B\n";
  const std::string without =
      "guardian_cf;guardian_surname;guardian_name;phone;pupil_key;pupil_surname;pupil_name;"
      "class\nDNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3337654321;P1;Verdi;Zoe;2B\n";
  const auto import = [&](const std::string& text) {
    const auto rows = read(text).rows;
    REQUIRE(rows.size() == 1);
    return desk.import(rows[0]).changed_guardians;
  };
  CHECK(import(with) == 1);
  CHECK(import(without) == 1);  // the phone
  CHECK(import(without) == 0);
  CHECK(desk.count("guardian WHERE mail IS NOT NULL AND mail_index IS NOT NULL") == 1);
  CHECK(desk.count("guardianship g JOIN pupil p ON p.id = g.pupil_id WHERE g.role = 'MADRE'") == 3);
  auto emptied = with;
  emptied.erase(emptied.find("a@b.it"), 6);
  CHECK(import(emptied) == 1);
  CHECK(desk.count("guardian WHERE mail IS NOT NULL") == 0);
}

TEST_CASE("importing again changes what changed and duplicates nothing") {
  tests::Desk desk;  // two guardians of one pupil each
  auto row = tests::guardian_row(tests::maria, "D'Angelo", "Maria Antonietta", tests::marias_phone, "PUPIL1");
  auto counts = desk.import(row);
  CHECK(counts.new_guardians + counts.changed_guardians + counts.new_pupils + counts.changed_pupils +
            counts.new_guardianships ==
        0);
  row.phone = identity::Phone::parse("3330000001");
  row.class_name = "3C";
  counts = desk.import(row);
  CHECK(counts.changed_guardians == 1);
  CHECK(counts.changed_pupils == 1);
  row.pupil_key = "PUPIL7";  // a sibling
  counts = desk.import(row);
  CHECK(counts.new_pupils == 1);
  CHECK(counts.new_guardianships == 1);
  CHECK(counts.new_guardians == 0);
  CHECK(desk.count("guardian") == 2);
  CHECK(desk.count("pupil") == 3);
  CHECK(desk.count("guardianship") == 3);
  CHECK(desk.open(tests::maria)->phone_hint == "01");
  const auto visit = desk.open(tests::maria)->visit;
  CHECK(desk.check(visit, desk.code_of(visit))->person.pupils.size() == 2);
}
