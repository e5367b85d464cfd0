// Letters to cut: read back from the PDF as a program reads it, and measured as a printer would cut it.
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "service/paper/letters_pdf.h"
#include "service/paper/private_file.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using tests::Folder;

namespace {

struct Ran {
  int status = -1;
  std::string out;
};
Ran run(const std::string& command) {
  Ran ran;
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> part{};
  while (const auto got = std::fread(part.data(), 1, part.size(), pipe)) ran.out.append(part.data(), got);
  ran.status = ::pclose(pipe);
  return ran;
}

std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

const paper::Sender sender{"Istituto Comprensivo Colle Sereno",
                           "https://register.example",
                           "15/02/2027",
                           "Segreteria alunni",
                           "06 1234567",
                           "alunni@school.example",
                           "lun–ven 8–10"};

paper::Letter letter(const std::string& name, const std::string& surname, const std::string& code,
                     const std::string& password) {
  return {name, surname, "2ª B", secret::SecretText{code}, secret::SecretText{password}};
}

void print(const std::filesystem::path& file, const std::vector<paper::Letter>& letters,
           const paper::Sender& from = sender, std::string_view language = "it") {
  const auto words = paper::letter_words(language, from);
  REQUIRE(words);
  std::ofstream out{file, std::ios::binary};
  REQUIRE(paper::write_letters(letters, from, *words, [&](std::string_view bytes) {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return out.good();
  }));
}

// Each word with the place of its lower edge on its page, in points.
struct Word {
  std::string text;
  double y_max = 0;
};
std::vector<Word> words_of(const std::filesystem::path& file, int page) {
  const auto ran = run("pdftotext -bbox -f " + std::to_string(page) + " -l " + std::to_string(page) + " '" +
                       file.string() + "' -");
  REQUIRE(ran.status == 0);
  std::vector<Word> words;
  std::istringstream lines{ran.out};
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.find("yMax=\"");
    const auto open = line.find('>');
    const auto close = line.find("</word>");
    if (at == std::string::npos || close == std::string::npos) continue;
    words.push_back({line.substr(open + 1, close - open - 1), std::strtod(line.c_str() + at + 6, nullptr)});
  }
  return words;
}

std::string text_of(const std::filesystem::path& file) {
  const auto ran = run("pdftotext -layout '" + file.string() + "' -");
  REQUIRE(ran.status == 0);
  return ran.out;
}

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("a letter says who, what, how, until when and whom to ask") {
  const Folder folder;
  print(folder / "a.pdf", {letter("Zoe", "Verdi", "S1234567A", "kvt7-Xm3q-rw9h")});
  const auto text = text_of(folder / "a.pdf");
  for (const auto* words : {"Istituto Comprensivo Colle Sereno", "Zoe Verdi", "Classe 2ª B", "S1234567A",
                            "kvt7-Xm3q-rw9h", "https://register.example", "15/02/2027", "Segreteria alunni",
                            "06 1234567", "alunni@school.example", "lun–ven 8–10", "taglia qui"}) {
    CAPTURE(words, text);
    CHECK(has(text, words));
  }
  print(folder / "b.pdf", {letter("Zoe", "Verdi", "S1234567A", "kvt7-Xm3q-rw9h")}, sender, "en");
  CHECK(has(text_of(folder / "b.pdf"), "Your credentials"));
  CHECK(read(folder / "a.pdf").find("kvt7") == std::string::npos);  // only as glyphs, compressed
}

TEST_CASE("two letters stand on a page, each on its side of the cut") {
  const Folder folder;
  print(folder / "a.pdf",
        {letter("Zoe", "Verdi", "S1234567A", "kvt7-Xm3q-rw9h"), letter("Ugo", "Rossi", "S2345678B", "mmm4-Ypp5-qq6h"),
         letter("Ada", "Bianchi", "S3456789C", "nnn7-Zrr8-ss9h")});
  const auto first = words_of(folder / "a.pdf", 1);
  const auto second = words_of(folder / "a.pdf", 2);
  const double cut = 841.89 / 2;
  const auto place = [](const std::vector<Word>& words, const std::string& text) {
    const auto found = std::ranges::find(words, text, &Word::text);
    return found == words.end() ? -1.0 : found->y_max;
  };
  CHECK(place(first, "S1234567A") > 0);
  CHECK(place(first, "kvt7-Xm3q-rw9h") < cut);
  CHECK(place(first, "S2345678B") > cut);
  CHECK(place(first, "S3456789C") == -1.0);
  CHECK(place(second, "S3456789C") > 0);
  CHECK(place(second, "S3456789C") < cut);
}

