// The words of slips and of printing: the same rules as those of the screens, until they stand among them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "tests/catch.h"
#include "tests/printing/sample.h"
#include "tests/screens/rules.h"
#include "tests/screens/text_rules.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

// Asked for by screens that print, beside those of kiosk/printing itself.
const std::set<std::string> for_screens = {"printing.print", "printing.with_pin",  "printing.doing",
                                           "printing.done",  "printing.cancelled", "printing.again",
                                           "printing.stop"};

std::set<std::string> asked_for() {
  static const std::regex literal("TextKey\\{\"([a-z0-9_.]+)\"\\}");
  auto keys = for_screens;
  for (const auto& entry : std::filesystem::directory_iterator(SPORTELLO_PRINTING)) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      for (std::sregex_iterator at(line.begin(), line.end(), literal), end; at != end; ++at) keys.insert((*at)[1]);
    }
  }
  return keys;
}

}  // namespace

TEST_CASE("every word of printing exists in every language, and every one is asked for") {
  const auto asked = asked_for();
  REQUIRE(asked.size() > 25);
  for (const auto language : visit::languages) {
    const auto found = key_faults(language, slip_texts().all(language), slip_texts().all(visit::Language::it), asked);
    INFO(visit::code_of(language) << joined(found));
    CHECK(found.empty());
  }
}

TEST_CASE("words of printing fill the same places, pair their stars, and keep their sentences short") {
  for (const auto language : visit::languages) {
    const auto found = word_faults(language, slip_texts().all(language), slip_texts().all(visit::Language::it));
    INFO(visit::code_of(language) << joined(found));
    CHECK(found.empty());
  }
}

TEST_CASE("Italian words of printing are easy to read") {
  constexpr double easy_enough = 70;  // as on the screens
  for (const auto& [section, ease] : gulpease(slip_texts().all(visit::Language::it))) {
    INFO(section << ": " << ease);
    CHECK(ease >= easy_enough);
  }
}
