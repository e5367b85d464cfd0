// A finger on every control, by the ids of the layout record; keys of a real keyboard; and no secret in a record.
#include <set>

#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

template <class Event>
Event expect(const std::optional<visit::Event>& event) {
  REQUIRE(event.has_value());
  REQUIRE(std::holds_alternative<Event>(*event));
  return std::get<Event>(*event);
}

}  // namespace

TEST_CASE("what a finger presses is what the visit hears") {
  expect<visit::StartVisit>(tap(preview_named("welcome"), "welcome.start"));
  CHECK(expect<visit::OpenOverlay>(tap(preview_named("welcome"), "welcome.privacy")).kind ==
        visit::OverlayKind::privacy);
  CHECK(expect<visit::ChooseLanguage>(tap(preview_named("welcome"), "language.en")).language == visit::Language::en);
  expect<visit::TypeInstead>(tap(preview_named("scan"), "scan.type"));
  expect<visit::Back>(tap(preview_named("scan"), "footer.back"));
  expect<visit::AskExit>(tap(preview_named("scan"), "footer.exit"));
  CHECK(expect<visit::OpenOverlay>(tap(preview_named("scan"), "footer.help")).kind == visit::OverlayKind::help);
  CHECK(expect<visit::OpenOverlay>(tap(preview_named("scan"), "footer.language")).kind ==
        visit::OverlayKind::languages);
  CHECK(expect<visit::OpenOverlay>(tap(preview_named("scan"), "footer.access")).kind == visit::OverlayKind::comfort);
  CHECK(expect<visit::Key>(tap(preview_named("typed-entry"), "key.7")).character.reveal() == "7");
  expect<visit::Erase>(tap(preview_named("typed-entry"), "key.erase"));
  expect<visit::LettersForDigits>(tap(preview_named("typed-entry"), "key.letters"));
  expect<visit::UseCard>(tap(preview_named("typed-entry"), "typed.use_card"));
  CHECK(expect<visit::TakeMend>(tap(preview_named("typed-entry-mends"), "typed.mend.2")).index == 1);
  expect<visit::Confirm>(tap(preview_named("typed-entry-complete"), "typed.check"));
  expect<visit::UseCard>(tap(preview_named("minor-card"), "minor.use_card"));
  expect<visit::Back>(tap(preview_named("identifying-slow"), "identifying.back"));
  CHECK(expect<visit::Key>(tap(preview_named("code-entry"), "key.0")).character.reveal() == "0");
  expect<visit::NotMyNumber>(tap(preview_named("code-entry"), "code.not_mine"));
  expect<visit::Resend>(tap(preview_named("code-entry-late"), "code.resend"));
  expect<visit::Confirm>(tap(preview_named("code-entry-ready"), "code.confirm"));
  CHECK(expect<visit::ChooseAct>(tap(preview_named("choose"), "act.issue")).act == wire::Act::issue);
  CHECK(expect<visit::ChooseAct>(tap(preview_named("choose"), "act.reset_password")).act ==
        wire::Act::reset_password);
  CHECK(expect<visit::TickCommitment>(tap(preview_named("commitments"), "commitment.child")).index == 2);
  expect<visit::Confirm>(tap(preview_named("commitments-all"), "commitments.accept"));
  CHECK(expect<visit::Key>(tap(preview_named("choose-password"), "key.!")).character.reveal() == "!");
  expect<visit::ShowPassword>(tap(preview_named("choose-password"), "password.show"));
  CHECK(expect<visit::SwitchKeys>(tap(preview_named("choose-password"), "key.upper")).keys == visit::Keys::upper);
  CHECK(expect<visit::SwitchKeys>(tap(preview_named("choose-password"), "key.symbols")).keys == visit::Keys::symbols);
  expect<visit::EraseAll>(tap(preview_named("choose-password"), "key.clear"));
  expect<visit::Confirm>(tap(preview_named("choose-password-good"), "password.save"));
  expect<visit::ShowPin>(tap(preview_named("result"), "result.show_pin"));
  expect<visit::EndNow>(tap(preview_named("result"), "result.end"));
  expect<visit::StartVisit>(tap(preview_named("goodbye"), "goodbye.again"));
  expect<visit::UseCard>(tap(preview_named("office-number"), "office.other"));
  expect<visit::EndNow>(tap(preview_named("office-number"), "office.end"));
  expect<visit::Confirm>(tap(preview_named("out-no-line"), "out.retry"));
  expect<visit::CloseOverlay>(tap(preview_named("help"), "page.close"));
  CHECK(expect<visit::ChooseSize>(tap(preview_named("comfort"), "comfort.size.large")).size ==
        visit::TextSize::large);
  CHECK(expect<visit::ChooseTheme>(tap(preview_named("comfort"), "comfort.theme.dark")).theme == visit::Theme::dark);
  expect<visit::EndNow>(tap(preview_named("leave"), "leave.end"));
  expect<visit::CloseOverlay>(tap(preview_named("leave"), "leave.stay"));
  expect<visit::CloseOverlay>(tap(preview_named("still-there"), "still.stay"));
}

