// Speech, headset, volume, reach and keys: what a guardian may choose on any screen, and what becomes of it.
#include "tests/visit/walks.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::visit;
using namespace std::chrono_literals;

namespace {

Equipment with_sound(bool headset = false) {
  Equipment around;
  around.sound = true;
  around.headset = headset;
  return around;
}

OverlayKind overlay(const Journey& journey) {
  REQUIRE(journey.visit().overlay);
  return journey.visit().overlay->kind;
}

Journey speaking() {
  Journey journey;
  journey.step(EquipmentIs{with_sound()});
  journey.step(SetSpeech{true});
  return journey;
}

}  // namespace

TEST_CASE(
    "a headset that is plugged in turns speech on, wherever the visit stands; pulling it does not turn it off") {
  for (auto journey : {Journey{}, at_code_entry(), at_choose()}) {
    journey.step(EquipmentIs{with_sound()});
    CHECK_FALSE(journey.visit().comfort.speech);
    journey.step(EquipmentIs{with_sound(true)});
    CHECK(journey.visit().comfort.speech);
    CHECK(journey.visit().notice->what == Heard::headset_in);
    journey.step(EquipmentIs{with_sound()});
    CHECK(journey.visit().comfort.speech);
    CHECK(journey.visit().notice->what == Heard::headset_out);
    journey.wait(limits::notice_shown);
    CHECK_FALSE(journey.visit().notice);
  }
}

TEST_CASE("a headset answers the question whether one is still there") {
  auto journey = at_choose();
  journey.step(EquipmentIs{with_sound()});
  journey.wait(limits::idle_after_code);
  CHECK(overlay(journey) == OverlayKind::still_there);
  journey.step(EquipmentIs{with_sound(true)});
  CHECK_FALSE(journey.visit().overlay);
  CHECK(is_at<Choose>(journey));
}

TEST_CASE("where nothing can sound, speech is not turned on, and the screen says why") {
  Journey journey;
  journey.step(SetSpeech{true});
  CHECK_FALSE(journey.visit().comfort.speech);
  CHECK(journey.visit().notice->what == Heard::no_sound);
}

TEST_CASE("volume and pace keep within their steps, on every screen and under every overlay but the question") {
  auto journey = at_code_entry();
  journey.step(OpenOverlay{OverlayKind::help});
  journey.step(TurnPage{1});
  for (int i = 0; i < 9; ++i) journey.step(ChangeVolume{1});
  for (int i = 0; i < 9; ++i) journey.step(ChangePace{-1});
  CHECK(journey.visit().comfort.volume == volumes - 1);
  CHECK(journey.visit().comfort.pace == 0);
  CHECK(overlay(journey) == OverlayKind::help);
  CHECK(journey.visit().page == 1);
  journey.step(ChangeVolume{1 - volumes});
  CHECK(journey.visit().comfort.volume == 0);
}

TEST_CASE("everything that was chosen ends with the visit") {
  auto journey = at_choose();
  journey.step(EquipmentIs{with_sound(true)});
  journey.step(ChangeVolume{1});
  journey.step(ChangePace{1});
  journey.step(HearAloud{true});
  journey.step(SetLowReach{true});
  journey.step(SetSteady{true});
  journey.step(ChooseKeyRepeat{KeyRepeat::once});
  journey.step(AskExit{});
  journey.step(EndNow{});
  CHECK(is_at<Goodbye>(journey));
  CHECK(journey.visit().comfort.speech);  // goodbye is said as they want it
  journey.step(StartVisit{});
  CHECK(journey.visit().comfort == journey.visit().home);
}

TEST_CASE("speech that was turned on and left behind on the first screen is off a minute after its last word") {
  auto journey = speaking();
  journey.wait(limits::welcome_reset - 1s);
  journey.step(Speaking{});
  journey.wait(limits::welcome_reset - 1s);
  CHECK(journey.visit().comfort.speech);
  journey.wait(1s);
  CHECK_FALSE(journey.visit().comfort.speech);
}

TEST_CASE("who listens is there; the question itself is not put off") {
  auto journey = at_choose();
  journey.wait(limits::idle_after_code - 1s);
  journey.step(Speaking{});
  journey.wait(limits::idle_after_code - 1s);
  CHECK_FALSE(journey.visit().overlay);
  journey.wait(1s);
  CHECK(overlay(journey) == OverlayKind::still_there);
  journey.wait(limits::warning_after_code - 1s);
  journey.step(Speaking{});
  journey.wait(1s);
  CHECK(is_at<Goodbye>(journey));
}

TEST_CASE("goodbye stays until it was said") {
  auto journey = at_choose();
  journey.step(AskExit{});
  journey.step(EndNow{});
  journey.wait(limits::goodbye_shown - 1s);
  journey.step(Speaking{});
  journey.wait(1s);
  CHECK(is_at<Goodbye>(journey));
  journey.wait(limits::after_last_word);
  CHECK(is_at<Welcome>(journey));
}

TEST_CASE("where the language has no voice, Italian and English are offered, or to go on and read") {
  std::array<bool, languages.size()> voiceless{};
  voiceless.at(static_cast<std::size_t>(Language::uk)) = true;
  const auto asked = [&] {
    auto journey = speaking();
    journey.step(VoicesAre{voiceless});
    CHECK_FALSE(journey.visit().overlay);
    journey.step(ChooseLanguage{Language::uk});
    CHECK(overlay(journey) == OverlayKind::no_voice);
    return journey;
  };
  auto journey = asked();
  journey.step(ChooseLanguage{Language::en});
  CHECK_FALSE(journey.visit().overlay);
  CHECK(journey.visit().comfort.speech);

  journey = asked();
  journey.step(SetSpeech{false});
  CHECK_FALSE(journey.visit().overlay);
  CHECK(journey.visit().comfort.language == Language::uk);

  journey = asked();
  journey.step(Back{});
  CHECK_FALSE(journey.visit().overlay);
  CHECK_FALSE(journey.visit().comfort.speech);

  // By itself alone: nobody calls it.
  journey = Journey{};
  journey.step(OpenOverlay{OverlayKind::no_voice});
  CHECK_FALSE(journey.visit().overlay);
  // Known only once the kiosk begins to speak.
  journey.step(EquipmentIs{with_sound()});
  journey.step(ChooseLanguage{Language::uk});
  journey.step(SetSpeech{true});
  CHECK_FALSE(journey.visit().overlay);
  journey.step(VoicesAre{voiceless});
  CHECK(overlay(journey) == OverlayKind::no_voice);
}
