// Around the visits by ear: how speech begins for who neither sees nor touches, how loud it is; and a visit whose
// guardian sees and listens aloud, beside strangers.
#include <algorithm>
#include <set>

#include "kiosk/speech/personal.h"
#include "tests/accessibility/blind_guardian.h"
#include "tests/accessibility/clause.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::widgets::literals;
using namespace std::chrono_literals;
using kiosk::KeypadKey;
using visit::Language;

namespace {

// A hand that sees where it is.
void press(KioskByEar& kiosk, const std::string& id) {
  const auto screen = visit::name_of(kiosk.app().visit());
  for (int i = 0; i < 120 && kiosk.app().ui().focused() != id; ++i) kiosk.press(KeypadKey::right);
  INFO(id << " on " << screen);
  REQUIRE(kiosk.app().ui().focused() == id);
  kiosk.press(KeypadKey::ok);
}

// Listens until the screen is there, and to its end.
void await(KioskByEar& kiosk, std::string_view screen, Heard& all) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (true) {
    auto heard = kiosk.listen();
    std::ranges::move(heard.phrases, std::back_inserter(all.phrases));
    std::ranges::move(heard.spelled, std::back_inserter(all.spelled));
    if (visit::name_of(kiosk.app().visit()) == screen) return;
    INFO(screen << " does not come: " << visit::name_of(kiosk.app().visit()));
    REQUIRE(std::chrono::steady_clock::now() < until);
  }
}

int times_said(const Heard& heard, const std::vector<std::string>& values) {
  return static_cast<int>(std::ranges::count_if(heard.phrases, [&](const speech::Told& told) {
    return std::ranges::any_of(values, [&](const auto& value) { return told.text.find(value) != std::string::npos; });
  }));
}

}  // namespace

TEST_CASE("speech begins by a headset that is plugged in, and by one key", "[keys]") {
  fakes::ServiceFixture service;
  int ways = 0;
  for (const bool by_headset : {true, false}) {
    KioskByEar kiosk{service};
    CHECK(kiosk.listen().phrases.empty());  // silent until somebody asks
    if (by_headset) {
      BlindGuardian guardian{kiosk, Language::it};
      guardian.put_on_headset();
      guardian.expect("welcome.title"_t);
    } else {
      kiosk.press(KeypadKey::repeat);
      CHECK_FALSE(kiosk.listen().words().empty());
    }
    ++ways;
  }
  clause("5.2", "ways to start speech without sight or touch: a headset, a key", ways, "==", 2);
}

TEST_CASE("one key makes it louder, step by step and round, and each step is said", "[keys]") {
  fakes::ServiceFixture service;
  KioskByEar kiosk{service};
  const speech::Words words{kiosk.texts()};
  kiosk.press(KeypadKey::repeat);
  kiosk.listen();
  std::set<std::string> told;
  std::set<int> levels;
  for (int i = 0; i < visit::volumes; ++i) {
    kiosk.press(KeypadKey::louder);
    const int volume = kiosk.app().visit().comfort.volume;
    const auto wanted = words.volume(Language::it, volume + 1, visit::volumes);
    const auto said = kiosk.listen().words();
    INFO(said);
    if (said.find(wanted) != std::string::npos) told.insert(wanted);
    levels.insert(volume);
  }
  CHECK(levels.size() == visit::volumes);
  clause("5.1.3.11", "steps of volume that one key reaches and that are said, of five",
         static_cast<double>(told.size()), "==", visit::volumes);
}

TEST_CASE("aloud, beside strangers, a whole visit tells no secret and names nobody", "[aloud]") {
  fakes::ServiceFixture service;
  const auto& family = fakes::families().at(0);
  const std::string password = "Vela-Rossa.87";
  KioskByEar kiosk{service};
  Heard heard;
  kiosk.press(KeypadKey::repeat);
  await(kiosk, "welcome", heard);
  press(kiosk, "welcome.start");
  await(kiosk, "scan", heard);
  press(kiosk, "scan.type");
  await(kiosk, "typed-entry", heard);
  // Half of it on the keys of the screen: they are not told apart.
  for (const char& c : family.document.substr(0, 6)) {
    press(kiosk, std::string{"key."} + c);
    await(kiosk, "typed-entry", heard);
  }
  kiosk.type(family.document.substr(6));
  await(kiosk, "typed-entry", heard);
  press(kiosk, "typed.check");
  await(kiosk, "code-entry", heard);
  const auto code = service.sms_to(family.phone)->code();
  for (const char& c : code) {
    press(kiosk, std::string{"key."} + c);
    await(kiosk, "code-entry", heard);
  }
  press(kiosk, "code.confirm");
  await(kiosk, "choose", heard);
  auto personal = speech::personal_values(kiosk.app().visit());
  CHECK(personal.size() >= 3);
  press(kiosk, "act.issue");
  await(kiosk, "commitments", heard);
  for (const auto* item : {"absences", "safekeeping", "child", "progress"}) {
    press(kiosk, std::string{"commitment."} + item);
    await(kiosk, "commitments", heard);
  }
  press(kiosk, "commitments.accept");
  await(kiosk, "choose-pin", heard);
  press(kiosk, "pin.yes");
  await(kiosk, "choose-password", heard);
  kiosk.type(password);
  await(kiosk, "choose-password", heard);
  press(kiosk, "password.show");
  await(kiosk, "choose-password", heard);
  press(kiosk, "password.save");
  await(kiosk, "result", heard);
  press(kiosk, "result.show_pin");
  await(kiosk, "result", heard);
  kiosk.press(KeypadKey::repeat);
  await(kiosk, "result", heard);
  const auto& result = std::get<visit::Result>(kiosk.app().visit().state);
  std::vector<std::string> secrets = {family.document, code, password, std::string{result.user_code.reveal()},
                                      std::string{result.pin->reveal()}};
  // Long enough that no other word is meant.
  for (const auto& value : personal) {
    if (value.size() > 2) secrets.push_back(value);
  }
  CHECK(heard.phrases.size() > 60);  // it did speak
  // A character alone would be a key, or what was typed.
  const auto characters = std::ranges::count_if(heard.phrases, [](const speech::Told& told) {
    return told.text.size() == 1 || told.text == widgets::secret_label;
  });
  clause("5.1.3.9", "secrets and names said aloud in a whole visit",
         times_said(heard, secrets) + static_cast<int>(heard.spelled.size()) + static_cast<int>(characters), "==", 0);
}
