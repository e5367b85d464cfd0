// Decides whether a code is sent. Pure.
#include "service/desk/opening.h"

#include <algorithm>

namespace sportello::desk {

std::string_view name_of(Withheld reason) {
  switch (reason) {
    case Withheld::unknown: return "unknown";
    case Withheld::pupil: return "pupil";
    case Withheld::no_phone: return "no_phone";
    case Withheld::blocked: return "blocked";
    case Withheld::locked: return "locked";
    case Withheld::minor: return "minor";
    case Withheld::country: return "country";
    case Withheld::phone_spent: return "phone_spent";
  }
  return {};
}

std::optional<Withheld> withhold(const OpeningFacts& facts, const SendingRules& rules) {
  if (facts.pupil) return Withheld::pupil;
  if (!facts.on_file) return Withheld::unknown;
  if (facts.minor) return Withheld::minor;
  if (facts.blocked) return Withheld::blocked;
  if (!facts.phone) return Withheld::no_phone;
  if (!std::ranges::any_of(rules.countries, [&](const auto& prefix) { return facts.phone->starts_with(prefix); })) {
    return Withheld::country;
  }
  if (facts.locked) return Withheld::locked;
  if (facts.phone_spent) return Withheld::phone_spent;
  return std::nullopt;
}

}  // namespace sportello::desk
