// The fuzzer's entry over some hundred files that were mangled the same way each time: what a fuzzer looks for
// without an end, the default suite holds too.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/fuzz/import_entry.h"

namespace {

std::vector<std::string> seeds() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{SPORTELLO_SOURCE "/tests/fuzz/seeds"}) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<std::string> texts;
  for (const auto& file : files) {
    std::ifstream in{file, std::ios::binary};
    texts.emplace_back(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
  }
  return texts;
}

// What a reader of CSV stumbles over.
const std::array<std::string, 14> stones = {"\"",
                                            "\"\"",
                                            ";",
                                            ",",
                                            "\r\n",
                                            "\r",
                                            "\n\n",
                                            "\xEF\xBB\xBF",
                                            std::string(1, '\0'),
                                            "\x92",
                                            "\xC3\xA8",
                                            "\xE2\x82",
                                            "\";\"",
                                            std::string(70'000, 'x')};

class Mangler {
 public:
  explicit Mangler(unsigned number) : random_(number) {}

  std::string mangle(std::string text, const std::string& other) {
    for (auto times = 1 + below(6); times > 0; --times) {
      const auto at = below(text.size() + 1);
      const auto length = std::min(below(40), text.size() - at);
      switch (below(7)) {
        case 0: text.insert(at, stones.at(below(stones.size()))); break;
        case 1: text.erase(at, length); break;
        case 2: text.insert(at, text.substr(below(text.size() + 1), below(200))); break;
        case 3: text.resize(at); break;
        case 4: text.replace(at, length, other.substr(below(other.size()), below(80))); break;
        case 5:
          if (at < text.size()) text[at] = static_cast<char>(below(256));
          break;
        default:
          if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      }
    }
    return text;
  }

 private:
  // Not a distribution of the library's: those differ from one to the next, and a finding must come again.
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("a file as it comes keeps the reader's promises") {
  const auto all = seeds();
  REQUIRE(all.size() >= 5);
  for (const auto& text : all) CHECK_NOTHROW(sportello::fuzz::read_as_import(text));
  for (const std::string text : {"", "\n", "\xEF\xBB\xBF", "\"", ";", "\"\"\n"}) {
    CHECK_NOTHROW(sportello::fuzz::read_as_import(text));
  }
}

TEST_CASE("a mangled file keeps them too") {
  const auto all = seeds();
  for (unsigned number = 0; number < 600; ++number) {
    CAPTURE(number);
    Mangler mangler{number};
    CHECK_NOTHROW(sportello::fuzz::read_as_import(
        mangler.mangle(all.at(number % all.size()), all.at(number / 7 % all.size()))));
  }
}
