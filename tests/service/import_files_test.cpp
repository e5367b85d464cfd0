// Files as they come: encodings, vendors' layouts, numbers as offices type them, lines without an end.
#include <algorithm>
#include <sstream>
#include <streambuf>

#include "service/import/guardians.h"
#include "service/import/layout_files.h"
#include "service/import/phones.h"
#include "tests/catch.h"

using namespace sportello;
using namespace sportello::import;

namespace {

const std::string header =
    "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n";

Read read(const std::string& text, std::string_view layout = plain_layout, std::vector<GuardianRow>* rows = nullptr,
          std::optional<Encoding> encoding = {}) {
  Reading reading;
  reading.layout = built_in_layouts().find(layout)->second;
  reading.keys = plain_keys();
  reading.encoding = encoding;
  reading.threads = 2;
  if (rows != nullptr) reading.sink = [rows](const GuardianRow& row) { rows->push_back(row); };
  std::istringstream stream{text};
  return read_guardians(stream, reading);
}

bool has(const std::vector<Problem>& all, std::int64_t line, std::string_view column, std::string_view word) {
  return std::ranges::any_of(all, [&](const Problem& one) {
    return one.line == line && one.column == column && one.sentence.find(word) != std::string::npos;
  });
}

std::string shown(std::string_view text) {
  Layout layout;
  const auto found = find_phone(text, layout);
  return found.phone ? found.phone->text() + (takes_sms(*found.phone) ? "" : " landline") : "none";
}

// A line that never ends, and counts how much of it was wanted.
class EndlessLine : public std::streambuf {
 public:
  explicit EndlessLine(std::size_t size) : left_(size) {}
  std::size_t read = 0;

 protected:
  std::streamsize xsgetn(char* into, std::streamsize wanted) override {
    const auto count = std::min(left_, static_cast<std::size_t>(wanted));
    std::fill_n(into, count, 'x');
    left_ -= count;
    read += count;
    return static_cast<std::streamsize>(count);
  }

 private:
  std::size_t left_;
};

}  // namespace

TEST_CASE("a file of Windows-1252 is known by its letters and read as what it means") {
  std::vector<GuardianRow> rows;
  const auto file = header +
                    "RSSMRA80A01H501U;D\x92"
                    "Angelo;Nicol\xF2;;;;P2;Rossi;Zo\xEB;2\xAA\n";
  const auto found = read(file, plain_layout, &rows);
  REQUIRE(found.report.problems.empty());
  CHECK(found.report.encoding == Encoding::windows_1252);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].surname == "D’Angelo");
  CHECK(rows[0].given_name == "Nicolò");
  CHECK(rows[0].class_name == "2ª");
  CHECK(read(header + "RSSMRA80A01H501U;Rossi;Nicolò;;;;P2;Rossi;Zoë;2\n").report.encoding == Encoding::utf8);
  // Said by whoever knows: the same bytes mean other letters.
  rows.clear();
  read(header + "RSSMRA80A01H501U;Rossi;Nicol\xC3\xB2;;;;P2;Rossi;Ugo;2\n", plain_layout, &rows,
       Encoding::windows_1252);
  CHECK(rows.at(0).given_name == "NicolÃ²");
  CHECK(has(read(header + "RSSMRA80A01H501U;Rossi;Mario\x81;;;;P2;Rossi;Ugo;2\n").report.problems, 2, "", "letter"));
  // UTF-8 with one broken letter is not taken for something else.
  CHECK(has(read(header + "RSSMRA80A01H501U;Rossi;Nicol\xF2;;;;P2;Rossi;Zoë;2\n").report.problems, 2, "", "UTF-8"));
  CHECK(has(read("\xEF\xBB\xBF" + header + "RSSMRA80A01H501U;Rossi;Nicol\xF2;;;;P2;Rossi;Ugo;2\n").report.problems, 2,
            "", "UTF-8"));
}

TEST_CASE("letters are found out also where a block of the file ends in the middle of one") {
  for (std::size_t before = 0; before < 4; ++before) {
    const std::string text = std::string((1 << 18) - 2 + before, 'a') + "€è" + std::string(100, 'b');
    std::istringstream stream{text};
    CAPTURE(before);
    CHECK(encoding_of(stream) == Encoding::utf8);
    std::istringstream other{std::string((1 << 18) - 2 + before, 'a') + "\xE8" + std::string(100, 'b')};
    CHECK(encoding_of(other) == Encoding::windows_1252);
  }
}

TEST_CASE("what is no text is refused with its mend") {
  CHECK(has(read(std::string{"\xFF\xFEg\0u\0", 6}).report.problems, 1, "", "UTF-16"));
  CHECK(has(read(header + std::string{"a\0b", 3} + "\n").report.problems, 2, "", "CSV UTF-8"));
}

