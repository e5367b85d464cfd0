// Once the code is proved, what changes no credentials: what is on file, reports, what was told, digital identity.
// Mail and link stand in mail.cpp. Keeps no address.
#include "kiosk/visit/contacting.h"

namespace sportello::visit {
namespace {

void on_file(Turn& turn, const OnFile& state, const Event& event) {
  if (std::holds_alternative<ReportWrong>(event)) {
    turn.go(Report{.proved = state.proved});
  } else if (std::holds_alternative<Confirm>(event) || std::holds_alternative<AnotherThing>(event) ||
             std::holds_alternative<Back>(event)) {
    turn.go(Choose{state.proved});
  }
}

void send(Turn& turn, Report state) {
  SendReport question{state.proved.opened.visit, state.proved.person->grant, {}};
  for (std::size_t i = 0; i < state.chosen.size(); ++i) {
    if (state.chosen.at(i)) question.what.push_back(wire::wrong_data.at(i));
  }
  if (question.what.empty()) return;
  state.pending = turn.ask(std::move(question), state.lost);
  state.lost.reset();
  turn.go(std::move(state));
}

void on_report_answer(Turn& turn, Report state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  if (const auto* taken = std::get_if<wire::ReportAnswer>(&answer.content)) {
    turn.go(Told{.proved = state.proved, .outcome = Outcome::report, .reference = taken->reference});
  } else if (const auto reason = out_reason(answer)) {
    turn.lose(std::move(state), asked, *reason);
  } else {
    refuse_wish(turn, std::get_if<wire::Problem>(&answer.content));
  }
}

void on_report(Turn& turn, Report state, const Event& event) {
  if (const auto* answer = std::get_if<Answer>(&event)) {
    on_report_answer(turn, std::move(state), *answer);
    return;
  }
  if (state.pending) return;  // it may have arrived already: wait for the answer, or leave
  if (const auto* tick = std::get_if<TickWrong>(&event)) {
    if (tick->index >= state.chosen.size()) return;
    state.chosen.at(tick->index) = !state.chosen.at(tick->index);
    state.lost.reset();  // another report
    turn.go(std::move(state));
  } else if (std::holds_alternative<Confirm>(event)) {
    send(turn, std::move(state));
  } else if (std::holds_alternative<Back>(event)) {
    turn.go(OnFile{state.proved});
  }
}

void on_told(Turn& turn, const Told& state, const Event& event) {
  if (std::holds_alternative<AnotherThing>(event)) {
    turn.go(Choose{state.proved});
  } else if (std::holds_alternative<EndNow>(event) || std::holds_alternative<Confirm>(event)) {
    turn.end(Ending::told);
  }
}

void on_identity(Turn& turn, const DigitalIdentity& state, const Event& event) {
  if (std::holds_alternative<AnotherThing>(event) || std::holds_alternative<Back>(event)) {
    turn.go(Choose{state.proved});
  } else if (std::holds_alternative<EndNow>(event) || std::holds_alternative<Confirm>(event)) {
    turn.end(Ending::cancelled);  // guidance was read, nothing was done
  }
}

}  // namespace

void refuse_wish(Turn& turn, const wire::Problem* problem) {
  using enum wire::Code;
  // What is used up for today, the office still can do.
  const bool refused = problem != nullptr && (problem->code == act_refused || problem->code == sends_spent);
  turn.call_office(refused ? OfficeReason::act_refused : OfficeReason::trouble);
}

void contacting(Turn& turn, const Event& event) {
  if (std::holds_alternative<AskExit>(event)) {
    turn.visit.overlay = Overlay{OverlayKind::leave, {}};
    return;
  }
  const State before = turn.visit.state;
  std::visit(Match{[&](const MailEntry& state) { on_mail_entry(turn, state, event); },
                   [&](const MailCode& state) { on_mail_code(turn, state, event); },
                   [&](const SendLink& state) { on_send_link(turn, state, event); },
                   [&](const OnFile& state) { on_file(turn, state, event); },
                   [&](const Report& state) { on_report(turn, state, event); },
                   [&](const Told& state) { on_told(turn, state, event); },
                   [&](const DigitalIdentity& state) { on_identity(turn, state, event); }, [](const auto&) {}},
             before);
}

}  // namespace sportello::visit
