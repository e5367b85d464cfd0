// The voice as the kiosk uses it: louder and softer in measured steps, silence at once, the last words again,
// defaults for the next guardian.
#include "kiosk/speech/speaker.h"

#include "tests/accessibility/clause.h"
#include "tests/speech/speaker_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;
using speech::Ears;
using speech::Ending;
using visit::Language;

TEST_CASE("the volume spans at least 18 dB, with a step 12 dB above the lowest, and falls back after the visit") {
  Speaking it{40};
  const speech::Utterance words = {{Language::it, "Avvicina la tessera sanitaria", false}};
  const double usual = level(trimmed(it.hear(words)));
  while (it.speaker->change_volume(-1) > 0) {
  }
  std::vector<double> levels = {level(trimmed(it.hear(words)))};
  for (int before = it.speaker->volume(); it.speaker->change_volume(1) != before; before = it.speaker->volume()) {
    levels.push_back(level(trimmed(it.hear(words))));
  }
  REQUIRE(levels.size() == speech::limits::gains.size());
  double middle = 0;  // the step that is neither the lowest nor the loudest
  for (std::size_t i = 0; i < levels.size(); ++i) {
    UNSCOPED_INFO("step " << i << ": " << levels[i] << " dB");
    if (i > 0) CHECK(levels[i] - levels[i - 1] == Approx(6.02).margin(0.7));
    if (i + 1 < levels.size()) middle = levels[i] - levels[0];
  }
  clause("8.2.1", "from the softest to the loudest, dB", levels.back() - levels.front(), ">=", 18);
  clause("8.2.1", "a step above the softest that is not the loudest, dB", middle, ">=", 12);
  it.speaker->change_volume(10);
  it.speaker->end_visit();
  const double again = level(trimmed(it.hear(words)));
  clause("5.1.3.13", "level after a visit beyond the usual, dB", std::abs(again - usual), "<=", 0.7);
}

TEST_CASE("the loudest does not clip") {
  Speaking it{40};
  it.speaker->change_volume(10);
  int clipped = 0;
  for (const auto sample : it.hear(long_one)) clipped += std::abs(sample) >= 32767 ? 1 : 0;
  CHECK(clipped == 0);
}

TEST_CASE("a stop is silence within a tenth of a second, at a card's own pace") {
  Speaking it;
  std::chrono::nanoseconds longest{0};
  lateness() = {};
  for (int i = 0; i < 10; ++i) {
    it.speaker->say(long_one, Ears::any);
    REQUIRE(soon([&] { return it.heard.count() > static_cast<std::size_t>(espeak_rate) / 5; }));
    const auto asked = Clock::now();
    it.speaker->stop();
    const int drops = it.heard.drops;
    REQUIRE(soon([&] { return it.heard.drops > drops || !it.speaker->speaking(); }));
    REQUIRE(it.quiet());
    {
      const std::lock_guard lock{it.heard.mutex};
      REQUIRE(it.heard.silent_since);
      longest = std::max<std::chrono::nanoseconds>(longest, *it.heard.silent_since - asked);
    }
    it.heard.take();
    std::this_thread::sleep_for(30ms);
    CHECK(it.heard.count() == 0);  // not one sample more
  }
  const auto ms = [](std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; };
  WARN("silent after at most " << ms(longest) << " ms, on a machine that wakes " << ms(lateness()) << " ms late");
  clause("5.1.3.4", "silence after a stop, ms beyond how late the machine wakes", ms(longest) - ms(lateness()),
         "<=", 100);
  CHECK(it.told().front().ending == Ending::interrupted);
}

TEST_CASE("a new utterance ends the old one; one that follows waits") {
  Speaking it{20};
  it.speaker->say(long_one, Ears::any);
  it.speaker->say({{Language::en, "Back", false}}, Ears::any);
  it.speaker->then({{Language::it, "Indietro", false}}, Ears::any);
  REQUIRE(it.quiet());
  const auto told = it.told();
  REQUIRE(told.size() >= 2);
  CHECK(told[told.size() - 2] == speech::Told{Language::en, "Back", Ending::heard});
  CHECK(told[told.size() - 1] == speech::Told{Language::it, "Indietro", Ending::heard});
  int went_on = 0;
  for (std::size_t i = 0; i + 2 < told.size(); ++i) went_on += told[i].ending == Ending::interrupted ? 0 : 1;
  clause("5.1.3.4", "phrases that went on when another utterance came", went_on, "==", 0);
}

