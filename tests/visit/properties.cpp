// What must hold in every sequence of events. Each property is shown to fail on a mutant of next(): see
// CMakeLists.txt of this folder.
#include <map>
#include <set>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/match.h"
#include "kiosk/visit/offers.h"
#include "tests/catch.h"
#include "tests/visit/any_journey.h"

using namespace sportello;
using namespace sportello::tests;

TEST_CASE("every state has a way home", "[way-home]") {
  CHECK(rc::check("left alone, the visit comes home by itself", [] {
    Journey journey;
    for (const auto choice : *journeys()) journey.take(choice);
    for (int waits = 0; waits < 12 && !std::holds_alternative<visit::Welcome>(journey.visit().state); ++waits) {
      if (std::holds_alternative<visit::OutOfService>(journey.visit().state)) {
        journey.step(visit::Answer{journey.visit().id, journey.visit().requests, visit::Alive{}});
      }
      journey.wait_for_deadline();
    }
    RC_ASSERT(std::holds_alternative<visit::Welcome>(journey.visit().state));
  }));
  CHECK(rc::check("whoever wants to leave can, in three touches", [] {
    Journey journey;
    for (const auto choice : *journeys()) journey.take(choice);
    journey.step(visit::CloseOverlay{});
    if (!ended(journey.visit())) {
      journey.step(visit::AskExit{});
      journey.step(visit::EndNow{});
    }
    RC_ASSERT(ended(journey.visit()));
  }));
}

TEST_CASE("after the end nothing of the visit remains", "[nothing-remains]") {
  CHECK(rc::check("neither data, nor comfort, nor a question", [] {
    Journey journey;
    for (const auto choice : *journeys()) {
      const auto before = journey.visit();
      journey.take(choice);
      const auto& after = journey.visit();
      if (ended(after)) {
        RC_ASSERT(personal_content(after).empty());
        RC_ASSERT(ended(before) || !visit::opened_in(before.state) || after.id != before.id);
      }
      const bool next_guardians = std::holds_alternative<visit::Welcome>(after.state) ||
                                  std::holds_alternative<visit::OutOfService>(after.state);
      if (next_guardians && std::holds_alternative<visit::Goodbye>(before.state)) {
        RC_ASSERT(after.comfort == after.home);
        RC_ASSERT(!after.overlay);
        RC_ASSERT(!visit::pending_in(after.state));
      }
    }
  }));
  CHECK(rc::check("every visit that ends is wiped, once", [] {
    Journey journey;
    for (const auto choice : *journeys()) journey.take(choice);
    std::map<visit::VisitId, int> wiped;
    for (const auto& effect : journey.effects()) {
      if (const auto* wipe = std::get_if<visit::Wipe>(&effect)) ++wiped[wipe->visit];
    }
    for (visit::VisitId id = 1; id < journey.visit().id; ++id) RC_ASSERT(wiped[id] == 1);
    RC_ASSERT(!wiped.contains(journey.visit().id));
  }));
}

TEST_CASE("a stale answer changes nothing", "[stale]") {
  CHECK(rc::check("of another visit, or to another question", [](std::uint8_t which) {
    Journey journey;
    for (const auto choice : *journeys()) journey.take(choice);
    auto event = journey.answer(which);
    auto& answer = std::get<visit::Answer>(event);
    const bool other_visit = which % 2 == 0;
    if (other_visit) {
      answer.visit += *rc::gen::element<visit::VisitId>(1, 7, static_cast<visit::VisitId>(-1));
    } else {
      answer.request += *rc::gen::element<visit::RequestId>(1, 2, static_cast<visit::RequestId>(-1));
    }
    const auto before = description(journey.visit());
    const auto step = visit::next(journey.visit(), event, journey.now());
    RC_ASSERT(description(step.visit) == before);
    RC_ASSERT(step.effects.empty());
  }));
}

