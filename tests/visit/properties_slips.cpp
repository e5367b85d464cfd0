// What must hold of slips in every sequence of events. See properties.cpp.
#include <optional>

#include "kiosk/visit/match.h"
#include "tests/catch.h"
#include "tests/visit/any_journey.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

// Few of the journeys that begin at the welcome screen come here: most of these begin where it matters.
rc::Gen<Journey> starts() {
  return rc::gen::map(rc::gen::inRange(0, 4), [](int from) {
    if (from == 0) return Journey{};
    auto visit = Journey{}.visit();
    visit::Result result{.opened = {"VISIT-SEED", "K7-4M2"}, .user_code = secret::SecretText{"USER-CODE-SEED"}};
    result.pin = secret::SecretText{"PIN-SEED"};
    visit.state = result;
    return Journey{visit};
  });
}

}  // namespace

TEST_CASE("a slip has one end, and none comes out for the next in line", "[slips]") {
  CHECK(rc::check("whatever is touched, and whatever the printer says", [] {
    Journey journey = *starts();
    std::optional<visit::RequestId> going;
    bool taken_back = false, may_be_inside = false;
    for (const auto choice : *journeys()) {
      const auto before = journey.visit();
      const auto seen = journey.effects().size();
      journey.take(choice);
      for (auto i = seen; i < journey.effects().size(); ++i) {
        const auto& effect = journey.effects()[i];
        if (const auto* slip = std::get_if<visit::PrintSlip>(&effect)) {
          const auto& asked = std::get<visit::Printing>(before.state);
          RC_ASSERT(!going);
          RC_ASSERT(!may_be_inside);
          RC_ASSERT(slip->visit == before.id);
          RC_ASSERT(slip->pin.has_value() == (asked.with_pin && asked.result.pin.has_value()));
          going = slip->request;
          taken_back = false;
        } else if (std::holds_alternative<visit::CancelPrint>(effect)) {
          RC_ASSERT(going.has_value());
          RC_ASSERT(!taken_back);
          taken_back = true;
        } else if (std::holds_alternative<visit::Wipe>(effect)) {
          RC_ASSERT(!going || taken_back);
          going.reset();
          may_be_inside = false;
        }
      }
      const auto* now = std::get_if<visit::Printing>(&journey.visit().state);
      if (now != nullptr && now->outcome) {
        RC_ASSERT(!now->pending);
        may_be_inside = may_be_inside || now->outcome->end == printing::End::unsure;
      }
      if (now == nullptr || !now->pending) going.reset();
    }
  }));
}

TEST_CASE("what is said of another slip is no news of this one", "[slip-news]") {
  CHECK(rc::check("news of another visit's slip, or of another one, change nothing", [](std::uint8_t which) {
    Journey journey = *starts();
    for (const auto choice : *journeys()) journey.take(choice);
    // Seldom does a journey end while a slip is being printed: here each does.
    auto visit = journey.visit();
    visit.state = visit::Printing{.pending = visit::Pending{visit.requests, journey.now()}};
    visit::PrintNews news{visit.id, visit.requests, printing::Outcome{printing::End::printed}};
    if (which % 3 == 0) news.news = printing::Phase::sending;
    if (which % 2 == 0) {
      news.visit += *rc::gen::element<visit::VisitId>(1, static_cast<visit::VisitId>(-1));
    } else {
      news.request += *rc::gen::element<visit::RequestId>(1, static_cast<visit::RequestId>(-1));
    }
    const auto step = visit::next(visit, news, journey.now());
    RC_ASSERT(description(step.visit) == description(visit));
    RC_ASSERT(step.effects.empty());
  }));
}
