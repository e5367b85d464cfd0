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
  CHECK(expect<visit::ChooseAct>(tap(preview_named("choose-first-issue"), "act.issue")).act == wire::Act::issue);
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
  expect<visit::LeaveRequest>(tap(preview_named("out-leave-request"), "out.leave"));
  CHECK(expect<visit::ChooseRequest>(tap(preview_named("request-wish-empty"), "request.recovery")).wish ==
        wire::Wish::recovery);
  expect<visit::Confirm>(tap(preview_named("request-wish"), "request.leave"));
  expect<visit::EndNow>(tap(preview_named("request-left"), "request.end"));
  expect<visit::CloseOverlay>(tap(preview_named("help"), "page.close"));
  CHECK(expect<visit::ChooseSize>(tap(preview_named("comfort"), "comfort.size.large")).size ==
        visit::TextSize::large);
  CHECK(expect<visit::ChooseTheme>(tap(preview_named("comfort"), "comfort.theme.dark")).theme == visit::Theme::dark);
  expect<visit::EndNow>(tap(preview_named("leave"), "leave.end"));
  expect<visit::CloseOverlay>(tap(preview_named("leave"), "leave.stay"));
  expect<visit::CloseOverlay>(tap(preview_named("still-there"), "still.stay"));
}

TEST_CASE("what a finger presses once the code is proved is what the visit hears") {
  using visit::Wish;
  CHECK(expect<visit::ChooseAct>(tap(preview_named("choose-many"), "act.renew_pin")).act == wire::Act::renew_pin);
  CHECK(expect<visit::ChooseAct>(tap(preview_named("choose"), "act.recover_user_code")).act ==
        wire::Act::recover_user_code);
  CHECK(expect<visit::ChooseWish>(tap(preview_named("choose"), "wish.call")).wish == Wish::call);
  CHECK(expect<visit::TurnPage>(tap(preview_named("choose-many"), "page.more")).by == 1);
  CHECK(expect<visit::TurnPage>(tap(preview_named("choose-many-more"), "page.less")).by == -1);
  CHECK(expect<visit::WantPin>(tap(preview_named("choose-pin"), "pin.yes")).wanted);
  CHECK_FALSE(expect<visit::WantPin>(tap(preview_named("choose-pin"), "pin.no")).wanted);
  for (const auto* name : {"confirm-issue", "confirm-remove-pin", "confirm-line-lost"}) {
    expect<visit::Confirm>(tap(preview_named(name), "confirm.do"));
  }
  expect<visit::Confirm>(tap(preview_named("current-password"), "current.next"));
  expect<visit::Forgotten>(tap(preview_named("current-password"), "current.forgotten"));
  CHECK(expect<visit::SwitchKeys>(tap(preview_named("current-password"), "key.accents")).keys ==
        visit::Keys::accents);
  CHECK(expect<visit::SwitchKeys>(tap(preview_named("current-password-accents"), "key.accents")).keys ==
        visit::Keys::lower);
  CHECK(expect<visit::Key>(tap(preview_named("current-password-accents"), "key.è")).character.reveal() == "è");
  CHECK(expect<visit::Key>(tap(preview_named("mail-entry"), "key.@")).character.reveal() == "@");
  CHECK(expect<visit::Key>(tap(preview_named("mail-entry"), "key.@gmail.com")).character.reveal() == "@gmail.com");
  CHECK(expect<visit::Key>(tap(preview_named("mail-entry-domain"), "key..it")).character.reveal() == ".it");
  expect<visit::EraseAll>(tap(preview_named("mail-entry"), "key.clear"));
  expect<visit::Confirm>(tap(preview_named("mail-entry-good"), "mail.send"));
  expect<visit::Confirm>(tap(preview_named("mail-code-ready"), "code.confirm"));
  expect<visit::Resend>(tap(preview_named("mail-code-late"), "code.resend"));
  expect<visit::OtherMail>(tap(preview_named("mail-code"), "mail.other"));
  expect<visit::Confirm>(tap(preview_named("send-link"), "link.send"));
  expect<visit::Confirm>(tap(preview_named("on-file"), "file.right"));
  expect<visit::ReportWrong>(tap(preview_named("on-file"), "file.wrong"));
  CHECK(expect<visit::TickWrong>(tap(preview_named("report"), "report.phone")).index == 1);
  expect<visit::Confirm>(tap(preview_named("report"), "report.send"));
  for (const auto* name : {"told-mail", "told-invitation", "told-report", "digital-identity-only"}) {
    expect<visit::AnotherThing>(tap(preview_named(name), "told.more"));
  }
  expect<visit::EndNow>(tap(preview_named("told-mail"), "told.end"));
  expect<visit::EndNow>(tap(preview_named("digital-identity"), "identity.end"));
  expect<visit::Back>(tap(preview_named("digital-identity"), "footer.back"));
  expect<visit::ShowMade>(tap(preview_named("result-made"), "result.show_password"));
}

