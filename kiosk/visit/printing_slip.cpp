// From the result to a slip of paper and back. Never the password; the PIN only where it is ticked.
#include "kiosk/visit/acts.h"

namespace sportello::visit {
namespace {

// What was shown stays covered: the way back leads to a result that shows no PIN.
Result covered(Result result) {
  result.pin_hides.reset();
  result.password_hides.reset();
  return result;
}

void print(Turn& turn, Printing state) {
  const RequestId request = ++turn.visit.requests;
  turn.effects.emplace_back(PrintSlip{.visit = turn.visit.id,
                                      .request = request,
                                      .language = turn.visit.comfort.language,
                                      .act = state.result.act,
                                      .user_code = state.result.user_code,
                                      .pin = state.with_pin ? state.result.pin : std::nullopt,
                                      .login_url = state.result.login_url});
  state.pending = Pending{request, turn.now};
  state.phase = printing::Phase::preparing;
  state.stopping = false;
  state.outcome.reset();
  turn.go(std::move(state));
}

// Asked once; what became of it is still told.
void take_back(Turn& turn, Printing state) {
  if (state.stopping) return;
  turn.effects.emplace_back(CancelPrint{});
  state.stopping = true;
  turn.go(std::move(state));
}

void on_news(Turn& turn, Printing state, const PrintNews& news) {
  if (news.visit != turn.visit.id || !state.pending || news.request != state.pending->request) return;
  if (const auto* phase = std::get_if<printing::Phase>(&news.news)) {
    state.phase = *phase;
  } else {
    state.outcome = std::get<printing::Outcome>(news.news);
    state.pending.reset();
    state.stopping = false;
    turn.visit.last_touch = turn.now;  // to take the paper, and to read on
  }
  turn.go(std::move(state));
}

bool printed(const Printing& state) { return state.outcome && state.outcome->end == printing::End::printed; }

}  // namespace

void open_slip(Turn& turn, Result result) {
  Printing state{.result = covered(std::move(result))};
  // A slip that may still be inside is not printed again, however often one goes back.
  if (state.result.slip && state.result.slip->end == printing::End::unsure) state.outcome = state.result.slip;
  turn.go(std::move(state));
}

void printing_slip(Turn& turn, const Event& event) {
  auto state = std::get<Printing>(turn.visit.state);
  std::visit(Match{[&](const SlipPin&) {
                     if (!may_print(state) || !state.result.pin) return;
                     state.with_pin = !state.with_pin;
                     turn.go(std::move(state));
                   },
                   [&](const Confirm&) {
                     if (may_print(state)) {
                       print(turn, std::move(state));
                     } else if (printed(state)) {
                       turn.end(Ending::done);
                     }
                   },
                   [&](const StopPrinting&) {
                     if (state.pending) take_back(turn, std::move(state));
                   },
                   [&](const Back&) {
                     if (state.pending) {
                       take_back(turn, std::move(state));
                     } else {
                       state.result.slip = state.outcome;
                       turn.go(std::move(state.result));
                     }
                   },
                   [&](const AskExit&) { turn.visit.overlay = Overlay{OverlayKind::leave, {}}; },
                   [&](const EndNow&) { turn.end(Ending::done); },
                   [&](const PrintNews& news) { on_news(turn, std::move(state), news); }, [](const auto&) {}},
             event);
}

}  // namespace sportello::visit