TEST_CASE("no effect is emitted twice", "[once]") {
  CHECK(rc::check("a number belongs to one question, and is used again only when the answer was lost", [] {
    Journey journey;
    std::map<std::pair<visit::VisitId, visit::RequestId>, std::string> asked;
    bool camera = false;
    for (const auto choice : *journeys()) {
      const auto before = journey.visit();
      const auto seen = journey.effects().size();
      journey.take(choice);
      for (auto i = seen; i < journey.effects().size(); ++i) {
        const auto& effect = journey.effects()[i];
        if (const auto* ask = std::get_if<visit::Ask>(&effect)) {
          const auto text = description(ask->question);
          const auto [place, is_new] = asked.try_emplace({ask->visit, ask->request}, text);
          const bool lost = lost_in(before.state) == ask->request;
          RC_ASSERT(is_new || lost);
          RC_ASSERT(place->second == text);
        } else if (std::holds_alternative<visit::OpenCamera>(effect)) {
          RC_ASSERT(!camera);
          camera = true;
        } else if (std::holds_alternative<visit::CloseCamera>(effect)) {
          RC_ASSERT(camera);
          camera = false;
        }
      }
      RC_ASSERT(camera == (std::holds_alternative<visit::Scan>(journey.visit().state) && !journey.visit().overlay));
    }
  }));
}

TEST_CASE("the journeys reach every screen", "[reach]") {
  // Without this, the properties above could hold because nothing ever happens.
  std::set<std::string> reached;
  rc::check([&] {
    Journey journey;
    for (const auto choice : *journeys()) {
      journey.take(choice);
      reached.emplace(visit::name_of(journey.visit()));
    }
  });
  for (const auto* name : {"welcome",
                           "scan",
                           "typed-entry",
                           "minor-card",
                           "identifying",
                           "code-entry",
                           "choose",
                           "commitments",
                           "choose-pin",
                           "confirm-act",
                           "current-password",
                           "choose-password",
                           "result",
                           "mail-entry",
                           "mail-code",
                           "send-link",
                           "on-file",
                           "report",
                           "told",
                           "digital-identity",
                           "goodbye",
                           "office-needed",
                           "out-of-service",
                           "printing",
                           "request-wish",
                           "request-left",
                           "help",
                           "comfort",
                           "leave",
                           "still-there",
                           "languages",
                           "privacy"}) {
    INFO(name);
    CHECK(reached.contains(name));
  }
}

TEST_CASE("outside the hours nobody begins, and nobody is cut off", "[closed]") {
  CHECK(rc::check("a closed kiosk asks only whether the line is up", [] {
    Journey journey;
    for (const auto choice : *journeys()) {
      const auto before = journey.visit();
      const auto seen = journey.effects().size();
      journey.take(choice);
      const auto& after = journey.visit();
      if (before.opening.open || after.opening.open) continue;
      if (!std::holds_alternative<visit::Welcome>(before.state)) continue;
      RC_ASSERT(std::holds_alternative<visit::Welcome>(after.state) ||
                std::holds_alternative<visit::OutOfService>(after.state));
      for (auto i = seen; i < journey.effects().size(); ++i) {
        const auto* ask = std::get_if<visit::Ask>(&journey.effects()[i]);
        // RC_ASSERT looks at both sides of an `or`.
        const bool allowed = ask == nullptr || std::holds_alternative<visit::ProbeLine>(ask->question);
        RC_ASSERT(allowed);
        RC_ASSERT(!std::holds_alternative<visit::OpenCamera>(journey.effects()[i]));
      }
    }
  }));
  CHECK(rc::check("the hours change nothing of a visit", [](bool open) {
    Journey journey;
    for (const auto choice : *journeys()) journey.take(choice);
    auto before = journey.visit();
    const auto step = visit::next(before, visit::OpeningIs{{open, {}}}, journey.now());
    before.opening = {open, {}};
    RC_ASSERT(description(step.visit) == description(before));
    RC_ASSERT(step.effects.empty());
  }));
}

TEST_CASE("every screen begins at its first page, and none is before it", "[pages]") {
  CHECK(rc::check("of every screen and overlay", [] {
    Journey journey;
    for (const auto choice : *journeys()) {
      const auto before = journey.visit();
      journey.take(choice);
      const auto& after = journey.visit();
      RC_ASSERT(after.page >= 0);
      const auto& a = before.comfort;
      const auto& b = after.comfort;
      const bool other_words = a.language != b.language || a.size != b.size || a.theme != b.theme;
      if (visit::name_of(before) != visit::name_of(after) || other_words || a.low_reach != b.low_reach) {
        RC_ASSERT(after.page == 0);
      }
    }
  }));
}

