// The six digits that arrived by SMS: typing, checking, sending again.
#include "kiosk/visit/limits.h"
#include "kiosk/visit/turn.h"

namespace sportello::visit {
namespace {

void check(Turn& turn, CodeEntry state) {
  if (state.typed.size() != limits::code_length || state.pending) return;
  const auto lost = state.checking ? state.lost : std::nullopt;
  state.pending = turn.ask(CheckCode{state.opened.visit, state.typed}, lost);
  state.checking = true;
  state.lost.reset();
  state.problem.reset();
  state.sent_again = false;
  turn.go(std::move(state));
}

void resend(Turn& turn, CodeEntry state) {
  if (state.pending || state.sends_left == 0 || turn.now < state.resend_from) return;
  const auto lost = state.checking ? std::nullopt : state.lost;
  state.pending = turn.ask(SendCode{state.opened.visit}, lost);
  state.checking = false;
  state.lost.reset();
  turn.go(std::move(state));
}

// A new attempt at the cells: what was asked before, lost or not, is no longer what is meant.
void retype(Turn& turn, CodeEntry state, SecretText typed) {
  if (state.pending) return;
  state.typed = std::move(typed);
  state.problem.reset();
  state.lost.reset();
  turn.go(std::move(state));
}

void refuse(Turn& turn, CodeEntry state, CodeEntryProblem problem) {
  state.typed = {};
  state.problem = problem;
  const bool spent = problem != CodeEntryProblem::wrong;
  turn.go(std::move(state));
  const auto& now = std::get<CodeEntry>(turn.visit.state);
  if (spent && now.sends_left == 0) turn.call_office(OfficeReason::no_more_messages);
}

void on_problem(Turn& turn, CodeEntry state, const wire::Problem& problem) {
  using enum wire::Code;
  // Only the codes that mean something to a guardian here; every other one is trouble for the office.
  if (problem.code == code_wrong) {
    state.tries_left = problem.tries_left.value_or(0);
    refuse(turn, std::move(state),
           problem.tries_left.value_or(0) > 0 ? CodeEntryProblem::wrong : CodeEntryProblem::tries_spent);
  } else if (problem.code == tries_spent) {
    state.tries_left = 0;
    refuse(turn, std::move(state), CodeEntryProblem::tries_spent);
  } else if (problem.code == code_expired) {
    refuse(turn, std::move(state), CodeEntryProblem::expired);
  } else if (problem.code == resend_too_soon) {
    state.resend_from = turn.now + std::chrono::seconds{problem.retry_after_s.value_or(60)};
    turn.go(std::move(state));
  } else if (problem.code == sends_spent) {
    state.sends_left = 0;
    const bool usable = turn.now < state.expires && state.tries_left > 0;
    turn.go(std::move(state));
    if (!usable) turn.call_office(OfficeReason::no_more_messages);
  } else if (problem.code == locked) {
    turn.call_office(OfficeReason::locked);
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

void on_answer(Turn& turn, CodeEntry state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  if (const auto reason = out_reason(answer)) {
    if (*reason == OutReason::no_line) {
      state.lost = asked;  // nothing is lost: the same question, by one touch
      turn.go(std::move(state));
    } else {
      turn.out_of_service(*reason);
    }
  } else if (const auto* person = std::get_if<std::shared_ptr<const wire::Person>>(&answer.content)) {
    turn.go(Choose{{state.opened, *person}});
    if ((*person)->acts.empty()) turn.call_office(OfficeReason::act_refused);
  } else if (const auto* code = std::get_if<wire::CodeState>(&answer.content)) {
    state.tries_left = code->tries_left;
    state.sends_left = code->sends_left;
    state.sent = turn.now;
    state.expires = turn.now + std::chrono::seconds{code->expires_in_s};
    state.resend_from = turn.now + std::chrono::seconds{code->resend_in_s};
    state.problem.reset();
    state.sent_again = true;
    turn.go(std::move(state));
  } else if (const auto* problem = std::get_if<wire::Problem>(&answer.content)) {
    on_problem(turn, std::move(state), *problem);
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

}  // namespace

void entering_code(Turn& turn, const Event& event) {
  CodeEntry state = std::get<CodeEntry>(turn.visit.state);
  std::visit(Match{[&](const Key& key) {
                     const auto c = key.character.reveal();
                     const bool digit = c.size() == 1 && c.front() >= '0' && c.front() <= '9';
                     if (!digit || state.typed.size() >= limits::code_length || turn.now >= state.expires) return;
                     auto typed = state.typed.appended(c);
                     retype(turn, std::move(state), std::move(typed));
                   },
                   [&](const Erase&) {
                     auto typed = state.typed.without_last();
                     retype(turn, std::move(state), std::move(typed));
                   },
                   [&](const EraseAll&) { retype(turn, std::move(state), SecretText{}); },
                   [&](const Confirm&) { check(turn, std::move(state)); },
                   [&](const Resend&) { resend(turn, std::move(state)); },
                   [&](const NotMyNumber&) { turn.call_office(OfficeReason::number_not_mine); },
                   [&](const Back&) {
                     turn.ask(CloseVisit{state.opened.visit});
                     turn.go(Scan{});
                   },
                   [&](const AskExit&) { turn.visit.overlay = Overlay{OverlayKind::leave, {}}; },
                   [&](const Answer& answer) { on_answer(turn, std::move(state), answer); }, [](const auto&) {}},
             event);
}

}  // namespace sportello::visit
