// From a label to what can be said: invisible characters and ornaments go, numbers that are not quantities and codes
// are spelled, words in Latin letters among those of another script go to a voice that can read them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/speech/utterance.h"

namespace sportello::speech {

// Without what is only for the eye: marks of direction, joiners, soft hyphens, "·", "›".
std::string cleaned(std::string_view label);

// One character alone is spelled; so is a telephone number, a code of letters and digits, a number that begins with
// 0. Nothing to say: no phrase.
Utterance phrases_of(std::string_view label, visit::Language language);

// The label without `values` where they stand as whole words, and tidied. A value is cleaned as the label is.
std::string without(std::string_view label, const std::vector<std::string>& values);

// How a character of a code is told: a capital by a word of its own before it.
struct SpelledCharacter {
  char32_t character = 0;  // small
  bool capital = false;
  bool operator==(const SpelledCharacter&) const = default;
};
// Small and capital letters of Latin script are told apart. Bytes that are not UTF-8 and white space are left out.
std::vector<SpelledCharacter> spelled(std::string_view text);

}  // namespace sportello::speech
