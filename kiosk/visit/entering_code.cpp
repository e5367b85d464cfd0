// The six digits that arrived by SMS: typing, checking, sending again.
#include "kiosk/visit/code_cells.h"

namespace sportello::visit {
namespace {

// What is on file is no phone of theirs any more, or no SMS is left for today.
constexpr auto spent = OfficeReason::no_more_messages;

void on_answer(Turn& turn, CodeEntry state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  if (const auto reason = out_reason(answer)) {
    turn.lose(std::move(state), asked, *reason);
  } else if (const auto* person = std::get_if<std::shared_ptr<const wire::Person>>(&answer.content)) {
    turn.greet({state.opened, *person, state.phone_hint, (*person)->mail_hint});
  } else if (const auto* code = std::get_if<wire::CodeState>(&answer.content)) {
    on_code_sent(turn, std::move(state), *code);
  } else if (const auto* problem = std::get_if<wire::Problem>(&answer.content)) {
    on_code_problem(turn, std::move(state), *problem, spent);
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

}  // namespace

void entering_code(Turn& turn, const Event& event) {
  CodeEntry state = std::get<CodeEntry>(turn.visit.state);
  std::visit(Match{[&](const Key& key) { type_code(turn, std::move(state), key); },
                   [&](const Erase&) { erase_digit(turn, std::move(state)); },
                   [&](const EraseAll&) { retype_code(turn, std::move(state), SecretText{}); },
                   [&](const Confirm&) {
                     CheckCode question{state.opened.visit, state.typed};
                     check_code(turn, std::move(state), std::move(question));
                   },
                   [&](const Resend&) {
                     SendCode question{state.opened.visit};
                     resend_code(turn, std::move(state), std::move(question));
                   },
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
