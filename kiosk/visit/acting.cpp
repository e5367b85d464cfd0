// Once the code is proved: choose an act, accept, choose a password, see the result.
#include <algorithm>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/turn.h"

namespace sportello::visit {
namespace {

void on_choose(Turn& turn, const Choose& state, const Event& event) {
  const auto* choice = std::get_if<ChooseAct>(&event);
  if (choice == nullptr ||
      std::ranges::find(state.proved.person->acts, choice->act) == state.proved.person->acts.end()) {
    return;
  }
  const auto items = state.proved.person->commitments.items.size();
  switch (choice->act) {
    case wire::Act::issue:
      if (items > 0) {
        turn.go(Commitments{state.proved, choice->act, std::vector<bool>(items, false)});
        return;
      }
      break;
    default: break;  // what else is chosen needs no commitments
  }
  turn.go(ChoosePassword{.proved = state.proved, .act = choice->act});
}

void on_commitments(Turn& turn, Commitments state, const Event& event) {
  std::visit(Match{[&](const TickCommitment& tick) {
                     if (tick.index >= state.accepted.size()) return;
                     state.accepted[tick.index] = !state.accepted[tick.index];
                     turn.go(std::move(state));
                   },
                   [&](const Confirm&) {
                     if (!std::ranges::all_of(state.accepted, [](bool yes) { return yes; })) return;
                     turn.go(ChoosePassword{.proved = state.proved, .act = state.act});
                   },
                   [&](const Back&) { turn.go(Choose{state.proved}); }, [](const auto&) {}},
             event);
}

// The text changed: what the service refused, or never answered, was another text.
void retype(Turn& turn, ChoosePassword state, SecretText typed) {
  if (state.pending) return;
  state.typed = std::move(typed);
  state.refused.clear();
  state.lost.reset();
  turn.go(std::move(state));
}

void save(Turn& turn, ChoosePassword state) {
  const auto& person = *state.proved.person;
  if (state.pending || !wire::unmet_rules(person.policy, state.typed.reveal()).empty()) return;
  state.pending = turn.ask(
      MakeCredentials{state.proved.opened.visit, person.grant, state.act, state.typed, person.commitments.version},
      state.lost);
  state.lost.reset();
  state.refused.clear();
  state.last_shown = false;
  turn.go(std::move(state));
}

void on_answer(Turn& turn, ChoosePassword state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  if (const auto* made = std::get_if<wire::Credentials>(&answer.content)) {
    turn.go(Result{.opened = state.proved.opened,
                   .given_name = state.proved.person->given_name,
                   .act = state.act,
                   .user_code = made->user_code,
                   .pin = made->pin,
                   .pin_hides = std::nullopt,
                   .confirmation_hint = made->confirmation_hint});
    return;
  }
  if (const auto reason = out_reason(answer)) {
    if (*reason == OutReason::no_line) {
      state.lost = asked;
      turn.go(std::move(state));
    } else {
      turn.out_of_service(*reason);
    }
    return;
  }
  const auto* problem = std::get_if<wire::Problem>(&answer.content);
  if (problem != nullptr && problem->code == wire::Code::password_refused) {
    state.refused = problem->rules;
    state.last_shown = false;
    turn.go(std::move(state));
  } else if (problem != nullptr && problem->code == wire::Code::act_refused) {
    turn.call_office(OfficeReason::act_refused);
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

void on_password(Turn& turn, ChoosePassword state, const Event& event) {
  std::visit(Match{[&](const Key& key) {
                     const auto c = key.character.reveal();
                     const bool printable = !c.empty() && static_cast<unsigned char>(c.front()) > ' ' && c != "\x7f";
                     if (!printable || state.typed.size() + c.size() > limits::longest_password) return;
                     auto typed = state.typed.appended(c);
                     state.last_shown = true;
                     if (state.keys == Keys::upper) state.keys = Keys::lower;  // one capital, as on a telephone
                     retype(turn, std::move(state), std::move(typed));
                   },
                   [&](const Erase&) {
                     auto typed = state.typed.without_last();
                     state.last_shown = false;
                     retype(turn, std::move(state), std::move(typed));
                   },
                   [&](const EraseAll&) { retype(turn, std::move(state), SecretText{}); },
                   [&](const ShowPassword&) {
                     state.shown = !state.shown;
                     state.last_shown = false;
                     turn.go(std::move(state));
                   },
                   [&](const SwitchKeys& keys) {
                     state.keys = keys.keys;
                     turn.go(std::move(state));
                   },
                   [&](const Confirm&) { save(turn, std::move(state)); },
                   [&](const Back&) {
                     if (state.pending) return;  // the act may be done already: wait for the answer, or leave
                     const auto items = state.proved.person->commitments.items.size();
                     if (state.act == wire::Act::issue && items > 0) {
                       turn.go(Commitments{state.proved, state.act, std::vector<bool>(items, true)});
                     } else {
                       turn.go(Choose{state.proved});
                     }
                   },
                   [&](const Answer& answer) { on_answer(turn, std::move(state), answer); }, [](const auto&) {}},
             event);
}

void on_result(Turn& turn, Result state, const Event& event) {
  if (std::holds_alternative<ShowPin>(event) && state.pin) {
    if (state.pin_hides) {
      state.pin_hides.reset();
    } else {
      state.pin_hides = turn.now + limits::pin_shown;
    }
    turn.go(std::move(state));
  } else if (std::holds_alternative<EndNow>(event) || std::holds_alternative<Confirm>(event)) {
    turn.end(Ending::done);
  }
}

}  // namespace

void acting(Turn& turn, const Event& event) {
  const State before = turn.visit.state;
  const auto* result = std::get_if<Result>(&before);
  if (std::holds_alternative<AskExit>(event)) {
    if (result == nullptr) turn.visit.overlay = Overlay{OverlayKind::leave, {}};
  } else if (result != nullptr) {
    on_result(turn, *result, event);
  } else if (const auto* choose = std::get_if<Choose>(&before)) {
    on_choose(turn, *choose, event);
  } else if (const auto* commitments = std::get_if<Commitments>(&before)) {
    on_commitments(turn, *commitments, event);
  } else if (const auto* password = std::get_if<ChoosePassword>(&before)) {
    on_password(turn, *password, event);
  }
}

}  // namespace sportello::visit