TEST_CASE("the longest names, codes and contacts stay on their half") {
  const Folder folder;
  const std::string long_name =
      "Maria Antonietta Sofia Wilhelmina Josephine Aleksandra-Konstantinopolitanova "
      "Giovannelli Dell'Acqua Montecuccoli degli Erri";
  auto from = sender;
  from.school = std::string(66, 'W') + " " + std::string(66, 'W') + " " + std::string(66, 'W');
  from.login_url = "https://register.example/" + std::string(174, 'x');
  from.contact_name = from.contact_mail = from.contact_hours = std::string(49, 'W') + " " + std::string(50, 'M');
  const auto long_letter = letter(long_name, long_name, std::string(60, 'w'), "kvt7-Xm3q-rw9h-plus-somewhat-more");
  print(folder / "a.pdf", {long_letter}, from);
  auto words = words_of(folder / "a.pdf", 1);
  std::erase_if(words,
                [](const Word& word) { return word.text == "✂" || word.text == "taglia" || word.text == "qui"; });
  REQUIRE_FALSE(words.empty());
  CHECK(std::ranges::max(words, {}, &Word::y_max).y_max > 300);
  CHECK(std::ranges::max(words, {}, &Word::y_max).y_max < 841.89 / 2);
  print(folder / "b.pdf", {letter("Ugo", "Rossi", "S2345678B", "mmm4-Ypp5-qq6h"), long_letter}, from);
  CHECK(std::ranges::max(words_of(folder / "b.pdf", 1), {}, &Word::y_max).y_max < 841.89);
  CHECK(has(text_of(folder / "a.pdf"), "kvt7-Xm3q-rw9h-plus-somewhat-more"));
}

TEST_CASE("what the school has not set is left out, not left blank") {
  const auto words = paper::letter_words("it", {"Scuola", "", "15/02/2027", "", "", "", ""});
  REQUIRE(words);
  CHECK(words->steps.size() == 2);
  CHECK(has(words->help, "segreteria"));
  CHECK_FALSE(has(words->help, "{"));
  const auto some =
      paper::letter_words("it", {"Scuola", "https://r.example", "15/02/2027", "Ada", "", "a@b.example", ""});
  CHECK(has(some->help, "Ada  ·  a@b.example"));
  CHECK(paper::letter_words("xx", sender)->title == paper::letter_words("it", sender)->title);
  for (const auto& language : paper::letter_languages()) {
    CAPTURE(language);
    CHECK(paper::letter_words(language, sender)->steps.size() == 3);
  }
}

TEST_CASE("a private file is its owner's alone, whole or not there, and never over another") {
  const Folder folder;
  const auto file = folder / "letters.pdf";
  {
    auto opened = paper::PrivateFile::create(file);
    REQUIRE(opened);
    struct stat status{};
    REQUIRE(::stat(opened->part().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
    CHECK(opened->write("secret"));
    CHECK_FALSE(std::filesystem::exists(file));
    const auto second = paper::PrivateFile::create(file);
    REQUIRE_FALSE(second);
    CHECK(has(second.error(), "interrupted"));
    CHECK(has(second.error(), "its passwords may be in force: rename it to letters.pdf"));
    CHECK_FALSE(has(second.error(), "delete"));
  }
  CHECK(std::filesystem::is_empty(folder.path()));  // given up: nothing is left
  {
    auto unsure = paper::PrivateFile::create(folder / "unsure.pdf");
    REQUIRE(unsure);
    CHECK(unsure->write("perhaps"));
    unsure->keep();
  }
  CHECK(read(folder / "unsure.pdf.part") == "perhaps");
  CHECK_FALSE(std::filesystem::exists(folder / "unsure.pdf"));
  std::filesystem::remove(folder / "unsure.pdf.part");
  {
    auto opened = paper::PrivateFile::create(file);
    REQUIRE(opened);
    CHECK(opened->write("secret"));
    CHECK(opened->flush());
    CHECK(opened->publish());
  }
  CHECK(read(file) == "secret");
  CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
  const auto again = paper::PrivateFile::create(file);
  REQUIRE_FALSE(again);
  CHECK(has(again.error(), "is there already"));
  CHECK_FALSE(paper::PrivateFile::create(folder / "nowhere" / "a.pdf"));
  {
    auto late = paper::PrivateFile::create(folder / "late.pdf");
    REQUIRE(late);
    CHECK(late->write("mine"));
    std::ofstream{folder / "late.pdf"} << "somebody else's";
    CHECK_FALSE(late->publish());
  }
  CHECK(read(folder / "late.pdf") == "somebody else's");
  CHECK(read(folder / "late.pdf.part") == "mine");  // its passwords work: kept
}

TEST_CASE("a disk that takes no more is told") {
  const auto words = paper::letter_words("it", sender);
  CHECK_FALSE(paper::write_letters({letter("Zoe", "Verdi", "S1", "p")}, sender, *words,
                                   [](std::string_view) { return false; }));
}
