// A mail address and the code that proves it; the link that goes there. An address that is proved is only a hint
// again.
#include "kiosk/visit/code_cells.h"
#include "kiosk/visit/contacting.h"
#include "kiosk/visit/mail_address.h"

namespace sportello::visit {
namespace {

// Neither the SMS nor the number is what is wrong here: the office takes an address as well.
constexpr auto spent = OfficeReason::act_refused;

AssociateMail question_of(const Proved& proved, const SecretText& mail) {
  return {proved.opened.visit, proved.person->grant, mail};
}

MailCode code_of(const MailEntry& state, CodeCells cells, std::string mail_hint) {
  return {std::move(cells), state.proved, state.then, state.typed, std::move(mail_hint)};
}

bool still_good(const SentMail& sent, const SecretText& mail, TimePoint now) {
  return sent.mail == mail && now < sent.cells.expires && sent.cells.tries_left > 0;
}

void retype(Turn& turn, MailEntry state, SecretText typed) {
  if (state.pending) return;
  state.typed = std::move(typed);
  state.refused = false;
  state.lost.reset();
  turn.go(std::move(state));
}

// A key may be a whole ending, such as ".it".
void type(Turn& turn, MailEntry state, const Key& key) {
  const auto characters = key.character.reveal();
  if (characters.empty() || !may_stand_in_mail(characters) ||
      state.typed.size() + characters.size() > wire::longest_mail) {
    return;
  }
  const bool second_at = characters.contains('@') && state.typed.reveal().contains('@');
  if (second_at) return;
  auto typed = state.typed.appended(characters);
  if (state.keys == Keys::upper) state.keys = Keys::lower;
  retype(turn, std::move(state), std::move(typed));
}

void send(Turn& turn, MailEntry state) {
  if (state.pending || state.refused || lacks_of_mail(state.typed.reveal()) != MailLack::nothing) return;
  if (state.sent && still_good(*state.sent, state.typed, turn.now)) {
    turn.go(code_of(state, state.sent->cells, state.sent->mail_hint));
    return;
  }
  state.pending = turn.ask(question_of(state.proved, state.typed), state.lost);
  state.lost.reset();
  turn.go(std::move(state));
}

void on_refusal(Turn& turn, MailEntry state, const wire::Problem* problem) {
  if (problem != nullptr && problem->code == wire::Code::bad_request) {
    state.refused = true;
    turn.go(std::move(state));
  } else if (problem != nullptr && problem->code == wire::Code::resend_too_soon) {
    // This address got its code a moment ago, before the guardian went elsewhere: it is on its way. How often it was
    // tried is not told again: the service counts.
    const auto life = std::chrono::duration_cast<std::chrono::seconds>(limits::unseen_code).count();
    const auto cells = cells_of({static_cast<int>(life), problem->retry_after_s.value_or(60), 1, 1}, turn.now);
    turn.go(code_of(state, cells, masked_mail(state.typed.reveal())));
  } else {
    refuse_wish(turn, problem);
  }
}

void on_answer(Turn& turn, MailEntry state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  if (const auto* sent = std::get_if<wire::MailAnswer>(&answer.content)) {
    turn.go(code_of(state, cells_of(sent->code, turn.now), sent->mail_hint));
  } else if (const auto reason = out_reason(answer)) {
    turn.lose(std::move(state), asked, *reason);
  } else {
    on_refusal(turn, std::move(state), std::get_if<wire::Problem>(&answer.content));
  }
}

void on_answer(Turn& turn, MailCode state, const Answer& answer) {
  const auto asked = state.pending->request;
  state.pending.reset();
  if (const auto* confirmed = std::get_if<wire::MailConfirmed>(&answer.content)) {
    auto proved = state.proved;
    proved.mail_hint = confirmed->mail_hint;
    if (state.then == MailThen::invitation) {
      turn.go(SendLink{.proved = std::move(proved)});
    } else {
      turn.go(Told{.proved = std::move(proved), .outcome = Outcome::mail});
    }
  } else if (const auto* sent = std::get_if<wire::MailAnswer>(&answer.content)) {
    on_code_sent(turn, std::move(state), sent->code);
  } else if (const auto reason = out_reason(answer)) {
    turn.lose(std::move(state), asked, *reason);
  } else if (const auto* problem = std::get_if<wire::Problem>(&answer.content)) {
    on_code_problem(turn, std::move(state), *problem, spent);
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

// To another address, or to look at this one again: what was sent is not forgotten.
void back_to_entry(Turn& turn, const MailCode& state) {
  // A check may be done already: wait for the answer, or leave.
  if (state.pending && state.checking) return;
  SentMail sent{state.mail, state.mail_hint, state};
  sent.cells.typed = {};
  sent.cells.pending.reset();
  sent.cells.lost.reset();
  sent.cells.problem.reset();
  turn.go(MailEntry{.proved = state.proved, .then = state.then, .typed = state.mail, .sent = std::move(sent)});
}

}  // namespace

void on_mail_entry(Turn& turn, MailEntry state, const Event& event) {
  std::visit(Match{[&](const Key& key) { type(turn, std::move(state), key); },
                   [&](const Erase&) {
                     auto typed = state.typed.without_last();
                     retype(turn, std::move(state), std::move(typed));
                   },
                   [&](const EraseAll&) { retype(turn, std::move(state), SecretText{}); },
                   [&](const SwitchKeys& keys) {
                     state.keys = keys.keys;
                     turn.go(std::move(state));
                   },
                   [&](const Confirm&) { send(turn, std::move(state)); },
                   // A code that is sent and never typed changes nothing.
                   [&](const Back&) { turn.go(Choose{state.proved}); },
                   [&](const Answer& answer) { on_answer(turn, std::move(state), answer); }, [](const auto&) {}},
             event);
}

void on_mail_code(Turn& turn, MailCode state, const Event& event) {
  std::visit(
      Match{[&](const Key& key) { type_code(turn, std::move(state), key); },
            [&](const Erase&) { erase_digit(turn, std::move(state)); },
            [&](const EraseAll&) { retype_code(turn, std::move(state), SecretText{}); },
            [&](const Confirm&) {
              CheckMail question{state.proved.opened.visit, state.proved.person->grant, state.typed};
              check_code(turn, std::move(state), std::move(question));
            },
            [&](const Resend&) {
              auto question = question_of(state.proved, state.mail);
              resend_code(turn, std::move(state), std::move(question));
            },
            [&](const OtherMail&) { back_to_entry(turn, state); }, [&](const Back&) { back_to_entry(turn, state); },
            [&](const Answer& answer) { on_answer(turn, std::move(state), answer); }, [](const auto&) {}},
      event);
}

void on_send_link(Turn& turn, SendLink state, const Event& event) {
  const auto to_entry = [&] { turn.go(MailEntry{.proved = state.proved, .then = MailThen::invitation}); };
  if (const auto* answer = std::get_if<Answer>(&event)) {
    const auto asked = state.pending->request;
    state.pending.reset();
    const auto* problem = std::get_if<wire::Problem>(&answer->content);
    if (const auto* sent = std::get_if<wire::InvitationAnswer>(&answer->content)) {
      state.proved.mail_hint = sent->mail_hint;
      turn.go(Told{.proved = std::move(state.proved), .outcome = Outcome::invitation, .hours = sent->hours});
    } else if (const auto reason = out_reason(*answer)) {
      turn.lose(std::move(state), asked, *reason);
    } else if (problem != nullptr && problem->code == wire::Code::mail_missing) {
      to_entry();
    } else {
      refuse_wish(turn, problem);
    }
    return;
  }
  if (state.pending) return;  // it may be sent already: wait for the answer, or leave
  if (std::holds_alternative<Confirm>(event)) {
    state.pending = turn.ask(SendInvitation{state.proved.opened.visit, state.proved.person->grant}, state.lost);
    state.lost.reset();
    turn.go(std::move(state));
  } else if (std::holds_alternative<OtherMail>(event)) {
    to_entry();
  } else if (std::holds_alternative<Back>(event)) {
    turn.go(Choose{state.proved});
  }
}

}  // namespace sportello::visit
