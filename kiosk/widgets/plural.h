// Which form of a text goes with a number: the cardinal categories of the Unicode CLDR, for whole numbers from 0 up.
#pragma once

#include <span>
#include <string_view>

#include "kiosk/visit/comfort.h"

namespace sportello::widgets {

enum class Plural { zero, one, two, few, many, other };
std::string_view name_of(Plural plural);
Plural plural_of(visit::Language language, int count);
// Those that a language has, for whole numbers below a million.
std::span<const Plural> plurals_of(visit::Language language);

}  // namespace sportello::widgets
