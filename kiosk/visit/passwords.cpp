// Passwords, typed: the one of now, which proves itself, and the new one. Judges by the rules both ends share; what
// is common or personal only the service finds.
#include "kiosk/visit/acts.h"
#include "kiosk/visit/limits.h"
#include "kiosk/visit/offers.h"

namespace sportello::visit {
namespace {

// What was refused, or never answered, was another text.
void forget_answers(ChoosePassword& state) {
  state.refused.clear();
  state.lost.reset();
}
void forget_answers(CurrentPassword& state) { state.tries_left.reset(); }

bool waits(const ChoosePassword& state) { return state.pending.has_value(); }
bool waits(const CurrentPassword&) { return false; }

// The keys of both screens. True: the event was one of theirs.
template <class State>
bool typing(Turn& turn, State& state, const Event& event) {
  const auto retype = [&](SecretText typed, bool last_shown) {
    if (waits(state)) return;
    state.typed = std::move(typed);
    state.last_shown = last_shown;
    forget_answers(state);
    turn.go(state);
  };
  return std::visit(Match{[&](const Key& key) {
                            const auto c = key.character.reveal();
                            const bool printable =
                                !c.empty() && static_cast<unsigned char>(c.front()) > ' ' && c != "\x7f";
                            if (!printable || state.typed.size() + c.size() > limits::longest_password) return true;
                            if (state.keys == Keys::upper && !waits(state))
                              state.keys = Keys::lower;  // one, as on a telephone
                            retype(state.typed.appended(c), true);
                            return true;
                          },
                          [&](const Erase&) { return retype(state.typed.without_last(), false), true; },
                          [&](const EraseAll&) { return retype(SecretText{}, false), true; },
                          [&](const ShowPassword&) {
                            state.shown = !state.shown;
                            state.last_shown = false;
                            return turn.go(state), true;
                          },
                          [&](const SwitchKeys& keys) {
                            state.keys = keys.keys;
                            return turn.go(state), true;
                          },
                          [](const auto&) { return false; }},
                    event);
}

void save(Turn& turn, ChoosePassword state) {
  const auto& person = *state.proved.person;
  if (state.pending || !wire::unmet_rules(person.policy, state.typed.reveal()).empty()) return;
  auto question = question_of(state.proved, state.act, state.with_pin);
  question.password = state.typed;
  if (state.act == wire::Act::change_password) question.current_password = state.current;
  state.pending = turn.ask(std::move(question), state.lost);
  state.lost.reset();
  state.refused.clear();
  state.last_shown = false;
  turn.go(std::move(state));
}

void on_answer(Turn& turn, ChoosePassword state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  state.last_shown = false;
  if (const auto* made = std::get_if<wire::Credentials>(&answer.content)) {
    turn.go(result_of(state.proved, state.act, *made));
    return;
  }
  if (const auto reason = out_reason(answer)) {
    turn.lose(std::move(state), asked, *reason);
    return;
  }
  const auto* problem = std::get_if<wire::Problem>(&answer.content);
  if (problem != nullptr && problem->code == wire::Code::password_refused) {
    state.refused = problem->rules;
    turn.go(std::move(state));
  } else if (problem != nullptr && problem->code == wire::Code::current_password_wrong) {
    turn.go(CurrentPassword{
        .proved = state.proved, .tries_left = problem->tries_left.value_or(0), .chosen = std::move(state.typed)});
  } else {
    refuse_act(turn, problem);
  }
}

// Another way to a password that works.
void another_way(Turn& turn, const Proved& proved) {
  for (const auto act : {wire::Act::reset_password, wire::Act::issue}) {
    if (offers(proved, act)) {
      begin_act(turn, proved, act);
      return;
    }
  }
  turn.call_office(OfficeReason::asked);
}

}  // namespace

void on_current_password(Turn& turn, CurrentPassword state, const Event& event) {
  if (typing(turn, state, event)) return;
  if (std::holds_alternative<Confirm>(event)) {
    if (state.typed.empty()) return;
    turn.go(ChoosePassword{.proved = state.proved,
                           .act = wire::Act::change_password,
                           .current = std::move(state.typed),
                           .typed = std::move(state.chosen)});
  } else if (std::holds_alternative<Forgotten>(event)) {
    another_way(turn, state.proved);
  } else if (std::holds_alternative<Back>(event)) {
    turn.go(Choose{state.proved});
  }
}

void on_password(Turn& turn, ChoosePassword state, const Event& event) {
  if (typing(turn, state, event)) return;
  if (std::holds_alternative<Confirm>(event)) {
    save(turn, std::move(state));
  } else if (std::holds_alternative<Back>(event)) {
    if (state.pending) return;  // the act may be done already: wait for the answer, or leave
    if (state.act == wire::Act::change_password) {
      turn.go(CurrentPassword{
          .proved = state.proved, .typed = std::move(state.current), .chosen = std::move(state.typed)});
    } else {
      before_the_deed(turn, state.proved, state.act);
    }
  } else if (const auto* answer = std::get_if<Answer>(&event)) {
    on_answer(turn, std::move(state), *answer);
  }
}

}  // namespace sportello::visit
