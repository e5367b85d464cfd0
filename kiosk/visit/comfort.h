// How a guardian wants the screen: language, size, colours. Reset at the end of every visit, never logged.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace sportello::visit {

enum class Language { it, en };
inline constexpr std::array languages = {Language::it, Language::en};

enum class TextSize { normal, large, larger, largest };
enum class Theme { light, dark, contrast_light, contrast_dark };

struct Comfort {
  Language language = Language::it;
  TextSize size = TextSize::normal;
  Theme theme = Theme::light;
  bool operator==(const Comfort&) const = default;
};

// ISO 639-1, as in the names of assets/texts and on the wire.
constexpr std::string_view code_of(Language language) {
  switch (language) {
    case Language::it: return "it";
    case Language::en: return "en";
  }
  return "it";
}

constexpr std::optional<Language> language_named(std::string_view code) {
  for (const auto language : languages) {
    if (code == code_of(language)) return language;
  }
  return std::nullopt;
}

}  // namespace sportello::visit
