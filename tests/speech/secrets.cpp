// Codes, PINs and passwords are told to who hears alone, and to nobody else; nothing of them stays in memory.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "tests/accessibility/clause.h"
#include "tests/speech/speaker_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;
using devices::Headset;
using secret::SecretText;
using speech::Ears;
using speech::Ending;
using speech::Letters;
using visit::Language;

namespace {

// The text never stands in this program as it is: each byte is one too high until it is wanted.
std::string revealed(std::string_view shifted) {
  std::string text{shifted};
  for (auto& c : text) --c;
  return text;
}
constexpr std::string_view shifted_code = "Rx8Lw3Q{5U";  // Qw7Kv2Pz4T

// How often the text stands in the memory of this process, as bytes or as wide characters.
int copies_in_memory(std::string_view shifted) {
  std::string want = revealed(shifted), wide;
  for (const char c : want) wide += std::string{c, 0, 0, 0};
  int found = 0;
  static std::array<char, (1U << 20U) + 64> part;  // what is being looked through is not looked into
  const auto inside = [](std::uintptr_t place, const void* of, std::size_t size) {
    return place >= reinterpret_cast<std::uintptr_t>(of) && place < reinterpret_cast<std::uintptr_t>(of) + size;
  };
  std::ifstream maps("/proc/self/maps");
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  REQUIRE(memory >= 0);
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t from = 0, to = 0;
    std::array<char, 5> may{};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, may.data()) != 3 || may[0] != 'r' || may[1] != 'w')
      continue;
    constexpr std::size_t step = 1U << 20U;
    for (; from < to; from += step) {
      const auto got =
          pread(memory, part.data(), std::min<std::size_t>(part.size(), to - from), static_cast<off_t>(from));
      if (got <= 0) break;
      const std::string_view bytes{part.data(), static_cast<std::size_t>(got)};
      for (const auto* needle : {&want, &wide}) {
        for (auto at = bytes.find(*needle); at != bytes.npos; at = bytes.find(*needle, at + 1)) {
          const auto place = from + at;
          const bool ours = inside(place, part.data(), part.size()) || inside(place, want.data(), 1) ||
                            inside(place, wide.data(), 1);
          if (!ours && at < step) ++found;
        }
      }
    }
  }
  part.fill(0);
  close(memory);
  explicit_bzero(want.data(), want.size());
  explicit_bzero(wide.data(), wide.size());
  return found;
}

SecretText the_code() {
  auto text = revealed(shifted_code);
  SecretText secret{text};
  explicit_bzero(text.data(), text.size());
  return secret;
}

}  // namespace

TEST_CASE("a secret is refused aloud, and said in a headset") {
  Speaking it{40};
  for (const auto headset : {Headset::absent, Headset::unknown}) {
    it.plug(headset);
    CHECK_FALSE(it.speaker->spell(SecretText{"48213"}, Language::it, Letters::told_apart));
  }
  std::this_thread::sleep_for(50ms);
  clause("5.1.3.8", "secret characters said where others hear", static_cast<double>(it.told().size()), "==", 0);
  CHECK(it.heard.count() == 0);

  it.plug(Headset::present);
  REQUIRE(it.speaker->spell(SecretText{"48213"}, Language::it, Letters::told_apart));
  REQUIRE(it.quiet());
  CHECK(seconds(trimmed(it.heard.take())) > 2);
  REQUIRE(it.told().size() == 1);
  CHECK(it.told().front() == speech::Told{Language::it, "‹secret›", Ending::heard});
}

TEST_CASE("who asks to hear it aloud does, for this visit only") {
  Speaking it{40};
  it.speaker->hear_everything_aloud(true);
  CHECK(it.speaker->spell(SecretText{"48213"}, Language::ur, Letters::told_apart));
  REQUIRE(it.quiet());
  CHECK(it.told().back().ending == Ending::heard);
  it.speaker->end_visit();
  CHECK_FALSE(it.speaker->spell(SecretText{"48213"}, Language::ur, Letters::told_apart));
}

