// From words to sound, by espeak-ng, in this process. The one door to that library.
// Keeps nothing of what it said but what the library itself keeps; plays nothing.
//
// espeak-ng's state is the process's: one Synthesiser at a time, used by one thread (its maker's word for
// `has_voice` and `sample_rate` holds for all threads).
#pragma once

#include <array>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/visit/comfort.h"

namespace sportello::speech {

struct NoVoice {
  visit::Language language;
};

enum class Said { whole, stopped };

class Synthesiser {
 public:
  // `data`: the folder that holds espeak-ng-data; empty: Debian's. Only the first start of a process chooses it. The
  // error is one sentence for a technician.
  static std::expected<std::unique_ptr<Synthesiser>, std::string> start(const std::filesystem::path& data = {});
  Synthesiser(const Synthesiser&) = delete;
  Synthesiser& operator=(const Synthesiser&) = delete;
  ~Synthesiser();

  [[nodiscard]] int sample_rate() const { return sample_rate_; }  // Hz, mono
  [[nodiscard]] bool has_voice(visit::Language language) const { return voice_of(language).has_value(); }
  // espeak-ng's name of the voice that speaks it: "it", "cmn-latn-pinyin".
  [[nodiscard]] const std::optional<std::string>& voice_of(visit::Language language) const;

  // Takes the sound, at most about 50 ms at a time; false: enough, say no more.
  using Sink = std::function<bool(std::span<const std::int16_t>)>;
  // `percent`: of limits::words_per_minute, 50 to 200.
  std::expected<Said, NoVoice> words(visit::Language language, std::string_view text, int percent, const Sink& sink);
  // The name of one character: "g" is "gee", "@" is "at", in the language; capitals sound as small ones.
  std::expected<Said, NoVoice> character(visit::Language language, char32_t character, int percent, const Sink& sink);
  // Makes espeak-ng write over what it still holds of the last words. Nothing is heard.
  void rinse();

  // How it would be said, in espeak-ng's letters; "(en)" where it borrows the English voice. For tests and
  // technicians.
  std::string phonemes(visit::Language language, std::string_view text);

 private:
  Synthesiser() = default;
  void find_voices();
  bool choose(visit::Language language);
  void set_pace(int words_per_minute);
  Said run(const Sink& sink, const std::function<void()>& speak);

  int sample_rate_ = 0;
  std::array<std::optional<std::string>, visit::languages.size()> voices_;
  std::string chosen_;
};

}  // namespace sportello::speech
