// What is said of a layout record: in order, once, and no more than who stands near may hear.
#include "kiosk/speech/narrator.h"

#include "tests/catch.h"
#include "tests/speech/spoken.h"

using namespace sportello;
using speech::changes;
using speech::flat;
using speech::Hearing;
using speech::Scene;
using speech::whole;
using visit::Language;
using widgets::Recorded;
using widgets::Role;

namespace {

Scene scene(std::string screen, std::vector<Recorded> entries, std::string focused = "") {
  widgets::LayoutRecord record;
  record.clear(screen, 1280, 800);
  for (auto& entry : entries) record.add(std::move(entry));
  return speech::scene_of(record, focused, Language::en);
}

const Hearing aloud{false, {"Mario", "Sofia", "2ª B, media"}};
const Hearing in_headset{true, {"Mario", "Sofia", "2ª B, media"}};

std::string all(const Scene& now, const Hearing& hearing = in_headset) {
  return flat(whole(now, tests::spoken_words(), hearing));
}
std::string news(const Scene& before, const Scene& now, const Hearing& hearing = in_headset) {
  return flat(changes(before, now, tests::spoken_words(), hearing));
}

std::vector<Recorded> code_screen(int typed, std::string message = "",
                                  std::string time = "4 minutes and 10 seconds") {
  std::vector<Recorded> entries = {
      {"header.school", "Istituto Comprensivo", Role::text, {}},
      {"header.step", "Step 2 of 5 · SMS code", Role::text, {}},
      {"header.bars", "2/5", Role::progress, {}},
      {"title", "Type the code from the SMS", Role::title, {}},
      {"code.sent", "We sent it to the number that ends in 47.", Role::text, {}},
  };
  for (int i = 1; i <= 6; ++i) {
    entries.push_back({"code.cell." + std::to_string(i), i <= typed ? "‹secret›" : "", Role::cell, {}});
  }
  entries.push_back({"code.time", "It still works for " + time, Role::text, {}});
  entries.push_back({"code.resend", "Send the code again", Role::button, {}});
  if (!message.empty()) entries.push_back({"code.message", message, Role::banner, {}});
  entries.push_back({"key.1", "1", Role::key, {}});
  entries.push_back({"key.erase", "Erase", Role::key, {}});
  entries.push_back({"code.confirm", "Confirm the code", Role::button, {}, typed == 6, true});
  entries.push_back({"footer.brand", "Sportello", Role::text, {}});
  return entries;
}

}  // namespace

TEST_CASE("a new screen: title, step, words in order, cells counted, then the focused control with role and place") {
  const auto now = scene("code-entry", code_screen(2), "code.resend");
  CHECK(all(now).starts_with(
      "Type the code from the SMS Step 2 of 5, SMS code We sent it to the number that ends in 47. 2 of 6 typed"));
  CHECK(all(now).ends_with("Send the code again button"));  // the only button that is awake
  CHECK(all(now).find("Sportello") == std::string::npos);
  CHECK(all(now).find("Istituto") == std::string::npos);
  // And it is what is said when it comes after another.
  CHECK(news(scene("scan", {}), now) == all(now));
}

TEST_CASE("a redraw says nothing twice, and a clock that runs is no news") {
  const auto before = scene("code-entry", code_screen(2));
  CHECK(news(before, before).empty());
  CHECK(news(before, scene("code-entry", code_screen(2, "", "4 minutes and 9 seconds"))).empty());
}

TEST_CASE("what is wrong comes first when it is new") {
  const auto before = scene("code-entry", code_screen(6));
  const auto now = scene("code-entry", code_screen(0, "That is not the code. You have 2 tries left."));
  CHECK(news(before, now) == "That is not the code. You have 2 tries left. 0 of 6 typed");
  CHECK(news(now, now).empty());
  const auto again = scene("code-entry", code_screen(0, "That is not the code. You have one try left."));
  CHECK(news(now, again) == "That is not the code. You have one try left.");
}

TEST_CASE("typing is counted, never told from the record; what can be pressed now is said") {
  CHECK(news(scene("code-entry", code_screen(2)), scene("code-entry", code_screen(3))) == "3 of 6 typed");
  CHECK(news(scene("code-entry", code_screen(5)), scene("code-entry", code_screen(6))) ==
        "6 of 6 typed Confirm the code now available");
}

TEST_CASE("the focus that moves is said: keys by their names in a headset, covered aloud") {
  const auto before = scene("code-entry", code_screen(2), "code.resend");
  CHECK(news(before, scene("code-entry", code_screen(2), "key.1")) == "[1]");
  CHECK(news(before, scene("code-entry", code_screen(2), "key.1"), aloud) == "covered");
  CHECK(news(before, scene("code-entry", code_screen(2), "key.erase"), aloud) == "Erase");
  CHECK(news(before, scene("code-entry", code_screen(2), "")).empty());
  CHECK(all(before, aloud).find("Keys are not said aloud") != std::string::npos);
  CHECK(all(before).find("Keys are not said aloud") == std::string::npos);
}

