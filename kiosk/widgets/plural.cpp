// By the rules of CLDR 44 (plurals.xml).
#include "kiosk/widgets/plural.h"

#include <array>

namespace sportello::widgets {

std::string_view name_of(Plural plural) {
  switch (plural) {
    case Plural::zero: return "zero";
    case Plural::one: return "one";
    case Plural::two: return "two";
    case Plural::few: return "few";
    case Plural::many: return "many";
    case Plural::other: return "other";
  }
  return "other";
}

Plural plural_of(visit::Language language, int count) {
  using enum visit::Language;
  const int tens = count % 100, last = count % 10;
  switch (language) {
    case it:
    case en:
    case es:
    case sq:
    case ur: return count == 1 ? Plural::one : Plural::other;
    case fr:
    case bn:
    case pa: return count == 0 || count == 1 ? Plural::one : Plural::other;
    case ro:
      if (count == 1) return Plural::one;
      return count == 0 || (tens >= 1 && tens <= 19) ? Plural::few : Plural::other;
    case ar:
      if (count == 0) return Plural::zero;
      if (count == 1) return Plural::one;
      if (count == 2) return Plural::two;
      if (tens >= 3 && tens <= 10) return Plural::few;
      return tens >= 11 ? Plural::many : Plural::other;
    case uk:
      if (last == 1 && tens != 11) return Plural::one;
      return last >= 2 && last <= 4 && (tens < 12 || tens > 14) ? Plural::few : Plural::many;
    case zh: return Plural::other;
  }
  return Plural::other;
}

std::span<const Plural> plurals_of(visit::Language language) {
  using enum Plural;
  static constexpr std::array two_forms = {one, other};
  static constexpr std::array romanian = {one, few, other};
  static constexpr std::array arabic = {zero, one, two, few, many, other};
  static constexpr std::array ukrainian = {one, few, many, other};  // other: fractions
  static constexpr std::array chinese = {other};
  switch (language) {
    case visit::Language::ro: return romanian;
    case visit::Language::ar: return arabic;
    case visit::Language::uk: return ukrainian;
    case visit::Language::zh: return chinese;
    default: return two_forms;
  }
}

}  // namespace sportello::widgets
