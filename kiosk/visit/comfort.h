// How a guardian wants the kiosk: language, size, colours, speech, keys. Reset at the end of every visit, never
// logged.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace sportello::visit {

// In the order in which they are offered: the country's own, then by how many parents of its schools speak them.
enum class Language { it, en, ro, sq, ar, zh, uk, fr, es, ur, bn, pa };
inline constexpr std::array languages = {Language::it, Language::en, Language::ro, Language::sq,
                                         Language::ar, Language::zh, Language::uk, Language::fr,
                                         Language::es, Language::ur, Language::bn, Language::pa};

enum class TextSize { normal, large, larger, largest };
enum class Theme { light, dark, contrast_light, contrast_dark };

// How often a key that is held down counts: as the keyboard sends it, after two seconds, or once.
enum class KeyRepeat { usual, slow, once };

// Within this, a second press of the same thing is a tremor's where Comfort::steady says so (EN 301 549, 5.8), and a
// key that is held begins to repeat where KeyRepeat::slow does (5.7).
inline constexpr std::chrono::milliseconds second_press{500}, slow_repeat{2000};

inline constexpr int volumes = 5, usual_volume = 2;  // steps; what they sound like: kiosk/speech/limits.h
inline constexpr int paces = 7, usual_pace = 2;

struct Comfort {
  Language language = Language::it;
  TextSize size = TextSize::normal;
  Theme theme = Theme::light;
  bool speech = false;  // the screen is read aloud
  int volume = usual_volume;
  int pace = usual_pace;
  bool aloud = false;      // by the guardian's own choice, what is theirs alone is said though others may hear
  bool low_reach = false;  // everything to press stands low
  bool steady = false;     // a second press within half a second is a tremor, not a wish
  KeyRepeat key_repeat = KeyRepeat::usual;
  bool operator==(const Comfort&) const = default;
};

// ISO 639-1, as in the names of assets/texts and on the wire.
constexpr std::string_view code_of(Language language) {
  switch (language) {
    case Language::it: return "it";
    case Language::en: return "en";
    case Language::ro: return "ro";
    case Language::sq: return "sq";
    case Language::ar: return "ar";
    case Language::zh: return "zh";
    case Language::uk: return "uk";
    case Language::fr: return "fr";
    case Language::es: return "es";
    case Language::ur: return "ur";
    case Language::bn: return "bn";
    case Language::pa: return "pa";
  }
  return "it";
}

constexpr bool right_to_left(Language language) { return language == Language::ar || language == Language::ur; }

constexpr std::optional<Language> language_named(std::string_view code) {
  for (const auto language : languages) {
    if (code == code_of(language)) return language;
  }
  return std::nullopt;
}

}  // namespace sportello::visit