TEST_CASE("ticks and choices: state, and place among their likes") {
  const auto ticks = [](bool first, std::string focused) {
    return scene("commitments",
                 {{"title", "Before you begin", Role::title, {}},
                  {"commitment.a", "I keep them safe", Role::checkbox, {}, true, false, first},
                  {"commitment.b", "I follow marks", Role::checkbox, {}, true, false, true},
                  {"footer.back", "Back", Role::button, {}},
                  {"commitments.accept", "Accept", Role::button, {}, false, true}},
                 std::move(focused));
  };
  CHECK(all(ticks(false, "commitment.a")) == "Before you begin I keep them safe tick box, not ticked, 1 of 2");
  CHECK(news(ticks(false, "commitment.a"), ticks(false, "commitment.b")) ==
        "I follow marks tick box, ticked, 2 of 2");
  CHECK(news(ticks(false, "commitment.a"), ticks(true, "commitment.a")) == "ticked");
  CHECK(news(ticks(true, "commitment.a"), ticks(false, "commitment.a")) == "not ticked");
  CHECK(news(ticks(false, ""), ticks(true, "")) == "I keep them safe ticked");  // by a finger
  CHECK(all(ticks(true, "footer.back")).ends_with("Back button, 3 of 3"));
}

TEST_CASE("the names of languages are said in their own voices, the office in Italian") {
  const auto names = scene("languages",
                           {{"title", "Choose your language", Role::title, {}},
                            {"language.ar", "العربية", Role::choice, {}},
                            {"office.place", "Piano terra", Role::text, {}}},
                           "language.ar");
  const auto said = whole(names, tests::spoken_words(), in_headset);
  REQUIRE(said.size() == 4);
  CHECK(said[1] == speech::Phrase{Language::it, "Piano terra", false});
  CHECK(said[2] == speech::Phrase{Language::ar, "العربية", false});
  CHECK(said[3] == speech::Phrase{Language::en, "choice", false});
}

TEST_CASE("aloud, nobody is named; in a headset they are") {
  const auto now = scene("choose", {{"title", "Hello, Mario. What do you need?", Role::title, {}},
                                    {"pupil.1", "Sofia", Role::text, {}},
                                    {"pupil.1.class", "2ª B, media", Role::text, {}}});
  CHECK(all(now, in_headset) == "Hello, Mario. What do you need? Sofia 2ª B, media");
  CHECK(all(now, aloud) ==
        "Hello. What do you need? Some details are not said aloud. Put on headphones to hear them.");
}

TEST_CASE("a secret is covered, whatever hears") {
  const auto now = scene("result", {{"title", "Done", Role::title, {}},
                                    {"result.user_code", "‹secret›", Role::text, {}},
                                    {"password.field", "Password ‹secret›", Role::cell, {}}});
  CHECK(all(now, in_headset) == "Done covered Password, covered");
  CHECK(all(now, aloud) == "Done covered Password, covered");
}

TEST_CASE("another page of the same screen: what was not there before") {
  const auto first =
      scene("privacy", {{"title", "Privacy", Role::title, {}}, {"privacy.who", "Who", Role::text, {}}});
  const auto second =
      scene("privacy", {{"title", "Privacy", Role::title, {}}, {"privacy.why", "Why", Role::text, {}}});
  CHECK(news(first, second) == "Why");
}

TEST_CASE("another language says the whole screen again") {
  auto before = scene("scan", {{"title", "Show the card", Role::title, {}}});
  auto now = before;
  now.language = Language::it;
  CHECK(flat(changes(before, now, tests::spoken_words(), in_headset)) == "Show the card");
}

TEST_CASE("a secret is spelled where it stands, to who hears alone and where it stands in clear") {
  const auto result = scene("result", {{"title", "Done", Role::title, {}},
                                       {"result.user_code.label", "Your user code", Role::text, {}},
                                       {"result.user_code", "‹secret›", Role::text, {}},
                                       {"result.pin.label", "Your PIN", Role::text, {}},
                                       {"result.pin", "‹secret›", Role::text, {}}});
  const Hearing shown{true, {}, {"result.user_code"}};
  const auto said = whole(result, tests::spoken_words(), shown);
  CHECK(flat(said) == "Done Your user code [‹secret›] Your PIN covered");
  CHECK(said.at(2).secret == "result.user_code");
  // Never aloud, whatever is listed.
  CHECK(all(result, {false, {}, {"result.user_code"}}) == "Done Your user code covered Your PIN covered");
}

TEST_CASE("what stands in cells and lines is spelled after how much it is") {
  const Hearing shown{true, {}, {"code.cell.", "mail.field"}};
  const auto code = flat(whole(scene("code-entry", code_screen(2)), tests::spoken_words(), shown));
  CHECK(code.find("2 of 6 typed [‹secret›]") != std::string::npos);
  const auto mail = scene("mail-entry", {{"mail.field", "Email ‹secret›", Role::cell, {}}});
  CHECK(flat(whole(mail, tests::spoken_words(), shown)) == "Email [‹secret›]");
  CHECK(all(mail, {true, {}, {}}) == "Email, covered");
}

TEST_CASE("a notice is said before all else, and the name of the school above a low screen never") {
  const auto now = scene("welcome", {{"reach.school", "Istituto", Role::text, {}},
                                     {"notice", "Headphones connected", Role::banner, {}},
                                     {"title", "Welcome", Role::title, {}}});
  CHECK(all(now) == "Headphones connected Welcome");
}