TEST_CASE("what a finger presses around a slip is what the visit hears") {
  for (const auto* name : {"result-printer", "result-printer-made", "result-printer-code"}) {
    expect<visit::OpenSlip>(tap(preview_named(name), "result.slip"));
  }
  expect<visit::SlipPin>(tap(preview_named("printing"), "printing.with_pin"));
  for (const auto* name : {"printing", "printing-empty", "printing-cancelled", "printing-offline"}) {
    expect<visit::Confirm>(tap(preview_named(name), "printing.do"));
    expect<visit::Back>(tap(preview_named(name), "footer.back"));
  }
  expect<visit::StopPrinting>(tap(preview_named("printing-coming"), "printing.stop"));
  expect<visit::AskExit>(tap(preview_named("printing-stopping"), "footer.exit"));
  expect<visit::EndNow>(tap(preview_named("printing-done"), "printing.end"));
  for (const auto* name : {"printing-jam", "printing-unsure"}) {
    expect<visit::Back>(tap(preview_named(name), "printing.back"));
  }
  using screens::NamedKey;
  const auto key = [](std::string_view name, NamedKey which) {
    const auto preview = preview_named(name);
    return screens::key_event(preview.visit, preview.now, which);
  };
  expect<visit::Confirm>(key("printing", NamedKey::enter));
  expect<visit::Back>(key("printing-coming", NamedKey::escape));
  for (const auto* name : {"printing-coming", "printing-done", "printing-unsure"}) {
    CHECK_FALSE(key(name, NamedKey::enter).has_value());
  }
}

TEST_CASE("a slip's screen has its words in the record, its secrets in none") {
  for (const auto* name : {"printing", "printing-pin"}) {
    draw(preview_named(name));
    const auto& record = headless().record();
    INFO(name);
    REQUIRE(record.find("slip.user_code") != nullptr);
    CHECK(record.find("slip.user_code")->label == widgets::secret_label);
    CHECK((record.find("slip.pin") != nullptr) == (std::string_view{name} == "printing-pin"));
    CHECK(record.find("slip.school")->label == screens::preview_premises().school);
    CHECK(record.find("slip.helper.1")->label.find("Segreteria didattica") != std::string::npos);
  }
}

TEST_CASE("an address has one @, and a closed kiosk no way to begin") {
  draw(preview_named("mail-entry-domain"));
  for (const auto* id : {"key.@", "key.@gmail.com"}) {
    const auto* key = headless().record().find(id);
    REQUIRE(key != nullptr);
    CHECK_FALSE(key->enabled);
  }
  const auto closed = preview_named("welcome-closed");
  draw(closed);
  CHECK(headless().record().find("welcome.start") == nullptr);
  CHECK_FALSE(screens::key_event(closed.visit, closed.now, screens::NamedKey::enter).has_value());
}

TEST_CASE("six ways at most stand on a page, and a person to ask is on each") {
  for (const auto& preview : screens::previews()) {
    if (!preview.name.starts_with("choose")) continue;
    draw(preview);
    if (headless().record().screen() != "choose") continue;
    int ways = 0;
    for (const auto* control : headless().record().controls()) {
      ways += control->id.starts_with("act.") || control->id.starts_with("wish.") ? 1 : 0;
    }
    INFO(preview.name);
    CHECK(ways >= 1);
    CHECK(ways <= 6);
    CHECK(headless().record().find("wish.call") != nullptr);
  }
}

