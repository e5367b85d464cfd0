// A speaker whose device is the test's, and what it told.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "kiosk/speech/limits.h"
#include "kiosk/speech/speaker.h"
#include "tests/speech/fake_sound.h"
#include "tests/speech/measure.h"
#include "tests/speech/spoken.h"

namespace sportello::tests {

struct Speaking {
  Heard heard;
  std::mutex mutex;
  std::vector<speech::Told> log;
  std::vector<devices::Headset> headsets;
  std::vector<std::optional<devices::SoundTrouble>> troubles;
  std::unique_ptr<speech::Speaker> speaker;

  explicit Speaking(double pace = 1) {
    heard.pace = pace;
    auto voice = speech::Synthesiser::start();
    if (!voice) throw std::runtime_error(voice.error());
    const auto keep = [this](auto& list, const auto& what) {
      const std::lock_guard lock{mutex};
      list.push_back(what);
    };
    speaker = std::make_unique<speech::Speaker>(
        std::move(*voice), std::make_unique<FakeSound>(heard), "the-loudspeaker",
        [](visit::Language language) { return spoken_words().capital(language); },
        speech::Speaker::Hooks{.told = [this, keep](const speech::Told& told) { keep(log, told); },
                               .headset = [this, keep](devices::Headset now) { keep(headsets, now); },
                               .trouble = [this, keep](const auto& now) { keep(troubles, now); }});
  }

  std::vector<speech::Told> told() {
    const std::lock_guard lock{mutex};
    return log;
  }
  std::vector<std::optional<devices::SoundTrouble>> trouble() {
    const std::lock_guard lock{mutex};
    return troubles;
  }
  bool quiet() {
    return soon([this] { return !speaker->speaking(); }, std::chrono::seconds{60});
  }
  void plug(devices::Headset headset) {
    heard.headset = headset;
    REQUIRE(soon([this, headset] { return speaker->headset() == headset; }));
  }
  // Says it to the end and gives what was heard.
  Pcm hear(const speech::Utterance& utterance) {
    heard.take();
    speaker->say(utterance, speech::Ears::any);
    REQUIRE(quiet());
    return heard.take();
  }
};

inline const speech::Utterance long_one = {
    {visit::Language::it,
     "Ricevi o rifai le credenziali del registro elettronico. Sul telefono ti arriva un codice per SMS. Nessuno "
     "della "
     "scuola te lo chiede mai. Tieni vicino il telefono e la tessera sanitaria.",
     false}};

}  // namespace sportello::tests
