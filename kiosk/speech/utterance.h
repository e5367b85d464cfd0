// What is to be said, as a value: phrases in a language, some of them character by character. Holds no secret.
#pragma once

#include <string>
#include <vector>

#include "kiosk/visit/comfort.h"

namespace sportello::speech {

struct Phrase {
  visit::Language language = visit::Language::it;
  std::string text;
  bool spelled = false;     // character by character: digits, codes, single letters
  std::string secret = {};  // the id of one that is spelled in this place; the text is ‹secret›
  bool operator==(const Phrase&) const = default;
};

using Utterance = std::vector<Phrase>;

// For tests and technicians: "Say the code. [K 7 2]" — what is spelled stands between brackets.
std::string flat(const Utterance& utterance);

}  // namespace sportello::speech
