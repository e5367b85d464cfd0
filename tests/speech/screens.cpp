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

screens::Preview at(screens::Preview preview, std::chrono::milliseconds later) {
  preview.now += later;
  return preview;
}

}  // namespace

TEST_CASE("everything that is written on a screen is said in a headset, in every language") {
  int entries = 0;
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
        CHECK((said.find(words) != std::string::npos || said.find(italian) != std::string::npos));
      }
    }
  }
  CHECK(entries > 1000);
}

TEST_CASE("aloud, no screen names anybody; and the names are there to be left out") {
  int left_out = 0;
  for (const auto language : visit::languages) {
    for (const auto& preview : screens::previews({.language = language})) {
      draw(preview);
      const auto scene = scene_now(preview);
      const auto personal = speech::personal_values(preview.visit);
      const auto said = flat(whole(scene, spoken_words(), {.alone = false, .personal = personal}));
      INFO(visit::code_of(language) << " " << preview.name << ": " << said);
      CHECK_FALSE(names_somebody(said));
      CHECK_FALSE(said.empty());
      if (names_somebody(flat(whole(scene, spoken_words(), {.alone = false, .personal = {}})))) ++left_out;
    }
  }
  CHECK(left_out > 12 * 10);
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
  for (const auto& preview : screens::previews({.language = Language::en})) {
    draw(preview);
    const auto before = scene_now(preview);
    std::set<std::string> told;
    for (const auto& entry : before.entries) {
      if (entry.role != Role::key || entry.focus < 0 || entry.label.size() != 1) continue;
      told.insert(flat(changes(before, scene_now(preview, entry.id), spoken_words(), {})));
    }
    CHECK(told.size() <= 1);  // all the same
  }
}
