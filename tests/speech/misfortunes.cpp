// A sound device that vanishes, stalls, is not there, or takes little bites: the voice neither hangs nor lies, and
// speaks again when it can. What a card does that loses its rhythm is in alsa.cpp.
#include "tests/speech/speaker_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;
using devices::SoundTrouble;
using speech::Ears;
using speech::Ending;
using visit::Language;

namespace {
const speech::Utterance short_one = {{Language::it, "Ecco", false}};
}

TEST_CASE("a device that vanishes in the middle of a sentence is told, found again, and speaks") {
  Speaking it{5};
  it.speaker->say(long_one, Ears::any);
  REQUIRE(soon([&] { return it.heard.count() > 5000; }));
  it.heard.there = false;
  REQUIRE(it.quiet());
  CHECK(it.told().back().ending == Ending::no_sound);
  REQUIRE(it.trouble().size() == 1);
  CHECK(it.trouble().back() == SoundTrouble::gone);
  CHECK(it.heard.closes == 1);

  it.speaker->say(short_one, Ears::any);  // while it is away
  REQUIRE(it.quiet());
  CHECK(it.told().back().ending == Ending::no_sound);

  it.heard.there = true;
  CHECK(soon([&] { return !it.trouble().empty() && it.trouble().back() == std::nullopt; }));
  it.heard.take();
  it.speaker->say(short_one, Ears::any);
  REQUIRE(it.quiet());
  CHECK(it.told().back().ending == Ending::heard);
  CHECK(seconds(trimmed(it.heard.take())) > 0.2);
}

TEST_CASE("no device at all: every utterance ends, each told without sound, the trouble told once") {
  Speaking it;
  it.heard.there = false;
  for (int i = 0; i < 5; ++i) {
    it.speaker->say(short_one, Ears::any);
    REQUIRE(it.quiet());
  }
  for (const auto& told : it.told()) CHECK(told.ending == Ending::no_sound);
  REQUIRE(it.trouble().size() == 1);
  CHECK(it.trouble().front() == SoundTrouble::no_device);
}

TEST_CASE("a device that stalls is given up, and a stop need not wait for it") {
  Speaking it;
  it.speaker->say(long_one, Ears::any);
  REQUIRE(soon([&] { return it.heard.count() > 1000; }));
  it.heard.stalls = true;
  std::this_thread::sleep_for(150ms);
  const auto asked = Clock::now();
  it.speaker->stop();
  REQUIRE(it.quiet());
  CHECK(Clock::now() - asked < speech::limits::stalled_after / 2);  // after which it is given up
  CHECK(it.trouble().empty());

  it.speaker->say(long_one, Ears::any);
  CHECK(soon([&] { return !it.trouble().empty() && it.trouble().back() == SoundTrouble::stalled; }));
  it.heard.stalls = false;
  CHECK(soon([&] { return it.trouble().back() == std::nullopt; }));
}

TEST_CASE("a device that takes little bites loses no word") {
  Speaking whole{30};
  const auto sound = whole.hear(short_one);
  whole.speaker.reset();
  Speaking it{30};
  it.heard.mouthful = 37;
  CHECK(seconds(trimmed(it.hear(short_one))) == Approx(seconds(trimmed(sound))).epsilon(0.05));
}
