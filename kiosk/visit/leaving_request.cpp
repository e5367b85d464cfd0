// A request that waits for the line: what the guardian wants, and what became of it.
#include "kiosk/visit/turn.h"

namespace sportello::visit {
namespace {

void on_wish(Turn& turn, RequestWish state, const Event& event) {
  std::visit(Match{[&](const ChooseRequest& choice) {
                     if (state.pending) return;
                     state.wish = choice.wish;
                     turn.go(std::move(state));
                   },
                   [&](const Confirm&) {
                     if (state.pending || !state.wish) return;
                     const RequestId request = ++turn.visit.requests;
                     turn.effects.emplace_back(KeepRequest{turn.visit.id, request, state.document, *state.wish,
                                                           turn.visit.comfort.language});
                     state.pending = Pending{request, turn.now};
                     turn.go(std::move(state));
                   },
                   [&](const RequestKept& kept) {
                     const bool asked = state.pending && state.pending->request == kept.request;
                     if (asked && kept.visit == turn.visit.id) turn.go(RequestLeft{kept.outcome});
                   },
                   [&](const Back&) {
                     if (state.pending) return;  // it may be kept already
                     if (state.was_typed) {
                       turn.go(TypedEntry{.typed = state.document});
                     } else {
                       turn.go(Scan{});
                     }
                   },
                   [&](const AskExit&) { turn.visit.overlay = Overlay{OverlayKind::leave, {}}; }, [](const auto&) {}},
             event);
}

}  // namespace

void leaving_request(Turn& turn, const Event& event) {
  if (const auto* wish = std::get_if<RequestWish>(&turn.visit.state)) {
    on_wish(turn, RequestWish{*wish}, event);
  } else if (const auto* left = std::get_if<RequestLeft>(&turn.visit.state)) {
    if (std::holds_alternative<Confirm>(event) || std::holds_alternative<EndNow>(event)) {
      turn.end(left->outcome == RequestOutcome::kept ? Ending::left : Ending::cancelled);
    }
  }
}

}  // namespace sportello::visit