TEST_CASE("a headset that is pulled ends a secret, and what was meant for it alone") {
  Speaking it;
  const speech::Utterance named = {
      {Language::it, "Ciao Maria. Che cosa ti serve? Il registro di Sofia e Luca.", false}};
  double longest = 0;  // beyond how late the machine wakes
  for (const bool secret : {true, false}) {
    it.plug(Headset::present);
    it.heard.take();
    if (secret) {
      REQUIRE(it.speaker->spell(SecretText{"4821393"}, Language::it, Letters::told_apart));
    } else {
      it.speaker->say(named, Ears::alone);
    }
    REQUIRE(soon([&] { return it.heard.count() > static_cast<std::size_t>(espeak_rate) / 3; }));
    it.heard.headset = Headset::absent;
    const auto pulled = Clock::now();
    REQUIRE(it.quiet());
    {
      const std::lock_guard lock{it.heard.mutex};
      REQUIRE(it.heard.silent_since);
      const auto after = *it.heard.silent_since - pulled;
      WARN("silent " << std::chrono::duration_cast<std::chrono::milliseconds>(after).count() << " ms after the pull");
      CHECK(after > 0ms);
      // Seen at the next look, silent as after a stop.
      longest = std::max(longest, static_cast<double>((after - lateness()).count()) / 1e6);
    }
    it.heard.take();
    std::this_thread::sleep_for(50ms);
    CHECK(it.heard.count() == 0);
    CHECK(it.told().back().ending == Ending::overheard);
    CHECK_FALSE(it.speaker->repeat());
  }
  constexpr auto most = speech::limits::headset_look + speech::limits::silent_within;
  clause("5.1.3.9", "silence after the headset is pulled, ms beyond how late the machine wakes", longest,
         "<=", static_cast<double>(most.count()));
}

TEST_CASE("a secret is not said again by itself") {
  Speaking it{40};
  it.plug(Headset::present);
  it.hear({{Language::it, "Ecco il codice", false}});
  REQUIRE(it.speaker->spell(SecretText{"48213"}, Language::it, Letters::told_apart));
  REQUIRE(it.quiet());
  CHECK_FALSE(it.speaker->repeat());
}

TEST_CASE("every character of a secret is said, capitals apart unless they are alike") {
  Speaking it{40};
  it.plug(Headset::present);
  const auto heard = [&](std::string_view text, Letters letters) {
    it.heard.take();
    REQUIRE(it.speaker->spell(SecretText{text}, Language::it, letters));
    REQUIRE(it.quiet());
    return seconds(it.heard.take());
  };
  const auto small = heard("rssmra", Letters::told_apart);
  // After an utterance that was cut, espeak-ng pauses 53 ms longer after each of its own.
  CHECK(heard("RSSMRA", Letters::alike) == Approx(small).epsilon(0.2));
  CHECK(heard("RSSMRA", Letters::told_apart) > small + 6 * 0.4);
  CHECK(heard("rssmrarssmra", Letters::told_apart) > 1.9 * small);
}

TEST_CASE("nothing of a secret stays in memory once it was said") {
  Speaking it{40};
  it.plug(Headset::present);
  {
    const auto secret = the_code();
    REQUIRE(copies_in_memory(shifted_code) == 1);  // the search finds what there is
    REQUIRE(it.speaker->spell(secret, Language::it, Letters::told_apart));
    REQUIRE(it.quiet());
    CHECK(copies_in_memory(shifted_code) == 1);  // the test's own
  }
  CHECK(soon([&] { return copies_in_memory(shifted_code) == 0; }, 2s));
}

TEST_CASE("what was last said to one guardian is wiped before the next") {
  constexpr std::string_view shifted_words = "dhbp!Nbsjb!Boupojfuub";  // "cgao Maria Antonietta": said by nobody else
  Speaking it{40};
  {
    auto text = revealed(shifted_words);
    it.speaker->say({{Language::it, text, false}}, Ears::any);
    explicit_bzero(text.data(), text.size());
  }
  REQUIRE(it.quiet());
  CHECK(it.speaker->repeat());
  REQUIRE(it.quiet());
  it.speaker->end_visit();
  {
    const std::lock_guard lock{it.mutex};
    for (auto& told : it.log) explicit_bzero(told.text.data(), told.text.size());
  }
  REQUIRE(it.quiet());
  CHECK(copies_in_memory(shifted_words) == 0);
}
