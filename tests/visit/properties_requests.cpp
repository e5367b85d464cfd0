// What must hold of requests that wait for the line in every sequence of events. See properties.cpp.
#include <set>
#include <utility>

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
    visit.equipment.requests = true;
    visit.leaving_request = true;
    visit.state = visit::RequestWish{.document = secret::SecretText{"RSSMRA80A01H501U"}};
    return Journey{visit};
  });
}

}  // namespace

TEST_CASE("a request is left by who is at it, once, and only where it can be kept", "[requests]") {
  CHECK(rc::check("whatever happens on the way", [] {
    Journey journey = *starts();
    std::set<std::pair<visit::VisitId, visit::RequestId>> kept;
    for (const auto choice : *journeys()) {
      const auto before = journey.visit();
      const auto seen = journey.effects().size();
      journey.take(choice);
      const auto& after = journey.visit();
      for (auto i = seen; i < journey.effects().size(); ++i) {
        const auto* keep = std::get_if<visit::KeepRequest>(&journey.effects()[i]);
        if (keep == nullptr) continue;
        const auto* wish = std::get_if<visit::RequestWish>(&before.state);
        RC_ASSERT(wish != nullptr);
        RC_ASSERT(!wish->pending);
        RC_ASSERT(wish->wish == keep->wish);
        RC_ASSERT(wish->document == keep->document);
        RC_ASSERT(keep->visit == before.id);
        const bool is_new = kept.emplace(keep->visit, keep->request).second;
        RC_ASSERT(is_new);
      }
      if (after.leaving_request && !before.leaving_request) {
        RC_ASSERT(before.equipment.requests);
        RC_ASSERT(before.opening.open || !std::holds_alternative<visit::OutOfService>(before.state));
      }
      // Nothing that needs the line is begun there, and the welcome screen knows nothing of it.
      if (after.leaving_request) {
        RC_ASSERT(!visit::opened_in(after.state));
        RC_ASSERT(!std::holds_alternative<visit::Welcome>(after.state));
        RC_ASSERT(!std::holds_alternative<visit::Identifying>(after.state));
      }
      if (ended(after)) RC_ASSERT(!after.leaving_request);
    }
  }));
}

TEST_CASE("what is said of another request is no word about this one", "[request-news]") {
  CHECK(rc::check("a word about another visit's request, or about another request, changes nothing",
                  [](std::uint8_t which) {
                    Journey journey = *starts();
                    for (const auto choice : *journeys()) journey.take(choice);
                    // Seldom does a journey end while a request is being kept: here each does.
                    auto visit = journey.visit();
                    visit.state = visit::RequestWish{.pending = visit::Pending{visit.requests, journey.now()}};
                    visit::RequestKept kept{visit.id, visit.requests, visit::RequestOutcome::kept};
                    const bool other_visit = which % 2 == 0;
                    if (other_visit) {
                      kept.visit += *rc::gen::element<visit::VisitId>(1, 7, static_cast<visit::VisitId>(-1));
                    } else {
                      kept.request += *rc::gen::element<visit::RequestId>(1, 2, static_cast<visit::RequestId>(-1));
                    }
                    const auto step = visit::next(visit, kept, journey.now());
                    RC_ASSERT(description(step.visit) == description(visit));
                    RC_ASSERT(step.effects.empty());
                  }));
}
