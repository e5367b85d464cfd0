// How a visit is left: goodbye, the office, out of service, every overlay, and what time does by itself.
#include <algorithm>
#include <vector>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/turn.h"

namespace sportello::visit {
namespace {

Duration idle_time(const State& state) {
  return after_code(state) ? limits::idle_after_code : limits::idle_before_code;
}

Duration warning_time(const State& state) {
  return after_code(state) ? limits::warning_after_code : limits::warning_before_code;
}

// States that nobody has begun: no visit is going on.
bool waits_for_guardian(const State& state) {
  return std::holds_alternative<Welcome>(state) || std::holds_alternative<OutOfService>(state);
}

// Those, and the one that ends by itself.
bool never_idle(const State& state) { return waits_for_guardian(state) || std::holds_alternative<Goodbye>(state); }

bool left_behind(const Visit& visit) { return visit.comfort != visit.home || visit.overlay; }

void probe(Turn& turn, OutOfService state) {
  state.pending = turn.ask(ProbeLine{});
  turn.go(state);
}

}  // namespace

void ending(Turn& turn, const Event& event) {
  if (std::holds_alternative<Goodbye>(turn.visit.state)) {
    if (std::holds_alternative<StartVisit>(event) || std::holds_alternative<Confirm>(event) ||
        std::holds_alternative<EndNow>(event)) {
      turn.welcome();
    }
  } else if (std::holds_alternative<OfficeNeeded>(turn.visit.state)) {
    if (std::holds_alternative<EndNow>(event) || std::holds_alternative<Confirm>(event)) {
      turn.end(Ending::cancelled);
    } else if (std::holds_alternative<UseCard>(event) || std::holds_alternative<Back>(event)) {
      turn.go(Scan{});  // another document
    } else if (std::holds_alternative<AskExit>(event)) {
      turn.visit.overlay = Overlay{OverlayKind::leave, {}};
    }
  } else if (const auto* out = std::get_if<OutOfService>(&turn.visit.state)) {
    if (const auto* answer = std::get_if<Answer>(&event)) {
      if (const auto reason = out_reason(*answer)) {
        turn.go(OutOfService{*reason, turn.now + limits::line_retry, std::nullopt});
      } else if (std::holds_alternative<Alive>(answer->content)) {
        turn.welcome();
      } else {
        turn.go(OutOfService{OutReason::no_line, turn.now + limits::line_retry, std::nullopt});
      }
    } else if (std::holds_alternative<Confirm>(event) && !out->pending) {
      probe(turn, *out);
    } else if (const auto* language = std::get_if<ChooseLanguage>(&event)) {
      turn.visit.comfort.language = language->language;
    }
  }
}

void covering(Turn& turn, const Event& event) {
  auto& overlay = turn.visit.overlay;
  if (overlay->kind == OverlayKind::still_there) {
    if (std::holds_alternative<EndNow>(event)) {
      turn.end(Ending::cancelled);
    } else {
      overlay.reset();  // any other touch or key continues, and does nothing else
    }
    return;
  }
  std::visit(Match{[&](const CloseOverlay&) { overlay.reset(); }, [&](const Back&) { overlay.reset(); },
                   [&](const Confirm&) { overlay.reset(); },
                   [&](const OpenOverlay& open) {
                     if (open.kind != OverlayKind::still_there && open.kind != OverlayKind::leave) {
                       overlay = Overlay{open.kind, {}};
                     }
                   },
                   [&](const ChooseLanguage& choice) {
                     turn.visit.comfort.language = choice.language;
                     overlay.reset();
                   },
                   [&](const ChooseSize& choice) { turn.visit.comfort.size = choice.size; },
                   [&](const ChooseTheme& choice) { turn.visit.comfort.theme = choice.theme; },
                   [&](const EndNow&) {
                     if (overlay->kind == OverlayKind::leave) turn.end(Ending::cancelled);
                   },
                   [](const auto&) {}},
             event);
}

void passing_time(Turn& turn) {
  auto& visit = turn.visit;
  if (visit.overlay && visit.overlay->kind == OverlayKind::still_there) {
    if (turn.now >= visit.overlay->until) turn.end(Ending::timed_out);
    return;
  }
  if (!never_idle(visit.state) && turn.now >= visit.last_touch + idle_time(visit.state)) {
    visit.overlay = Overlay{OverlayKind::still_there, turn.now + warning_time(visit.state)};
    if (auto* result = std::get_if<Result>(&visit.state)) result->pin_hides.reset();
    return;
  }
  if (waits_for_guardian(visit.state) && left_behind(visit) && turn.now >= visit.last_touch + limits::welcome_reset) {
    visit.comfort = visit.home;
    visit.overlay.reset();
  }
  if (auto* welcome = std::get_if<Welcome>(&visit.state)) {
    if (!welcome->pending && turn.now >= welcome->probe_at) welcome->pending = turn.ask(ProbeLine{});
  } else if (const auto* goodbye = std::get_if<Goodbye>(&visit.state)) {
    if (turn.now >= goodbye->until) turn.welcome();
  } else if (const auto* out = std::get_if<OutOfService>(&visit.state)) {
    if (!out->pending && turn.now >= out->retry_at) probe(turn, *out);
  } else if (auto* result = std::get_if<Result>(&visit.state)) {
    if (result->pin_hides && turn.now >= *result->pin_hides) result->pin_hides.reset();
  } else if (auto* code = std::get_if<CodeEntry>(&visit.state)) {
    if (turn.now >= code->expires && !code->problem && !code->pending) {
      code->typed = {};
      code->problem = CodeEntryProblem::expired;
      if (code->sends_left == 0) turn.call_office(OfficeReason::no_more_messages);
    }
  }
}

std::optional<TimePoint> next_deadline(const Visit& visit) {
  if (visit.overlay && visit.overlay->kind == OverlayKind::still_there) return visit.overlay->until;
  std::vector<TimePoint> times;
  if (!never_idle(visit.state)) times.push_back(visit.last_touch + idle_time(visit.state));
  if (waits_for_guardian(visit.state) && left_behind(visit))
    times.push_back(visit.last_touch + limits::welcome_reset);
  if (const auto* welcome = std::get_if<Welcome>(&visit.state); welcome != nullptr && !welcome->pending) {
    times.push_back(welcome->probe_at);
  }
  if (const auto* goodbye = std::get_if<Goodbye>(&visit.state)) times.push_back(goodbye->until);
  if (const auto* out = std::get_if<OutOfService>(&visit.state); out != nullptr && !out->pending) {
    times.push_back(out->retry_at);
  }
  if (const auto* result = std::get_if<Result>(&visit.state); result != nullptr && result->pin_hides) {
    times.push_back(*result->pin_hides);
  }
  if (const auto* code = std::get_if<CodeEntry>(&visit.state); code != nullptr && !code->problem && !code->pending) {
    times.push_back(code->expires);
  }
  return times.empty() ? std::nullopt : std::optional{*std::ranges::min_element(times)};
}

}  // namespace sportello::visit