TEST_CASE("every enabled control of every screen does something, every sleeping one nothing") {
  for (const auto& preview : screens::previews()) {
    draw(preview);
    std::vector<std::pair<std::string, bool>> controls;
    for (const auto* e : headless().record().controls()) controls.emplace_back(e->id, e->enabled);
    for (const auto& [id, enabled] : controls) {
      INFO(preview.name << " " << id);
      const auto event = tap(preview, id);
      REQUIRE(event.has_value());
      CHECK(std::holds_alternative<visit::Touched>(*event) != enabled);
    }
  }
}

TEST_CASE("sliding off a button cancels it") {
  const auto welcome = preview_named("welcome");
  draw(welcome);
  const auto box = box_of("welcome.start");
  CHECK_FALSE(draw(welcome, {}, {box.middle_x(), box.middle_y(), true}).has_value());
  CHECK_FALSE(draw(welcome, {}, {10, 10, true}).has_value());
  expect<visit::Touched>(draw(welcome, {}, {10, 10, false}));
}

TEST_CASE("a finger that went down on another screen presses nothing here") {
  const auto before = preview_named("office-number"), after = preview_named("help");
  draw(before);
  const auto box = box_of("office.end");
  draw(before, {}, {box.middle_x(), box.middle_y(), true});
  draw(after, {}, {box.middle_x(), box.middle_y(), true});
  expect<visit::Touched>(draw(after, {}, {box.middle_x(), box.middle_y(), false}));
}

TEST_CASE("the focus walks through every enabled control and comes round") {
  for (const auto& preview : screens::previews()) {
    draw(preview);
    std::set<std::string> enabled;
    for (const auto& e : headless().record().entries()) {
      if (e.focus >= 0) enabled.insert(e.id);
    }
    headless().forget();
    draw(preview);
    // Each step lands on another control; Space there acts.
    for (std::size_t i = 0; i < enabled.size(); ++i) {
      draw(preview, {}, {.focus_step = 1});
      const auto event = draw(preview, {}, {.activate = true});
      INFO(preview.name << " step " << i);
      CHECK(event.has_value());
    }
  }
}

TEST_CASE("a real keyboard types, erases, confirms and goes back") {
  const auto code = preview_named("code-entry");
  CHECK(expect<visit::Key>(screens::character_event(code.visit, "5")).character.reveal() == "5");
  expect<visit::Erase>(screens::key_event(code.visit, code.now, screens::NamedKey::backspace));
  expect<visit::Back>(screens::key_event(code.visit, code.now, screens::NamedKey::escape));
  CHECK_FALSE(screens::key_event(code.visit, code.now, screens::NamedKey::enter).has_value());
  const auto ready = preview_named("code-entry-ready");
  expect<visit::Confirm>(screens::key_event(ready.visit, ready.now, screens::NamedKey::enter));
  const auto welcome = preview_named("welcome");
  expect<visit::StartVisit>(screens::key_event(welcome.visit, welcome.now, screens::NamedKey::enter));
  CHECK_FALSE(screens::character_event(welcome.visit, "a").has_value());
  const auto still = preview_named("still-there");
  expect<visit::CloseOverlay>(screens::character_event(still.visit, "a"));
  const auto result = preview_named("result");
  CHECK_FALSE(screens::key_event(result.visit, result.now, screens::NamedKey::enter).has_value());
}

TEST_CASE("no record shows what is secret") {
  for (const auto& preview : screens::previews()) {
    draw(preview);
    const auto text = headless().record().to_text() + headless().record().to_json();
    for (const auto* secret :
         {"RSSMRA", "482913", "G4827163K", "630815", "Gatto", "gatto", "Password-123", "Mario-R"}) {
      INFO(preview.name << ": " << secret);
      CHECK(text.find(secret) == std::string::npos);
    }
    for (const auto& e : headless().record().entries()) {
      if (e.role == widgets::Role::cell && e.id != "password.field") {
        CHECK((e.label.empty() || e.label == widgets::secret_label));
      }
    }
  }
}

TEST_CASE("a countdown asks to be drawn again, a still screen does not") {
  draw(preview_named("code-entry"));
  REQUIRE(headless().redraw_after().has_value());
  CHECK(*headless().redraw_after() <= std::chrono::milliseconds(1001));
  draw(preview_named("result"));
  CHECK_FALSE(headless().redraw_after().has_value());
  draw(preview_named("welcome"));
  CHECK_FALSE(headless().redraw_after().has_value());
}