TEST_CASE("no way is lost between the pages of the choice") {
  auto preview = preview_named("choose-many");
  std::set<std::string> seen;
  for (int page = 0; page < 4; ++page) {
    preview.visit.page = page;
    draw(preview);
    for (const auto* control : headless().record().controls()) seen.insert(control->id);
  }
  for (const auto act : std::get<visit::Choose>(preview.visit.state).proved.person->acts) {
    CHECK(seen.contains("act." + std::string(wire::name_of(act))));
  }
}

TEST_CASE("every question that is asked shows progress after a moment, and can be left") {
  for (auto preview : screens::previews()) {
    const auto pending = visit::pending_in(preview.visit.state);
    if (!pending || preview.visit.overlay || visit::name_of(preview.visit) == "out-of-service") continue;
    INFO(preview.name);
    const auto dump = [&](visit::Duration after) {
      preview.now = pending->since + after;
      draw(preview);
      return headless().record().to_text();
    };
    using namespace std::chrono_literals;
    const auto at_once = dump(100ms), later = dump(1s);
    if (visit::name_of(preview.visit) != "identifying") CHECK(at_once != later);
    CHECK(headless().redraw_after().has_value());
    dump(9s);
    const auto& record = headless().record();
    CHECK((record.find("footer.back") != nullptr || record.find("footer.exit") != nullptr));
  }
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
    for (const auto* secret : {"RSSMRA", "482913", "G4827163K", "630815", "Gatto", "gatto", "Password-123", "Mario-R",
                               "Vecchia", "Zebra", "MARIA.ANTONIETTA", "mario.bianchi", "maggiore@"}) {
      INFO(preview.name << ": " << secret);
      CHECK(text.find(secret) == std::string::npos);
    }
    for (const auto& e : headless().record().entries()) {
      if (e.role == widgets::Role::cell && e.id != "password.field" && e.id != "mail.field") {
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

TEST_CASE("a new screen fades in where motion is wanted, never in high contrast") {
  using std::chrono::milliseconds;
  auto& ui = headless();
  const auto redraw = [&](const char* screen, milliseconds now, visit::Theme theme) {
    draw(preview_named(screen, {visit::Language::it, visit::TextSize::normal, theme}), {}, {.now = now});
    return ui.redraw_after();
  };
  CHECK_FALSE((redraw("welcome", milliseconds(1000), visit::Theme::light),
               redraw("result", milliseconds(2000), visit::Theme::light)));
  ui.motion = true;
  redraw("welcome", milliseconds(3000), visit::Theme::light);
  CHECK(redraw("result", milliseconds(4000), visit::Theme::light) == milliseconds(16));
  CHECK(redraw("result", milliseconds(4119), visit::Theme::light) == milliseconds(16));
  CHECK_FALSE(redraw("result", milliseconds(4120), visit::Theme::light));
  redraw("welcome", milliseconds(5000), visit::Theme::contrast_dark);
  CHECK_FALSE(redraw("result", milliseconds(6000), visit::Theme::contrast_dark));
  ui.motion = false;
}

TEST_CASE("large words move exit into help, and every icon in the footer keeps its name") {
  const visit::Comfort largest = {visit::Language::it, visit::TextSize::largest, visit::Theme::light};
  draw(preview_named("scan", largest));
  CHECK(headless().record().find("footer.exit") == nullptr);
  for (const auto* id : {"footer.back", "footer.help", "footer.language", "footer.access"}) {
    const auto* e = headless().record().find(id);
    INFO(id);
    REQUIRE(e != nullptr);
    CHECK_FALSE(e->label.empty());
    CHECK(e->box.w == e->box.h);
  }
  expect<visit::AskExit>(tap(preview_named("help", largest), "footer.exit"));
}
