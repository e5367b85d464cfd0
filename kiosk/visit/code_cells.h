// Six cells being filled, checked and sent again: what the phone's code and the mail's share. Decides neither what a
// right code opens nor which office helps. Internal to this folder.
#pragma once

#include <optional>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/turn.h"

namespace sportello::visit {

// `State` is CodeCells and what it stands in.
template <class State>
void check_code(Turn& turn, State state, Question question) {
  if (state.typed.size() != limits::code_length || state.pending) return;
  const auto lost = state.checking ? state.lost : std::nullopt;
  state.pending = turn.ask(std::move(question), lost);
  state.checking = true;
  state.lost.reset();
  state.problem.reset();
  state.sent_again = false;
  turn.go(std::move(state));
}

template <class State>
void resend_code(Turn& turn, State state, Question question) {
  if (state.pending || state.sends_left == 0 || turn.now < state.resend_from) return;
  const auto lost = state.checking ? std::nullopt : state.lost;
  state.pending = turn.ask(std::move(question), lost);
  state.checking = false;
  state.lost.reset();
  turn.go(std::move(state));
}

// A new attempt at the cells: what was asked before, lost or not, is no longer what is meant.
template <class State>
void retype_code(Turn& turn, State state, SecretText typed) {
  if (state.pending) return;
  state.typed = std::move(typed);
  state.problem.reset();
  state.lost.reset();
  turn.go(std::move(state));
}

template <class State>
void type_code(Turn& turn, State state, const Key& key) {
  const auto c = key.character.reveal();
  const bool digit = c.size() == 1 && c.front() >= '0' && c.front() <= '9';
  if (!digit || state.typed.size() >= limits::code_length || turn.now >= state.expires) return;
  auto typed = state.typed.appended(c);
  retype_code(turn, std::move(state), std::move(typed));
}

template <class State>
void erase_digit(Turn& turn, State state) {
  auto typed = state.typed.without_last();
  retype_code(turn, std::move(state), std::move(typed));
}

// `spent`: where it leads that neither this code nor another one will do.
template <class State>
void refuse_code(Turn& turn, State state, CodeEntryProblem problem, OfficeReason spent) {
  state.typed = {};
  state.problem = problem;
  const bool over = problem != CodeEntryProblem::wrong && state.sends_left == 0;
  turn.go(std::move(state));
  if (over) turn.call_office(spent);
}

template <class State>
void on_code_problem(Turn& turn, State state, const wire::Problem& problem, OfficeReason spent) {
  using enum wire::Code;
  // Only the codes that mean something to a guardian here; every other one is trouble for the office.
  if (problem.code == code_wrong) {
    state.tries_left = problem.tries_left.value_or(0);
    const auto what = state.tries_left > 0 ? CodeEntryProblem::wrong : CodeEntryProblem::tries_spent;
    refuse_code(turn, std::move(state), what, spent);
  } else if (problem.code == tries_spent) {
    state.tries_left = 0;
    refuse_code(turn, std::move(state), CodeEntryProblem::tries_spent, spent);
  } else if (problem.code == code_expired) {
    refuse_code(turn, std::move(state), CodeEntryProblem::expired, spent);
  } else if (problem.code == resend_too_soon) {
    state.resend_from = turn.now + std::chrono::seconds{problem.retry_after_s.value_or(60)};
    turn.go(std::move(state));
  } else if (problem.code == sends_spent) {
    state.sends_left = 0;
    const bool usable = turn.now < state.expires && state.tries_left > 0;
    turn.go(std::move(state));
    if (!usable) turn.call_office(spent);
  } else if (problem.code == locked) {
    turn.call_office(OfficeReason::locked);
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

template <class State>
void on_code_sent(Turn& turn, State state, const wire::CodeState& code) {
  state.tries_left = code.tries_left;
  state.sends_left = code.sends_left;
  state.sent = turn.now;
  state.expires = turn.now + std::chrono::seconds{code.expires_in_s};
  state.resend_from = turn.now + std::chrono::seconds{code.resend_in_s};
  state.problem.reset();
  state.sent_again = true;
  turn.go(std::move(state));
}

// Time alone, with nothing asked.
template <class State>
void expire_code(Turn& turn, State state, OfficeReason spent) {
  if (turn.now < state.expires || state.problem || state.pending) return;
  refuse_code(turn, std::move(state), CodeEntryProblem::expired, spent);
}

}  // namespace sportello::visit