TEST_CASE("numbers as offices type them become E.164") {
  CHECK(shown("333 1234567") == "+393331234567");
  CHECK(shown("0039 333.123.4567") == "+393331234567");
  CHECK(shown("+39-333/1234567") == "+393331234567");
  CHECK(shown("393331234567") == "+393331234567");
  CHECK(shown("3931234567") == "+393931234567");  // 393 is a prefix of mobiles, too
  CHECK(shown("06 12345678") == "+390612345678 landline");
  CHECK(shown("(06) 1234-5678") == "+390612345678 landline");
  CHECK(shown("+40 721 234 567") == "+40721234567");
  CHECK(shown("0040721234567") == "+40721234567");
  CHECK(shown("06 12345678 / 333 1234567") == "+393331234567");
  CHECK(shown("333 1234567; 333 7654321") == "+393331234567");
  CHECK(shown("3,33E+09") == "none");
  CHECK(shown("nobody") == "none");
  CHECK(shown("") == "none");
}

TEST_CASE("landlines, shared phones and shared addresses are warned of by line, and imported") {
  const auto found = read(header +
                          "RSSMRA80A01H501U;Rossi;Mario;06 12345678;a@b.it;PADRE;P2;Rossi;Ugo;2A\n"
                          "DNGMNT85T71F205Y;D'Angelo;Maria;06 12345678;a@b.it;MADRE;P2;Rossi;Ugo;2A\n"
                          "RSSMRA80A01H501U;Rossi;Mario;0612345678;a@b.it;PADRE;P3;Rossi;Ada;1A\n");
  CHECK(found.report.problems.empty());
  CHECK(has(found.report.warnings, 2, "phone", "landline"));
  CHECK(has(found.report.warnings, 3, "phone", "line 2"));
  CHECK(has(found.report.warnings, 3, "mail", "line 2"));
  // The same parent of two pupils shares nothing with anybody else.
  CHECK(std::ranges::none_of(found.report.warnings, [](const Problem& one) {
    return one.line == 4 && one.sentence.find("another guardian") != std::string::npos;
  }));
  for (const auto& warning : found.report.warnings) {
    CHECK(to_text(warning).find("1234567") == std::string::npos);
    CHECK(to_text(warning).find("a@b") == std::string::npos);
  }
}

TEST_CASE("Nuvola's table is read by its layout: pupils by key, a guardian without a code left out and told") {
  std::vector<GuardianRow> rows;
  const auto found = read(
      "Codice fiscale alunno*;Cellulare;Secondo telefono;Email;Parentela*;Cognome*;Nome*;Codice fiscale;Ordine\n"
      "p1;06 12345678;333 1234567;m@example.org;MADRE;D'Angelo;Maria;DNGMNT85T71F205Y;1\n"
      "p1;;;;PADRE;Verdi;Ugo;;2\n",
      "nuvola", &rows);
  for (const auto& problem : found.report.problems) UNSCOPED_INFO(to_text(problem));
  REQUIRE(found.report.problems.empty());
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].pupil_key == "P1");
  CHECK_FALSE(rows[0].tells_pupil);
  CHECK(rows[0].phone->text() == "+393331234567");
  CHECK(rows[0].role == "MADRE");
  CHECK(found.report.left_out == 1);
  CHECK(has(found.report.warnings, 3, "guardian_cf", "left out"));
  CHECK(found.report.ignored == std::vector<std::string>{"ordine"});
}

TEST_CASE("a list of pupils names nobody twice") {
  const std::string pupils = "CF;Cognome;Nome;Classe\nP1;Verdi;Zoe;2B\n";
  CHECK(read(pupils, "pupils").report.problems.empty());
  CHECK(read(pupils, "pupils").report.pupils == 1);
  CHECK(has(read(pupils + "P1;Verdi;Zoe;2B\n", "pupils").report.problems, 3, "", "repeats line 2"));
}

TEST_CASE("a layout of a school's own is read strictly") {
  const std::string good =
      "title = \"Ours\"\nnames_guardians = false\n[columns]\npupil_key = [\"k\"]\npupil_surname = [\"s\"]\n"
      "pupil_name = [\"n\"]\nclass = [\"c\"]\n";
  const auto layout = parse_layout(good, "ours.toml");
  REQUIRE(layout);
  CHECK(layout->name == "ours");
  const auto refused = [](std::string text, std::string_view word) {
    const auto result = parse_layout(text, "ours.toml");
    return !result && result.error().starts_with("ours.toml") && result.error().find(word) != std::string::npos;
  };
  CHECK(refused(good + "klass = [\"x\"]\n", "klass"));
  CHECK(refused(good + "mail = [\"K\"]\n", "another column"));  // K folds to k, which is the pupil's key
  CHECK(refused("title = \"Ours\"\n[columns]\npupil_key = [\"k\"]\n", "guardian_cf"));
  CHECK(refused(good + "[phone]\ncountry = \"it\"\n", "country"));
}

TEST_CASE("a line of 100 MB is refused after one block more than the longest row") {
  constexpr std::size_t size = 100 << 20;
  EndlessLine endless{size};
  std::istream stream{&endless};
  CsvReader csv{stream};
  CHECK_FALSE(csv.next());
  CHECK(csv.problem() == CsvProblem::too_long);
  CHECK(csv.ended());
  CHECK(endless.read < 2 * longest_record);
}
