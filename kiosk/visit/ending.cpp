// How a visit is left: goodbye, the office, out of service, every overlay, and what time does by itself.
#include <algorithm>
#include <vector>

#include "kiosk/visit/code_cells.h"
#include "kiosk/visit/waiting_states.h"

namespace sportello::visit {
namespace {

Duration idle_time(const State& state) {
  return after_code(state) ? limits::idle_after_code : limits::idle_before_code;
}

Duration warning_time(const State& state) {
  return after_code(state) ? limits::warning_after_code : limits::warning_before_code;
}

bool left_behind(const Visit& visit) { return visit.comfort != visit.home || visit.overlay; }

// Whoever looks at this screen next need not be who was asked.
void cover_secrets(State& state) {
  std::visit(
      [](auto& held) {
        if constexpr (requires { held.pin_hides; }) {
          held.pin_hides.reset();
          held.password_hides.reset();
        } else if constexpr (requires { held.last_shown; }) {
          held.shown = false;
          held.last_shown = false;
        }
      },
      state);
}

// Whoever waits for paper is there.
TimePoint idle_at(const Visit& visit) {
  const auto at = visit.last_touch + idle_time(visit.state);
  const auto* slip = std::get_if<Printing>(&visit.state);
  return slip != nullptr && slip->pending ? std::max(at, slip->pending->since + limits::print_longest) : at;
}

// What was shown for a while is covered again.
void cover_when_due(Result& result, TimePoint now) {
  if (result.pin_hides && now >= *result.pin_hides) result.pin_hides.reset();
  if (result.password_hides && now >= *result.password_hides) result.password_hides.reset();
}

bool pictures_turn(const Visit& visit) { return visit.opening.open && !visit.overlay; }

void wait_for_guardian(Turn& turn, Welcome& welcome) {
  if (pictures_turn(turn.visit) && turn.now >= welcome.next_picture) {
    welcome.picture = (welcome.picture + 1) % limits::pictures;
    welcome.next_picture = turn.now + limits::next_picture;
  }
  if (!welcome.pending && turn.now >= welcome.probe_at) welcome.pending = turn.ask(ProbeLine{});
}

void probe(Turn& turn, OutOfService state) {
  state.pending = turn.ask(ProbeLine{});
  turn.go(state);
}

void leave(Turn& turn, Goodbye goodbye) { goodbye.no_line ? turn.wait_for_line() : turn.welcome(); }

}  // namespace

bool may_leave_request(const Visit& visit) {
  const auto* out = std::get_if<OutOfService>(&visit.state);
  return out != nullptr && out->reason == OutReason::no_line && visit.equipment.requests && visit.opening.open;
}

void ending(Turn& turn, const Event& event) {
  if (const auto* goodbye = std::get_if<Goodbye>(&turn.visit.state)) {
    if (std::holds_alternative<StartVisit>(event) || std::holds_alternative<Confirm>(event) ||
        std::holds_alternative<EndNow>(event)) {
      leave(turn, *goodbye);
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
    } else if (std::holds_alternative<LeaveRequest>(event) && may_leave_request(turn.visit)) {
      turn.visit.leaving_request = true;
      turn.go(Scan{});
    } else if (const auto* language = std::get_if<ChooseLanguage>(&event)) {
      turn.visit.comfort.language = language->language;
    }
  }
}

bool may_open(OverlayKind kind) {
  return kind != OverlayKind::still_there && kind != OverlayKind::leave && kind != OverlayKind::no_voice;
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
                     if (may_open(open.kind)) overlay = Overlay{open.kind, {}};
                   },
                   [&](const ChooseLanguage& choice) {
                     turn.visit.comfort.language = choice.language;
                     overlay.reset();
                   },
                   [&](const ChooseSize& choice) { turn.visit.comfort.size = choice.size; },
                   [&](const ChooseTheme& choice) { turn.visit.comfort.theme = choice.theme; },
                   [&](const AskExit&) {  // where the footer has no room for it, help offers it
                     const bool begun = !nothing_goes_on(turn.visit.state);
                     if (overlay->kind == OverlayKind::help && begun) overlay = Overlay{OverlayKind::leave, {}};
                   },
                   [&](const EndNow&) {
                     if (overlay->kind == OverlayKind::leave) turn.end(Ending::cancelled);
                   },
                   [](const auto&) {}},
             event);
}

void passing_time(Turn& turn) {
  auto& visit = turn.visit;
  if (visit.notice && turn.now >= visit.notice->until) visit.notice.reset();
  if (visit.overlay && visit.overlay->kind == OverlayKind::still_there) {
    if (turn.now >= visit.overlay->until) turn.end(Ending::timed_out);
    return;
  }
  if (!nothing_goes_on(visit.state) && turn.now >= idle_at(visit)) {
    visit.overlay = Overlay{OverlayKind::still_there, turn.now + warning_time(visit.state)};
    cover_secrets(visit.state);
    return;
  }
  if (waits_for_guardian(visit.state) && left_behind(visit) && turn.now >= visit.last_touch + limits::welcome_reset) {
    visit.comfort = visit.home;
    visit.overlay.reset();
  }
  std::visit(Match{[&](Welcome& welcome) { wait_for_guardian(turn, welcome); },
                   [&](const Goodbye& goodbye) {
                     if (turn.now >= goodbye.until) leave(turn, Goodbye{goodbye});
                   },
                   [&](const OutOfService& out) {
                     if (!out.pending && turn.now >= out.retry_at) probe(turn, out);
                   },
                   [&](Result& result) { cover_when_due(result, turn.now); },
                   [&](const CodeEntry& code) { expire_code(turn, CodeEntry{code}, OfficeReason::no_more_messages); },
                   [&](const MailCode& code) { expire_code(turn, MailCode{code}, OfficeReason::act_refused); },
                   [](const auto&) {}},
             visit.state);
}

namespace {

// When this state changes by itself.
std::vector<TimePoint> times_of(const Visit& visit) {
  std::vector<TimePoint> times;
  const auto add = [&](const std::optional<TimePoint>& time) {
    if (time) times.push_back(*time);
  };
  const auto add_code = [&](const CodeCells& code) {
    if (!code.problem && !code.pending) times.push_back(code.expires);
  };
  std::visit(Match{[&](const Welcome& welcome) {
                     if (!welcome.pending) times.push_back(welcome.probe_at);
                     if (pictures_turn(visit)) times.push_back(welcome.next_picture);
                   },
                   [&](const Goodbye& goodbye) { times.push_back(goodbye.until); },
                   [&](const OutOfService& out) {
                     if (!out.pending) times.push_back(out.retry_at);
                   },
                   [&](const Result& result) {
                     add(result.pin_hides);
                     add(result.password_hides);
                   },
                   [&](const CodeEntry& code) { add_code(code); }, [&](const MailCode& code) { add_code(code); },
                   [](const auto&) {}},
             visit.state);
  return times;
}

}  // namespace

std::optional<TimePoint> next_deadline(const Visit& visit) {
  if (visit.overlay && visit.overlay->kind == OverlayKind::still_there) {
    return visit.notice ? std::min(visit.notice->until, visit.overlay->until) : visit.overlay->until;
  }
  auto times = times_of(visit);
  if (visit.notice) times.push_back(visit.notice->until);
  if (!nothing_goes_on(visit.state)) times.push_back(idle_at(visit));
  if (waits_for_guardian(visit.state) && left_behind(visit)) {
    times.push_back(visit.last_touch + limits::welcome_reset);
  }
  return times.empty() ? std::nullopt : std::optional{*std::ranges::min_element(times)};
}

}  // namespace sportello::visit
