// Every time limit of a visit, in every state a screen is drawn for: it warns long enough before, and one touch puts
// it off, again and again.
#include <set>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/next.h"
#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;
using namespace std::chrono_literals;

namespace {

constexpr int enough = 12;  // more than the ten that are asked

bool warns(const visit::Visit& visit) {
  return visit.overlay && visit.overlay->kind == visit::OverlayKind::still_there;
}

double seconds(visit::Duration time) { return static_cast<double>(time.count()) / 1000; }

struct Left {
  std::optional<visit::Duration> warned;  // how long the question stands
  int extended = 0;                       // by one touch each
  bool ended = false;                     // without a question
};

// Nobody touches anything but the question.
Left leave_alone(visit::Visit visit, visit::TimePoint now) {
  Left left;
  const auto id = visit.id;
  // Pictures, covers and codes have times of their own between the questions.
  for (int ticks = 0; ticks < 200 && left.extended < enough; ++ticks) {
    const auto deadline = visit::next_deadline(visit);
    if (!deadline) return left;
    now = std::max(now, *deadline);
    visit = visit::next(visit, visit::Tick{}, now).visit;
    if (visit.id != id) {
      left.ended = true;
      return left;
    }
    if (!warns(visit)) continue;
    const auto stands = *visit::next_deadline(visit) - now;
    left.warned = std::min(left.warned.value_or(stands), stands);
    // At the last moment.
    now += stands - 1ms;
    visit = visit::next(visit, visit::Tick{}, now).visit;
    if (!warns(visit)) return left;
    visit = visit::next(visit, visit::Touched{}, now).visit;
    if (warns(visit)) return left;
    ++left.extended;
  }
  return left;
}

}  // namespace

TEST_CASE("whoever is slow is asked in time, and goes on by one touch as often as they like") {
  std::set<std::string> asked;
  double least_warning = 1e9;
  int least_extensions = enough, unasked = 0;
  for (const auto& preview : screens::previews()) {
    if (preview.visit.overlay) continue;
    const auto name = visit::name_of(preview.visit);
    // Nobody has begun there, or it is over: nothing is lost when they change by themselves.
    if (name == "welcome" || name == "out-of-service" || name == "goodbye") continue;
    const auto left = leave_alone(preview.visit, preview.now);
    INFO(preview.name << ": extended " << left.extended << " times");
    CHECK(left.warned);
    CHECK_FALSE(left.ended);
    unasked += left.ended || !left.warned ? 1 : 0;
    if (left.warned) least_warning = std::min(least_warning, seconds(*left.warned));
    least_extensions = std::min(least_extensions, left.extended);
    asked.emplace(name);
  }
  CHECK(asked.size() >= 20);
  clause("11.2.2.1", "screens whose visit ends unasked", unasked, "==", 0);
  clause("11.2.2.1", "shortest warning before a visit ends, s", least_warning, ">=", 20);
  clause("11.2.2.1", "how often one touch puts the end off, at least", least_extensions, ">=", 10);
}

TEST_CASE("the warning leaves no moment of the last twenty seconds without a way to go on") {
  auto preview = preview_named("still-there");
  int without = 0;
  for (auto later = 0s; later <= 20s; ++later) {
    auto now = preview;
    now.now = preview.visit.overlay->until - later - 1ms;
    draw(now);
    const auto* stay = headless().record().find("still.stay");
    without += stay != nullptr && stay->enabled ? 0 : 1;
  }
  clause("11.2.2.1", "seconds of the warning without its button", without, "==", 0);
}

TEST_CASE("a code says from the beginning how long it lives, and what is covered is shown again by one touch") {
  auto visit = preview_named("code-entry").visit;
  const auto& code = std::get<visit::CodeEntry>(visit.state);
  auto preview = preview_named("code-entry");
  preview.now = code.sent;
  draw(preview);
  REQUIRE(headless().record().find("code.time") != nullptr);
  clause("11.2.2.1", "a code's life is told before it ends, s", seconds(code.expires - preview.now), ">=", 20);

  auto shown = preview_named("result-pin-shown");
  auto now = shown.now;
  int again = 0;
  for (; again < enough; ++again) {
    now += visit::limits::pin_shown;
    shown.visit = visit::next(shown.visit, visit::Tick{}, now).visit;
    const auto* result = std::get_if<visit::Result>(&shown.visit.state);
    if (result == nullptr || result->pin_hides) break;
    shown.visit = visit::next(shown.visit, visit::ShowPin{}, now).visit;
    result = std::get_if<visit::Result>(&shown.visit.state);
    if (result == nullptr || !result->pin_hides) break;
  }
  clause("11.2.2.1", "how often one touch shows a covered PIN again, at least", again, ">=", 10);
}
