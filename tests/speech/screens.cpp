// Every screen of the kiosk, as it is heard: complete in a headset, naming nobody aloud, silent while only a clock
// runs.
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "kiosk/speech/narrator.h"
#include "kiosk/speech/personal.h"
#include "kiosk/speech/spoken_text.h"
#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"
#include "tests/speech/spoken.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;
using speech::Hearing;
using speech::Scene;
using visit::Language;
using widgets::Role;

namespace {

constexpr std::array spoken_languages = {Language::it, Language::en, Language::ar, Language::zh, Language::ur};

Scene scene_now(const screens::Preview& preview, std::string_view focused = "") {
  return speech::scene_of(headless().record(), focused, preview.visit.comfort.language);
}

// The people of the previews, told apart from what the code finds out about them.
constexpr std::array<std::string_view, 13> people = {
    "Mario", "Maria",      "Antonietta", "Sofia",          "Luca",         "Alessandra",          "Pier Francesco",
    "Zoë",   "Abdellatif", "2ª B",       "5ª A, primaria", "casa.example", "associazionegenitori"};

bool names_somebody(const std::string& said) {
  return std::ranges::any_of(people, [&](auto name) { return said.find(name) != std::string::npos; });
}

// SPORTELLO_SPEECH=FOLDER keeps what every screen says, a file for each language, for people to read.
void keep(Language language, const std::string& screen, const std::string& said) {
  const char* folder = std::getenv("SPORTELLO_SPEECH");
  if (folder == nullptr) return;
  const auto file = std::filesystem::path(folder) / (std::string(visit::code_of(language)) + ".txt");
  std::ofstream(file, std::ios::app) << screen << "\n  " << said << "\n";
}

// What an eye sees of an entry, as the ear is told it: covered characters are seen as dots.
std::string seen(const widgets::Recorded& entry, Language language) {
  std::string text = entry.label;
  for (auto at = text.find(widgets::secret_label); at != std::string::npos; at = text.find(widgets::secret_label)) {
    const bool first = at == 0;
    text.replace(first ? 0 : at - 1, widgets::secret_label.size() + (first ? 0 : 1),
                 (first ? "" : ", ") + spoken_words().covered(language));
  }
  return text;
}

// Every phrase that words on this screen, or its rows of cells, account for.
std::set<std::string> visible_phrases(const Scene& scene) {
  std::set<std::string> phrases;
  int cells = 0;
  for (const auto& entry : scene.entries) {
    cells += entry.role == Role::cell ? 1 : 0;
    for (const auto language : {scene.language, Language::it}) {
      for (const auto& phrase : speech::phrases_of(seen(entry, scene.language), language))
        phrases.insert(phrase.text);
    }
  }
  for (int of = 1; of <= cells; ++of) {
    for (int n = 0; n <= of; ++n) phrases.insert(spoken_words().typed(scene.language, n, of));
  }
  return phrases;
}

screens::Preview at(screens::Preview preview, std::chrono::milliseconds later) {
  preview.now += later;
  return preview;
}

}  // namespace

TEST_CASE("everything that is written on a screen is said in a headset, in every language") {
  int entries = 0, unsaid = 0, errors = 0, unsaid_errors = 0, slips = 0, unsaid_slips = 0;
  for (const auto language : visit::languages) {
    for (const auto& preview : screens::previews({.language = language})) {
      draw(preview);
      const auto scene = scene_now(preview);
      const auto said = flat(whole(scene, spoken_words(), {.alone = true, .personal = {}}));
      keep(language, preview.name, said);
      INFO(visit::code_of(language) << " " << preview.name << ": " << said);
      CHECK_FALSE(said.empty());
      CHECK(said.find("⟦") == std::string::npos);
      CHECK(said.find("‹") == std::string::npos);
      for (const auto& entry : scene.entries) {
        const bool written = entry.role == Role::text || entry.role == Role::title || entry.role == Role::banner ||
                             entry.role == Role::image;
        if (!written || entry.id == "header.school" || entry.id == "footer.brand" || entry.id == "reach.school" ||
            entry.label == widgets::secret_label) {
          continue;
        }
        ++entries;
        const auto words = flat(speech::phrases_of(entry.label, language));
        const auto italian = flat(speech::phrases_of(entry.label, Language::it));  // of the school
        if (words.empty()) continue;
        INFO(entry.id << ": " << words);
        const bool heard = said.find(words) != std::string::npos || said.find(italian) != std::string::npos;
        CHECK(heard);
        unsaid += heard ? 0 : 1;
        errors += entry.role == Role::banner ? 1 : 0;
        unsaid_errors += !heard && entry.role == Role::banner ? 1 : 0;
        if (entry.id.starts_with("slip.")) {  // what stands on the paper
          ++slips;
          unsaid_slips += heard ? 0 : 1;
        }
      }
    }
  }
  CHECK(entries > 1000);
  CHECK(errors > 100);
  clause("5.1.3.1", "written words that are not said, on every screen in every language", unsaid, "==", 0);
  clause("5.1.3.15", "messages that are not said", unsaid_errors, "==", 0);
  if (slips > 0) clause("5.1.3.16", "words of the printed slip that are not said", unsaid_slips, "==", 0);
}

