// What tests of speech share: the words with those of "speech.*", and waiting.
#pragma once

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "kiosk/speech/words.h"
#include "kiosk/widgets/texts.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::tests {

// assets/texts, completed by words/ where the "speech" section is not there yet.
inline const widgets::Texts& spoken_texts() {
  static const auto texts = [] {
    const fakes::TempFolder folder;
    const auto read = [](const std::filesystem::path& file) {
      std::stringstream all;
      all << std::ifstream(file).rdbuf();
      return all.str();
    };
    for (const auto language : visit::languages) {
      const auto name = std::string(visit::code_of(language)) + ".toml";
      auto text = read(std::filesystem::path(SPORTELLO_ASSETS) / "texts" / name);
      if (!text.contains("[speech]")) text += read(std::filesystem::path(SPEECH_WORDS) / name);
      std::ofstream(folder / name) << text;
    }
    auto loaded = widgets::Texts::load(folder.path());
    if (!loaded) throw std::runtime_error(loaded.error());
    return std::move(*loaded);
  }();
  return texts;
}

inline speech::Words spoken_words() { return speech::Words{spoken_texts()}; }

// How late this machine wakes who sleeps, at worst, while the test waits: what it adds to every time that is measured.
inline std::chrono::nanoseconds& lateness() {
  static std::chrono::nanoseconds worst{0};
  return worst;
}

template <class Condition>
bool soon(Condition condition, std::chrono::milliseconds patience = std::chrono::seconds{10}) {
  constexpr std::chrono::milliseconds nap{2};
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until) {
    if (condition()) return true;
    const auto lay_down = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(nap);
    const std::chrono::nanoseconds slept = std::chrono::steady_clock::now() - lay_down;
    lateness() = std::max(lateness(), slept - nap);
  }
  return condition();
}

}  // namespace sportello::tests
