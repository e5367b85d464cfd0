// What tests of speech share: the words with those of "speech.*", and waiting.
#pragma once

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "kiosk/speech/words.h"
#include "kiosk/widgets/texts.h"
#include "tests/catch.h"

namespace sportello::tests {

inline const widgets::Texts& spoken_texts() {
  static const auto loaded = widgets::Texts::load(SPORTELLO_ASSETS "/texts");
  if (!loaded) throw std::runtime_error(loaded.error());
  return *loaded;
}

inline speech::Words spoken_words() { return speech::Words{spoken_texts()}; }

// How late this machine wakes who sleeps, at worst, while the test waits: what it adds to every time that is
// measured.
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
