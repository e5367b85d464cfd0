// The real ALSA path: what is written reaches the card, silence is at once, and a card that starves, stalls, is busy
// or pulled out is told by value.
#include <cmath>
#include <numbers>
#include <thread>

#include "kiosk/devices/alsa_sound.h"
#include "tests/speech/alsa_configuration.h"
#include "tests/speech/measure.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;
using devices::AlsaSound;
using devices::Headset;
using devices::SoundTrouble;
using Clock = std::chrono::steady_clock;

namespace {

AlsaConfiguration& alsa() {
  auto& configuration = AlsaConfiguration::only();
  configuration.well_behaved();
  return configuration;
}

Pcm tone(double length, int channels = 1) {
  Pcm sound;
  for (int i = 0; i < static_cast<int>(length * espeak_rate); ++i) {
    const auto sample =
        static_cast<std::int16_t>(std::lround(10000 * std::sin(2 * std::numbers::pi * 440 * i / espeak_rate)));
    sound.insert(sound.end(), static_cast<std::size_t>(channels), sample);
  }
  return sound;
}

// Writes all of it, at the device's pace; what it said last, when it would not take it.
std::expected<void, SoundTrouble> write_all(devices::Sound& sound, const Pcm& pcm, std::size_t channels = 1) {
  std::span<const std::int16_t> rest = pcm;
  const auto patience = Clock::now() + 10s;
  while (!rest.empty() && Clock::now() < patience) {
    const auto taken = sound.write(rest);
    if (!taken) return std::unexpected(taken.error());
    rest = rest.subspan(*taken * channels);
  }
  return {};
}

std::size_t played(Card& card) {
  const std::lock_guard lock{card.mutex};
  return card.played.size();
}

bool heard_to_the_end(devices::Sound& sound) {
  sound.finish();
  const auto patience = Clock::now() + 5s;
  while (Clock::now() < patience) {
    const auto left = sound.latency();
    if (!left) return false;
    if (*left == 0ms) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace

TEST_CASE("what is written is what ALSA hands on, sample by sample") {
  for (const int channels : {1, 2}) {
    alsa();
    AlsaSound sound;
    REQUIRE(sound.open("capture", {.rate = espeak_rate, .channels = channels}));
    const auto sent = tone(0.5, channels);
    REQUIRE(write_all(sound, sent, static_cast<std::size_t>(channels)));
    CHECK(heard_to_the_end(sound));
    sound.close();
    const auto kept = read_raw(alsa().capture());
    CHECK(kept == sent);
    CHECK(level(kept) == Approx(20 * std::log10(10000 / std::numbers::sqrt2 / 32768)).margin(0.05));
  }
}

TEST_CASE("a card keeps its own time, and everything written is heard") {
  auto& configuration = alsa();
  AlsaSound sound;
  REQUIRE(sound.open("misbehaving", {}));
  const auto sent = tone(0.6);
  const auto began = Clock::now();
  REQUIRE(write_all(sound, sent));
  const auto left = sound.latency();
  REQUIRE(left);
  CHECK(*left <= 120ms);  // never more than its buffer
  CHECK(heard_to_the_end(sound));
  CHECK(Clock::now() - began >= 550ms);
  CHECK(configuration.card().played == sent);
}

TEST_CASE("dropping is silence at once, and the next word sounds") {
  auto& configuration = alsa();
  AlsaSound sound;
  std::size_t at_drop = tone(0.3).size();
  // On a machine that is busy for as long as the buffer lasts there is nothing left to drop: again.
  for (int tries = 0; tries < 10 && at_drop == tone(0.3).size(); ++tries) {
    configuration.well_behaved();
    REQUIRE(sound.open("misbehaving", {}));
    REQUIRE(write_all(sound, tone(0.3)));
    sound.drop();
    at_drop = played(configuration.card());
  }
  CHECK(at_drop < tone(0.3).size());
  std::this_thread::sleep_for(150ms);
  CHECK(played(configuration.card()) == at_drop);
  REQUIRE(write_all(sound, tone(0.1)));
  CHECK(heard_to_the_end(sound));
  CHECK(played(configuration.card()) == at_drop + tone(0.1).size());
}

TEST_CASE("an underrun costs a pause, not a word") {
  auto& configuration = alsa();
  AlsaSound sound;
  REQUIRE(sound.open("misbehaving", {}));
  REQUIRE(write_all(sound, tone(0.05)));
  std::this_thread::sleep_for(200ms);  // longer than its buffer
  REQUIRE(write_all(sound, tone(0.05)));
  CHECK(heard_to_the_end(sound));
  CHECK(sound.underruns() >= 1);
  CHECK(played(configuration.card()) == 2 * tone(0.05).size());
}

TEST_CASE("a card that stalls takes nothing, and never holds its caller") {
  auto& configuration = alsa();
  AlsaSound sound;
  REQUIRE(sound.open("misbehaving", {}));
  configuration.card().stalls = true;
  const auto long_one = tone(1);
  std::size_t taken = 0;
  for (int tries = 0; tries < 20; ++tries) {
    const auto before = Clock::now();
    const auto now = sound.write(std::span(long_one).subspan(taken));
    REQUIRE(now);
    taken += *now;
    CHECK(Clock::now() - before < 1s);  // 20 ms, on a machine that does other things
  }
  CHECK(taken < tone(0.2).size());  // its buffer, and no more
  configuration.card().stalls = false;
  CHECK(write_all(sound, tone(0.05)));
}

TEST_CASE("a card that is pulled out is gone, until it is opened again") {
  auto& configuration = alsa();
  AlsaSound sound;
  REQUIRE(sound.open("misbehaving", {}));
  REQUIRE(write_all(sound, tone(0.05)));
  configuration.card().pulled = true;
  const auto lost = write_all(sound, tone(0.3));
  REQUIRE(!lost);
  CHECK(lost.error() == SoundTrouble::gone);
  const auto late = sound.latency();
  REQUIRE(!late);
  CHECK(late.error() == SoundTrouble::gone);
  sound.drop();  // harmless
  const auto still = sound.open("misbehaving", {});
  REQUIRE(!still);
  CHECK(still.error() == SoundTrouble::no_device);
  CHECK(!sound.write(tone(0.1)));
  configuration.card().pulled = false;
  REQUIRE(sound.open("misbehaving", {}));
  CHECK(write_all(sound, tone(0.05)));
}

TEST_CASE("no such device, a busy one, and a format it does not take are different troubles") {
  auto& configuration = alsa();
  AlsaSound sound;
  const auto none = sound.open("no_such_name", {});
  REQUIRE(!none);
  CHECK(none.error() == SoundTrouble::no_device);
  const auto no_card = sound.open("hw:7", {});
  REQUIRE(!no_card);
  CHECK(no_card.error() == SoundTrouble::no_device);
  const auto refused = sound.open("misbehaving", {.rate = 96000, .channels = 1});
  REQUIRE(!refused);
  CHECK(refused.error() == SoundTrouble::format_refused);
  configuration.card().busy = true;
  const auto held = sound.open("misbehaving", {});
  REQUIRE(!held);
  CHECK(held.error() == SoundTrouble::busy);
}

TEST_CASE("a headset is what the jack says; a card that does not say is unknown") {
  auto& configuration = alsa();
  AlsaSound sound{"misbehaving"};
  CHECK(sound.headset() == Headset::absent);
  configuration.card().plugged = true;
  CHECK(sound.headset() == Headset::present);
  configuration.card().plugged = false;
  CHECK(sound.headset() == Headset::absent);
  configuration.card().dumb = true;  // a microphone alone
  CHECK(sound.headset() == Headset::unknown);
  CHECK(AlsaSound{}.headset() == Headset::unknown);
  CHECK(AlsaSound{"hw:7"}.headset() == Headset::unknown);
}

TEST_CASE("jacks of headphones by their names") {
  for (const auto* name : {"Headphone Jack", "Front Headphone Jack", "Headset Jack", "Headphone+LO Jack"}) {
    CHECK(devices::is_headphone_jack(name));
  }
  for (const auto* name :
       {"Mic Jack", "Headset Mic Jack", "Headphone Mic Jack", "Line Out Jack", "Speaker Phantom Jack",
        "Headphone Phantom Jack", "Headphone Playback Switch", "HDMI/DP,pcm=3 Jack"}) {
    CHECK_FALSE(devices::is_headphone_jack(name));
  }
}