TEST_CASE("how loud and how fast the kiosk speaks keeps within its steps, and moves nothing else", "[listening]") {
  CHECK(rc::check("whatever is asked for", [] {
    Journey journey;
    for (const auto choice : *journeys()) {
      journey.take(choice);
      const auto& comfort = journey.visit().comfort;
      RC_ASSERT(comfort.volume >= 0);
      RC_ASSERT(comfort.volume < visit::volumes);
      RC_ASSERT(comfort.pace >= 0);
      RC_ASSERT(comfort.pace < visit::paces);
    }
  }));
  CHECK(rc::check("neither the page, nor what stands over the screen, nor the screen", [](bool louder, bool faster) {
    Journey journey;
    for (const auto choice : *journeys()) journey.take(choice);
    const auto& before = journey.visit();
    const auto asked = before.overlay && before.overlay->kind == visit::OverlayKind::still_there;
    const auto event = louder ? visit::Event{visit::ChangeVolume{faster ? 1 : -1}}
                              : visit::Event{visit::ChangePace{faster ? 1 : -1}};
    const auto step = visit::next(before, event, journey.now());
    RC_ASSERT(step.visit.page == (asked ? 0 : before.page));
    RC_ASSERT(asked || step.visit.overlay == before.overlay);
    RC_ASSERT(step.visit.state.index() == before.state.index());
    RC_ASSERT(asked || step.effects.empty());
  }));
}

TEST_CASE("what is secret is covered when nobody answers, and in time", "[secrets]") {
  CHECK(rc::check("a PIN, a made password, a typed one", [] {
    Journey journey;
    for (const auto choice : *journeys()) {
      journey.take(choice);
      const auto& now = journey.visit();
      const bool asked = now.overlay && now.overlay->kind == visit::OverlayKind::still_there;
      if (const auto* result = std::get_if<visit::Result>(&now.state)) {
        RC_ASSERT(!asked || (!result->pin_hides && !result->password_hides));
      } else if (const auto* password = std::get_if<visit::ChoosePassword>(&now.state)) {
        RC_ASSERT(!asked || !password->shown);
      } else if (const auto* current = std::get_if<visit::CurrentPassword>(&now.state)) {
        RC_ASSERT(!asked || !current->shown);
      }
    }
    journey.wait(visit::limits::pin_shown);
    if (const auto* result = std::get_if<visit::Result>(&journey.visit().state)) {
      RC_ASSERT(!result->pin_hides);
      RC_ASSERT(!result->password_hides);
    }
  }));
}

TEST_CASE("only what is offered is begun", "[offers]") {
  CHECK(rc::check("whatever is asked for", [] {
    Journey journey;
    for (const auto choice : *journeys()) {
      const auto before = journey.visit();
      journey.take(choice);
      const auto* choose = std::get_if<visit::Choose>(&before.state);
      if (choose == nullptr) continue;
      const auto may = [&](const visit::Offer& offer) { return visit::offers(choose->proved, offer); };
      std::visit(visit::Match{
                     [&](const visit::ChoosePassword& s) { RC_ASSERT(may(s.act)); },
                     [&](const visit::ConfirmAct& s) { RC_ASSERT(may(s.act)); },
                     [&](const visit::Commitments& s) { RC_ASSERT(may(s.act)); },
                     [&](const visit::ChoosePin&) { RC_ASSERT(may(wire::Act::issue)); },
                     [&](const visit::CurrentPassword&) { RC_ASSERT(may(wire::Act::change_password)); },
                     [&](const visit::MailEntry& s) {
                       RC_ASSERT(may(s.then == visit::MailThen::stay ? visit::Wish::mail : visit::Wish::invitation));
                     },
                     [&](const visit::SendLink&) { RC_ASSERT(may(visit::Wish::invitation)); }, [](const auto&) {}},
                 journey.visit().state);
    }
  }));
}