TEST_CASE("everything that is said of a screen is on it, in every language") {
  int phrases = 0, unseen = 0;
  for (const auto language : visit::languages) {
    for (const auto& preview : screens::previews({.language = language})) {
      draw(preview);
      const auto scene = scene_now(preview);
      const auto visible = visible_phrases(scene);
      for (const auto& phrase : whole(scene, spoken_words(), {.alone = true, .personal = {}})) {
        ++phrases;
        const bool there = visible.contains(phrase.text);
        INFO(visit::code_of(language) << " " << preview.name << ": " << phrase.text);
        CHECK(there);
        unseen += there ? 0 : 1;
      }
    }
  }
  CHECK(phrases > 3000);
  clause("5.1.5", "phrases that are heard and not seen, on every screen in every language", unseen, "==", 0);
}

TEST_CASE("aloud, no screen names anybody; and the names are there to be left out") {
  int left_out = 0, named = 0;
  for (const auto language : visit::languages) {
    for (const auto& preview : screens::previews({.language = language})) {
      draw(preview);
      const auto scene = scene_now(preview);
      const auto personal = speech::personal_values(preview.visit);
      const auto said = flat(whole(scene, spoken_words(), {.alone = false, .personal = personal}));
      INFO(visit::code_of(language) << " " << preview.name << ": " << said);
      CHECK_FALSE(names_somebody(said));
      named += names_somebody(said) ? 1 : 0;
      CHECK_FALSE(said.empty());
      if (names_somebody(flat(whole(scene, spoken_words(), {.alone = false, .personal = {}})))) ++left_out;
    }
  }
  CHECK(left_out > 12 * 10);
  clause("5.1.3.9", "screens that name somebody aloud, in every language", named, "==", 0);
}

TEST_CASE("while only time passes, nothing is said but a message") {
  for (const auto language : visit::languages) {
    for (const auto& preview : screens::previews({.language = language})) {
      draw(preview);
      auto before = scene_now(preview);
      for (auto later = 1s; later <= 20s; later += 1s) {
        draw(at(preview, later));
        const auto now = scene_now(preview);
        const auto said = flat(changes(before, now, spoken_words(), {.alone = true, .personal = {}}));
        std::string messages;
        for (const auto& entry : now.entries) {
          if (entry.role == Role::banner) messages += flat(speech::phrases_of(entry.label, language)) + " ";
        }
        INFO(visit::code_of(language) << " " << preview.name << " after " << later.count() << " s: " << said);
        CHECK((said.empty() || messages.find(said) != std::string::npos));
        before = now;
      }
    }
  }
}

TEST_CASE("the pictures that take turns while nobody is there say nothing") {
  draw(preview_named("welcome"));
  const auto first = scene_now(preview_named("welcome"));
  for (const auto* picture : {"welcome-lost", "welcome-home"}) {
    draw(preview_named(picture));
    CHECK(changes(first, scene_now(preview_named(picture)), spoken_words(), {.alone = true, .personal = {}}).empty());
  }
}

TEST_CASE("every control of every screen says what it is when the focus comes to it") {
  for (const auto language : spoken_languages) {
    for (const auto& preview : screens::previews({.language = language})) {
      draw(preview);
      const auto before = scene_now(preview);
      for (const auto& entry : before.entries) {
        if (entry.focus < 0) continue;
        const auto said =
            changes(before, scene_now(preview, entry.id), spoken_words(), {.alone = true, .personal = {}});
        INFO(visit::code_of(language) << " " << preview.name << " " << entry.id << ": " << flat(said));
        REQUIRE_FALSE(said.empty());
        if (entry.role == Role::button) {
          CHECK(flat(said).find(spoken_words().role(language).button) != std::string::npos);
        }
      }
    }
  }
}

TEST_CASE("aloud, no key tells what it types") {
  std::size_t most = 0;
  for (const auto& preview : screens::previews({.language = Language::en})) {
    draw(preview);
    const auto before = scene_now(preview);
    std::set<std::string> told;
    for (const auto& entry : before.entries) {
      if (entry.role != Role::key || entry.focus < 0 || entry.label.size() != 1) continue;
      told.insert(flat(changes(before, scene_now(preview, entry.id), spoken_words(), {})));
    }
    CHECK(told.size() <= 1);  // all the same
    most = std::max(most, told.size());
  }
  clause("5.1.3.8", "keys of one screen that are told apart aloud", most > 1 ? static_cast<double>(most) : 0,
         "==", 0);
}
