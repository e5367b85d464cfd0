// A guardian whose language has no voice on this kiosk: told so in Italian and English, and given the choice. A
// process of its own, because espeak-ng reads its data once.
#include "tests/fakes/temp_folder.h"
#include "tests/kiosk/talking_kiosk.h"

using namespace sportello;
using namespace sportello::tests;
using kiosk::KeypadKey;
using visit::Language;

TEST_CASE("a language with no voice: it is said in Italian and English, seen, and another is one key away") {
  const fakes::TempFolder folder;
  std::filesystem::copy(ESPEAK_DATA, folder / "espeak-ng-data", std::filesystem::copy_options::recursive);
  REQUIRE(std::filesystem::remove(folder / "espeak-ng-data" / "pa_dict"));
  visit::Comfort comfort;
  comfort.language = Language::pa;
  screens::Preview welcome;
  for (auto& preview : screens::previews(comfort)) {
    if (preview.name == "welcome") welcome = std::move(preview);
  }
  TalkingKiosk kiosk{std::move(welcome), 400, folder.path()};
  kiosk.press(KeypadKey::repeat);
  REQUIRE(soon([&] {
    kiosk.settle();
    return kiosk.screen() == "no-voice";
  }));
  kiosk.hear_out();
  std::vector<Language> heard;
  for (const auto& told : kiosk.told()) {
    if (told.ending == speech::Ending::heard && told.text == spoken_words().no_voice(told.language)) {
      heard.push_back(told.language);
    }
    if (told.language == Language::pa) CHECK(told.ending == speech::Ending::no_voice);
  }
  CHECK(std::ranges::find(heard, Language::it) != heard.end());
  CHECK(std::ranges::find(heard, Language::en) != heard.end());
  // The two are called by their own names, which have a voice.
  kiosk.press(KeypadKey::right);
  CHECK(kiosk.said().find("Italiano") != std::string::npos);
  kiosk.press(KeypadKey::right);
  CHECK(kiosk.said().find("English") != std::string::npos);
  kiosk.press(KeypadKey::ok);
  CHECK(kiosk.screen() == "welcome");
  CHECK(kiosk.visit().comfort.language == Language::en);
  CHECK(kiosk.visit().comfort.speech);
  CHECK(kiosk.said().find("button") == std::string::npos);
  kiosk.press(KeypadKey::right);
  CHECK(kiosk.said().find("button") != std::string::npos);
}
