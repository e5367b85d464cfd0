// What must hold for the words of the screens: told as sentences, empty when all is well.
// Knows no file: it is given texts, and can so be given wrong ones.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/visit/comfort.h"

namespace sportello::tests {

using TextMap = std::map<std::string, std::string, std::less<>>;

// Every text the code asks for exists, in every form the language has, and every text is asked for.
std::vector<std::string> key_faults(visit::Language language, const TextMap& texts, const TextMap& italian,
                                    const std::set<std::string>& asked);
// The same places to fill as in Italian, pairs of stars, nothing empty, sentences short enough.
std::vector<std::string> word_faults(visit::Language language, const TextMap& texts, const TextMap& italian);
// Of Italian, by section and over all ("all"): 89 + (300 · sentences − 10 · letters) / words. 100 is easiest.
std::map<std::string, double> gulpease(const TextMap& italian);

}  // namespace sportello::tests
