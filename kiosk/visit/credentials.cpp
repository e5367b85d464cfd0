// The deed itself, where nothing is typed, and what came of any: the questions, the refusals, the result.
#include "kiosk/visit/acts.h"
#include "kiosk/visit/limits.h"

namespace sportello::visit {
namespace {

using wire::Act;

// The register asks for the PIN where it is the guardian's own wish to have one; one that always comes may only sign.
bool pin_is_asked(const wire::Person& person, Act act, const wire::Credentials& made) {
  const bool has_pin = made.pin || (person.has_pin && act != Act::remove_pin && act != Act::issue);
  return has_pin && person.pin_at_login;
}

void toggle(std::optional<TimePoint>& hides, TimePoint now) {
  if (hides) {
    hides.reset();
  } else {
    hides = now + limits::pin_shown;
  }
}

void on_answer(Turn& turn, ConfirmAct state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  if (const auto* made = std::get_if<wire::Credentials>(&answer.content)) {
    turn.go(result_of(state.proved, state.act, *made));
  } else if (const auto reason = out_reason(answer)) {
    turn.lose(std::move(state), asked, *reason);
  } else {
    refuse_act(turn, std::get_if<wire::Problem>(&answer.content));
  }
}

}  // namespace

MakeCredentials question_of(const Proved& proved, Act act, bool with_pin) {
  const auto& person = *proved.person;
  MakeCredentials question;
  question.visit = proved.opened.visit;
  question.grant = person.grant;
  question.act = act;
  question.with_pin = with_pin;
  if (act == Act::issue || act == Act::reset_password) question.commitments_version = person.commitments.version;
  return question;
}

Result result_of(const Proved& proved, Act act, const wire::Credentials& made) {
  const auto& person = *proved.person;
  return {.opened = proved.opened,
          .given_name = person.given_name,
          .act = act,
          .user_code = made.user_code,
          .pin = made.pin,
          .pin_hides = std::nullopt,
          .confirmation_hint = made.confirmation_hint,
          .password = made.password,
          .password_hides = std::nullopt,
          .change_due = made.change_due,
          .asks_pin = pin_is_asked(person, act, made),
          .login_url = person.login_url,
          .mail_hint = proved.mail_hint,
          .slip = std::nullopt};
}

void refuse_act(Turn& turn, const wire::Problem* problem) {
  if (problem != nullptr && problem->code == wire::Code::act_refused) {
    turn.call_office(OfficeReason::act_refused);
  } else if (problem != nullptr && problem->code == wire::Code::locked) {
    turn.call_office(OfficeReason::locked);
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

void on_confirm_act(Turn& turn, ConfirmAct state, const Event& event) {
  std::visit(Match{[&](const Confirm&) {
                     if (state.pending) return;
                     state.pending = turn.ask(question_of(state.proved, state.act, state.with_pin), state.lost);
                     state.lost.reset();
                     turn.go(std::move(state));
                   },
                   [&](const Back&) {
                     if (state.pending) return;  // the act may be done already: wait for the answer, or leave
                     before_the_deed(turn, state.proved, state.act);
                   },
                   [&](const Answer& answer) { on_answer(turn, std::move(state), answer); }, [](const auto&) {}},
             event);
}

void on_result(Turn& turn, Result state, const Event& event) {
  if (std::holds_alternative<ShowPin>(event) && state.pin) {
    toggle(state.pin_hides, turn.now);
    turn.go(std::move(state));
  } else if (std::holds_alternative<ShowMade>(event) && state.password) {
    toggle(state.password_hides, turn.now);
    turn.go(std::move(state));
  } else if (std::holds_alternative<OpenSlip>(event) && turn.visit.equipment.printer) {
    open_slip(turn, std::move(state));
  } else if (std::holds_alternative<EndNow>(event) || std::holds_alternative<Confirm>(event)) {
    turn.end(Ending::done);
  }
}

}  // namespace sportello::visit
