// Once the code is proved: choose, accept, decide about the PIN. Which step leads to which, for every act.
#include <algorithm>

#include "kiosk/visit/acts.h"
#include "kiosk/visit/offers.h"

namespace sportello::visit {
namespace {

using wire::Act;

bool has_commitments(const Proved& proved, Act act) {
  return act == Act::issue && !proved.person->commitments.items.empty();
}

bool asks_about_pin(const Proved& proved, Act act) {
  return act == Act::issue && proved.person->pin == wire::PinOffer::optional;
}

// What the guardian types the new password for.
bool is_typed(const Proved& proved, Act act) {
  if (act == Act::change_password) return true;
  return (act == Act::issue || act == Act::reset_password) && proved.person->password_chosen;
}

Commitments commitments(const Proved& proved, Act act, bool accepted) {
  return {proved, act, std::vector<bool>(proved.person->commitments.items.size(), accepted)};
}

void begin_wish(Turn& turn, const Proved& proved, Wish wish) {
  switch (wish) {
    case Wish::mail: turn.go(MailEntry{.proved = proved}); return;
    case Wish::invitation:
      if (proved.mail_hint.empty()) {
        turn.go(MailEntry{.proved = proved, .then = MailThen::invitation});
      } else {
        turn.go(SendLink{.proved = proved});
      }
      return;
    case Wish::on_file: turn.go(OnFile{proved}); return;
    case Wish::identity: turn.go(DigitalIdentity{proved}); return;
    case Wish::call: turn.call_office(OfficeReason::asked); return;
  }
}

void on_choose(Turn& turn, const Choose& state, const Event& event) {
  if (const auto* choice = std::get_if<ChooseAct>(&event)) {
    if (offers(state.proved, choice->act)) begin_act(turn, state.proved, choice->act);
  } else if (const auto* wish = std::get_if<ChooseWish>(&event)) {
    if (offers(state.proved, wish->wish)) begin_wish(turn, state.proved, wish->wish);
  }
}

void on_commitments(Turn& turn, Commitments state, const Event& event) {
  std::visit(Match{[&](const TickCommitment& tick) {
                     if (tick.index >= state.accepted.size()) return;
                     state.accepted[tick.index] = !state.accepted[tick.index];
                     turn.go(std::move(state));
                   },
                   [&](const Confirm&) {
                     if (!std::ranges::all_of(state.accepted, [](bool yes) { return yes; })) return;
                     after_commitments(turn, state.proved, state.act);
                   },
                   [&](const Back&) { turn.go(Choose{state.proved}); }, [](const auto&) {}},
             event);
}

void on_choose_pin(Turn& turn, const ChoosePin& state, const Event& event) {
  if (const auto* want = std::get_if<WantPin>(&event)) {
    to_the_deed(turn, state.proved, Act::issue, want->wanted);
  } else if (std::holds_alternative<Back>(event)) {
    if (has_commitments(state.proved, Act::issue)) {
      turn.go(commitments(state.proved, Act::issue, true));
    } else {
      turn.go(Choose{state.proved});
    }
  }
}

}  // namespace

void begin_act(Turn& turn, const Proved& proved, Act act) {
  if (act == Act::change_password) {
    turn.go(CurrentPassword{.proved = proved});
  } else if (has_commitments(proved, act)) {
    turn.go(commitments(proved, act, false));
  } else {
    after_commitments(turn, proved, act);
  }
}

void after_commitments(Turn& turn, const Proved& proved, Act act) {
  if (asks_about_pin(proved, act)) {
    turn.go(ChoosePin{proved});
  } else {
    to_the_deed(turn, proved, act, true);
  }
}

void to_the_deed(Turn& turn, const Proved& proved, Act act, bool with_pin) {
  if (is_typed(proved, act)) {
    turn.go(ChoosePassword{.proved = proved, .act = act, .with_pin = with_pin});
  } else {
    turn.go(ConfirmAct{.proved = proved, .act = act, .with_pin = with_pin});
  }
}

void before_the_deed(Turn& turn, const Proved& proved, Act act) {
  if (asks_about_pin(proved, act)) {
    turn.go(ChoosePin{proved});
  } else if (has_commitments(proved, act)) {
    turn.go(commitments(proved, act, true));
  } else {
    turn.go(Choose{proved});
  }
}

void acting(Turn& turn, const Event& event) {
  const State before = turn.visit.state;
  if (std::holds_alternative<AskExit>(event)) {
    if (!std::holds_alternative<Result>(before)) turn.visit.overlay = Overlay{OverlayKind::leave, {}};
    return;
  }
  std::visit(Match{[&](const Choose& state) { on_choose(turn, state, event); },
                   [&](const Commitments& state) { on_commitments(turn, state, event); },
                   [&](const ChoosePin& state) { on_choose_pin(turn, state, event); },
                   [&](const CurrentPassword& state) { on_current_password(turn, state, event); },
                   [&](const ChoosePassword& state) { on_password(turn, state, event); },
                   [&](const ConfirmAct& state) { on_confirm_act(turn, state, event); },
                   [&](const Result& state) { on_result(turn, state, event); }, [](const auto&) {}},
             before);
}

}  // namespace sportello::visit