TEST_CASE("the last utterance is said again from its beginning, also after a stop; none is left after the visit") {
  Speaking it{40};
  CHECK_FALSE(it.speaker->repeat());
  const speech::Utterance words = {{Language::zh, "请出示您的健康卡", false}, {Language::zh, "123", true}};
  const auto first = it.hear(words);
  CHECK(it.speaker->repeat());
  REQUIRE(it.quiet());
  const double again = seconds(it.heard.take());
  clause("5.1.3.5", "what is repeated, %, of what was said", 100 * again / seconds(first), ">=", 95);
  CHECK(again == Approx(seconds(first)).epsilon(0.05));
  it.speaker->say(words, Ears::any);
  it.speaker->stop();
  REQUIRE(it.quiet());
  it.heard.take();
  CHECK(it.speaker->repeat());
  REQUIRE(it.quiet());
  CHECK(seconds(it.heard.take()) == Approx(seconds(first)).epsilon(0.05));
  it.speaker->end_visit();
  CHECK_FALSE(it.speaker->repeat());
}

TEST_CASE("paces are heard, and the usual one comes back after the visit") {
  Speaking it{40};
  const auto usual = seconds(trimmed(it.hear(long_one)));
  CHECK(it.speaker->change_rate(10) == 6);
  const double fastest = seconds(trimmed(it.hear(long_one)));
  CHECK(fastest == Approx(usual / 2).epsilon(0.15));
  CHECK(it.speaker->change_rate(-10) == 0);
  const double slowest = seconds(trimmed(it.hear(long_one)));
  CHECK(slowest == Approx(usual * 2).epsilon(0.15));
  clause("VVSG", "slowest speech, % of the usual pace", 100 * usual / slowest, "<=", 58);
  clause("VVSG", "fastest speech, % of the usual pace", 100 * usual / fastest, ">=", 172);
  it.speaker->end_visit();
  CHECK(seconds(trimmed(it.hear(long_one))) == Approx(usual).epsilon(0.05));
}

TEST_CASE("the visit's end is silence, and lets the device go") {
  Speaking it;
  it.speaker->say(long_one, Ears::any);
  REQUIRE(soon([&] { return it.heard.count() > 1000; }));
  it.speaker->end_visit();
  CHECK(soon([&] { return it.heard.closes == 1; }));
  REQUIRE(it.quiet());
  it.heard.take();
  std::this_thread::sleep_for(50ms);
  CHECK(it.heard.count() == 0);
}

TEST_CASE("nothing sounds that nobody asked for") {
  Speaking it{40};
  std::this_thread::sleep_for(700ms);  // more than a glance for a headset
  CHECK(it.heard.count() == 0);
  CHECK(it.heard.opened.empty());  // the device is nobody's until there is something to say
  it.hear(long_one);
  std::this_thread::sleep_for(700ms);
  clause("5.1.3.10", "sound that nobody asked for, s", static_cast<double>(it.heard.count()) / espeak_rate, "<=", 3);
  CHECK(it.heard.count() == 0);
}

TEST_CASE("every phrase is told in its language; a language without a voice is passed over by value") {
  Speaking it{40};
  speech::Utterance words;
  for (const auto language : {Language::it, Language::en, Language::ar, Language::zh, Language::ur}) {
    words.push_back({language, "1 2 3", false});
  }
  it.hear(words);
  const auto told = it.told();
  REQUIRE(told.size() == words.size());
  for (std::size_t i = 0; i < told.size(); ++i) {
    CHECK(told[i] == speech::Told{words[i].language, words[i].text, Ending::heard});
  }
}

TEST_CASE("a phrase that is spelled says every character, and capitals by a word more") {
  Speaking it{40};
  const auto three = seconds(it.hear({{Language::it, "g7k", true}}));
  const auto six = seconds(it.hear({{Language::it, "g7kg7k", true}}));
  CHECK(six > 1.8 * three);
  const auto capital = seconds(it.hear({{Language::it, "G7k", true}}));
  CHECK(capital > three + 0.4);  // "maiuscola"
}
