// The words of the screens, in twelve languages: nothing missing, unused, unfilled; nothing hard to read.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "kiosk/widgets/texts.h"
#include "tests/catch.h"
#include "tests/screens/rules.h"
#include "tests/screens/text_rules.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

constexpr double easy_enough = 70;  // Gulpease: read with ease by who has finished middle school

// Every "x.y"_t of the kiosk's code.
std::set<std::string> asked_for() {
  static const std::regex literal("\"([a-z0-9_.]+)\"_t");
  std::set<std::string> keys;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SPORTELLO_KIOSK)) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      if (const auto comment = line.find("//"); comment != std::string::npos) line.resize(comment);
      for (std::sregex_iterator at(line.begin(), line.end(), literal), end; at != end; ++at) keys.insert((*at)[1]);
    }
  }
  return keys;
}

const widgets::Texts& texts() {
  static const auto loaded = widgets::Texts::load(std::filesystem::path(SPORTELLO_ASSETS) / "texts");
  if (!loaded) throw std::runtime_error(loaded.error());
  return *loaded;
}

bool one_says(const std::vector<std::string>& faults, std::string_view words) {
  return std::ranges::any_of(faults, [&](const auto& fault) { return fault.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("every text the code asks for exists, and every text is asked for, in every language") {
  const auto asked = asked_for();
  REQUIRE(asked.size() > 100);
  for (const auto language : visit::languages) {
    const auto found = key_faults(language, texts().all(language), texts().all(visit::Language::it), asked);
    INFO(visit::code_of(language) << joined(found));
    CHECK(found.empty());
  }
}

TEST_CASE("every language fills the same places, pairs its stars, and keeps its sentences short") {
  for (const auto language : visit::languages) {
    const auto found = word_faults(language, texts().all(language), texts().all(visit::Language::it));
    INFO(visit::code_of(language) << joined(found));
    CHECK(found.empty());
  }
}

TEST_CASE("the languages are named alike in every file, each by its own name") {
  for (const auto language : visit::languages) {
    const auto& own = texts().all(language);
    for (const auto other : visit::languages) {
      const auto key = "language." + std::string(visit::code_of(other));
      INFO(visit::code_of(language) << " " << key);
      REQUIRE(own.contains(key));
      CHECK(own.at(key) == texts().all(visit::Language::it).at(key));
    }
    CHECK(own.at("footer.language") == own.at("language." + std::string(visit::code_of(language))));
  }
}

TEST_CASE("Italian is easy to read, in all and on every screen") {
  for (const auto& [section, ease] : gulpease(texts().all(visit::Language::it))) {
    INFO(section << ": " << ease);
    CHECK(ease >= easy_enough);
  }
}

TEST_CASE("the rules of texts find what breaks them") {
  const TextMap italian = {{"a.title", "Ciao {name}. *Vieni* qui."},
                           {"a.left.one", "Manca {n} riga"},
                           {"a.left.other", "Mancano {n} righe"},
                           {"a.other", "Altro"}};
  const std::set<std::string> asked = {"a.title", "a.left", "a.other"};
  const auto en = visit::Language::en;
  CHECK(key_faults(visit::Language::it, italian, italian, asked).empty());
  CHECK(word_faults(visit::Language::it, italian, italian).empty());
  const auto changed = [&](const std::string& key, const std::string& text) {
    auto map = italian;
    map[key] = text;
    return map;
  };
  auto without = italian;
  without.erase("a.title");
  CHECK(one_says(key_faults(en, without, italian, asked), "is missing"));
  CHECK(one_says(key_faults(visit::Language::uk, italian, italian, asked), "a.left.few: is missing"));
  CHECK(one_says(key_faults(en, changed("a.left.few", "x {n}"), italian, asked), "does not have"));
  CHECK(one_says(key_faults(en, changed("a.more", "x"), italian, asked), "not used"));
  CHECK(one_says(key_faults(en, italian, italian, {"a.title", "a.other"}), "a.left.one: is not used"));
  CHECK(one_says(word_faults(en, changed("a.title", "Hello. *Come* here."), italian), "other places"));
  CHECK(one_says(word_faults(en, changed("a.title", "Hello {name}. *Come here."), italian), "odd star"));
  CHECK(one_says(word_faults(en, changed("a.title", "Hello {name}. Come { here."), italian), "odd brace"));
  CHECK(one_says(word_faults(en, changed("a.other", ""), italian), "is empty"));
  CHECK(word_faults(en, changed("a.left.one", "One line is missing"), italian).empty());
  const std::string fourteen = "a b c d e f g h i j k l m n";
  CHECK(word_faults(en, changed("a.other", fourteen + ". " + fourteen), italian).empty());
  CHECK(one_says(word_faults(en, changed("a.other", fourteen + " o."), italian), "sentence of 15"));
  CHECK(one_says(word_faults(visit::Language::bn, changed("a.other", fourteen + " o।"), italian), "sentence of 15"));
  std::string signs;
  for (int i = 0; i < 14; ++i) signs += "你好";
  const auto zh = visit::Language::zh;
  CHECK(word_faults(zh, changed("a.other", signs), italian).empty());
  CHECK(one_says(word_faults(zh, changed("a.other", signs + "我"), italian), "sentence of 29"));
}

TEST_CASE("an Italian name in brackets, the figures of a number and a number's unit are each in one piece") {
  static const std::regex name("(\\(|（)(tessera|codice|registro|Garante)( |[^)）]* )"), figures(" \\*?\\{digits\\}"),
      unit("\\{n\\} (s|с|ث)$");
  int names = 0;
  for (const auto language : visit::languages) {
    for (const auto& [key, text] : texts().all(language)) {
      INFO(visit::code_of(language) << " " << key << ": " << text);
      CHECK_FALSE(std::regex_search(text, name));
      CHECK_FALSE(std::regex_search(text, figures));
      CHECK_FALSE(std::regex_search(text, unit));
      names += text.find("(tessera\u00A0sanitaria)") != std::string::npos ? 1 : 0;
    }
  }
  CHECK(names > 20);
}

TEST_CASE("ease of reading falls with long words and long sentences") {
  CHECK(gulpease({{"a.b", "Il gatto beve. Poi dorme."}}).at("a") > 100);
  CHECK(gulpease({{"a.b",
                   "L’inottemperanza all’obbligo amministrativamente previsto comporterà "
                   "l’inammissibilità dell’istanza tempestivamente presentata"}})
            .at("all") < 40);
}

TEST_CASE("stars and placeholders in what is filled in stay what they are") {
  using namespace widgets::literals;
  const auto words = texts().get(visit::Language::it, "choose.title"_t, {{"name", "*{name}*"}});
  CHECK(widgets::flat(words) == "Buongiorno, *{name}*. Di\u00A0che cosa hai bisogno?");
  CHECK(words.size() == 1);
}

TEST_CASE("in languages read from the right, what is filled in keeps its own direction") {
  using namespace widgets::literals;
  const auto arabic = widgets::flat(texts().get(visit::Language::ar, "welcome.call"_t, {{"phone", "06 5550 1234"}}));
  CHECK(arabic.find("\u206806 5550 1234\u2069") != std::string::npos);
  const auto italian = widgets::flat(texts().get(visit::Language::it, "welcome.call"_t, {{"phone", "06 5550 1234"}}));
  CHECK(italian.find("\u2068") == std::string::npos);
}
