#include "kiosk/say.h"

#include <algorithm>
#include <cstdio>
#include <future>
#include <memory>

#include "kiosk/devices/alsa_sound.h"
#include "kiosk/devices/wav_sound.h"
#include "kiosk/speech/limits.h"
#include "kiosk/speech/speaker.h"
#include "kiosk/speech/spoken_text.h"

namespace sportello::kiosk {

namespace {

void list_voices(const speech::Synthesiser& synthesiser) {
  for (const auto language : visit::languages) {
    const auto& voice = synthesiser.voice_of(language);
    std::printf("%s  %s\n", std::string(visit::code_of(language)).c_str(), voice ? voice->c_str() : "no voice");
  }
}

std::expected<void, std::string> outcome(speech::Ending ending, const Saying& saying) {
  switch (ending) {
    case speech::Ending::heard: return {};
    case speech::Ending::no_voice: return std::unexpected("there is no voice for " + saying.language);
    case speech::Ending::no_sound:
      return std::unexpected("nothing sounds on " + (saying.wav.empty() ? saying.device : saying.wav));
    case speech::Ending::interrupted:
    case speech::Ending::overheard: return std::unexpected("it was interrupted");
  }
  return {};
}

}  // namespace

std::expected<void, std::string> say(const Saying& saying) {
  const auto language = visit::language_named(saying.language);
  if (!language) return std::unexpected("--language takes it, en, ro, sq, ar, zh, uk, fr, es, ur, bn or pa");
  const auto rate = std::ranges::find(speech::limits::rates, saying.rate);
  if (rate == speech::limits::rates.end()) return std::unexpected("--rate takes 50, 75, 100, 125, 150, 175 or 200");
  constexpr int loudest = static_cast<int>(speech::limits::gains.size());
  if (saying.volume < 1 || saying.volume > loudest) return std::unexpected("--volume takes 1 to 5");
  auto synthesiser = speech::Synthesiser::start();
  if (!synthesiser) return std::unexpected(synthesiser.error());
  if (saying.voices) {
    list_voices(**synthesiser);
    return {};
  }
  const auto utterance = speech::phrases_of(saying.text, *language);
  if (utterance.empty()) return std::unexpected("say what? Give a sentence, or --voices");

  std::promise<speech::Ending> ended;
  std::size_t told = 0;
  std::unique_ptr<devices::Sound> sound;
  if (saying.wav.empty()) {
    sound = std::make_unique<devices::AlsaSound>();
  } else {
    sound = std::make_unique<devices::WavSound>();
  }
  speech::Speaker::Hooks hooks;
  hooks.told = [&](const speech::Told& now) {
    const bool last = ++told == utterance.size();
    const bool broken = now.ending == speech::Ending::no_sound;
    if (told <= utterance.size() && (last || broken)) {
      told = utterance.size();
      ended.set_value(now.ending);
    }
  };
  speech::Speaker speaker{std::move(*synthesiser), std::move(sound), saying.wav.empty() ? saying.device : saying.wav,
                          [](visit::Language) { return std::string{}; }, std::move(hooks)};
  speaker.change_volume(saying.volume - 1 - speaker.volume());
  speaker.change_rate(static_cast<int>(rate - speech::limits::rates.begin()) - speaker.rate());
  auto result = ended.get_future();
  speaker.say(utterance, speech::Ears::any);
  return outcome(result.get(), saying);
}

}  // namespace sportello::kiosk
