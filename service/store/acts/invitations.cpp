// Rows of invitations, until the code was right.
#include "service/store/acts/invitations.h"

#include "service/desk/page_limits.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/code_hours.h"
#include "service/store/acts/confirming.h"
#include "service/store/acts/counting.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/wrong_codes.h"

namespace sportello::store::acts {
namespace {

std::string personal_of(const InvitationState& state) {
  return personal_json({{"guardian", state.guardian_id}, {"invitation", state.id}});
}

struct Allowed {
  InvitationState state;
  Guardian guardian;
};

// What must hold before anything is done with a link.
Outcome<Allowed> allow(Session& session, const Office& office, const Browser& browser, Time now) {
  auto state = load_invitation(session, browser.invitation);
  if (!state || !state->is_open(now)) return refused(wire::Code::visit_ended);
  auto guardian = guardian_by_id(session, office, state->guardian_id);
  const auto standing = standing_of(session, office, guardian, now);
  if (needs_office(office, guardian, standing) || is_digital(standing)) {
    return refused(wire::Code::act_refused, "the office can say why");
  }
  if (const auto until = locked_until(session, guardian.school_id, guardian.document_index, now)) {
    return std::unexpected(locked_problem(*until, now));
  }
  return Allowed{std::move(*state), std::move(guardian)};
}

void enqueue_code(Session& session, const Office& office, const Allowed& allowed, const desk::CodeState& code,
                  Time now) {
  Message message;
  message.school_id = allowed.state.school_id;
  message.kind = MessageKind::invitation_code;
  message.subject = allowed.state.id;
  message.issue = code.issue;
  message.code_key_version = code.key_version;
  message.language = allowed.state.language;
  message.recipient = *allowed.guardian.phone;
  message.not_after = code.expires_at;
  enqueue(session, office, message, now);
}

void show_proved(Session& session, const Office& office, const Guardian& guardian, const Standing& standing,
                 InvitationLook& look) {
  look.given_name = std::string{names_of(session, office, guardian).given_name.reveal()};
  look.pupils = pupils_of(session, office, guardian);
  look.has_credentials = standing.account.has_value();
  look.password_chosen = standing.profile->password_chosen;
  look.policy = standing.profile->password;
  look.commitments = standing.profile->commitments;
  if (standing.may(wire::Act::issue)) look.pin = standing.pin;
}

}  // namespace

PageSchool contact_of(Session& session, std::string_view school_id) {
  const auto school = school_by_id(session, school_id);
  if (!school) throw Failure("an invitation's school is gone");
  const auto settings = school_settings(session, school_id);
  return {school->name, settings.contact, settings.login_url};
}

InvitationLook look_at_invitation(Session& session, const Office& office, const Browser& browser, Time now) {
  InvitationLook look;
  const auto state = load_invitation(session, browser.invitation);
  if (!state) return look;
  look.school = contact_of(session, state->school_id);
  if (state->redeemed && state->is_of(browser) && state->kept && state->kept_until && now < *state->kept_until) {
    const auto clear = open_sealed(browser, *state->kept);
    if (!clear) return look;
    auto given = wire::parse<wire::Credentials>(clear->reveal());
    if (!given) return look;
    look.step = InvitationStep::done;
    const auto guardian = guardian_by_id(session, office, state->guardian_id);
    look.given_name = std::string{names_of(session, office, guardian).given_name.reveal()};
    look.given = std::move(*given);
    return look;
  }
  if (!state->is_open(now)) return look;
  const auto guardian = guardian_by_id(session, office, state->guardian_id);
  const auto standing = standing_of(session, office, guardian, now);
  look.password_chosen = standing.profile->password_chosen;
  if (is_digital(standing) || needs_office(office, guardian, standing)) {
    look.step = is_digital(standing) && !guardian.blocked ? InvitationStep::digital : InvitationStep::office;
    return look;
  }
  if (state->is_proved(browser, now)) {
    look.step = InvitationStep::password;
    show_proved(session, office, guardian, standing, look);
    return look;
  }
  if (const auto until = locked_until(session, guardian.school_id, guardian.document_index, now)) {
    look.step = InvitationStep::locked;
    look.locked_for_s = static_cast<int>((*until - now).count());
    return look;
  }
  look.phone_hint = hint_of(*guardian.phone);
  look.code = desk::shown(state->code, now);
  look.step = state->is_of(browser) && !state->checked_at ? InvitationStep::code : InvitationStep::ask;
  return look;
}

Outcome<void> send_invitation_code(Session& session, const Office& office, const Browser& browser, Time now) {
  const auto allowed = allow(session, office, browser, now);
  if (!allowed) return std::unexpected(allowed.error());
  const auto& state = allowed->state;
  if (state.is_proved(browser, now)) return {};  // nothing to prove any more
  auto before = state.code;
  const bool waits_here = state.is_of(browser) && !state.checked_at;
  if (waits_here && before.tries == 0 && now < before.sent_at + desk::double_press) return {};  // it is on its way
  // The wait and the three sends are the link's, not the browser's: a fresh one must not skip them, nor take a code
  // away that another is waiting for.
  if (now >= before.sent_at + desk::page_sends_again_after) before.sends = 0;
  // Another browser, or one whose proof grew old: a code of its own, so that the other's is worth nothing here.
  if (!waits_here) before.expires_at = Time{};
  const auto code = desk::send(before, office.vault.code_key_version(), now);
  if (!code) {
    const bool soon = code.error().kind == desk::SendRefusal::Kind::too_soon;
    wire::Problem problem{soon ? wire::Code::resend_too_soon : wire::Code::sends_spent, "", {}, {}, {}};
    if (soon) problem.retry_after_s = static_cast<int>(code.error().retry_after.count());
    return std::unexpected(std::move(problem));
  }
  Device page;  // no kiosk: the school's budget counts, the person's and the phone's
  page.school_id = state.school_id;
  const auto counted =
      count_send(session, office, page, "", allowed->guardian.document_index, *allowed->guardian.phone_index, now);
  if (!counted) return std::unexpected(counted.error());
  // Whoever holds the link is on file already: here a phone's end may be told.
  if (counted->phone_spent) return refused(wire::Code::sends_spent, "this phone's messages of today are used up");
  const auto written = session.exec(
      "UPDATE invitation SET code_issue = $1, code_key_version = $2, code_expires_at = $3, code_tries = $4, "
      "code_sends = $5, code_sent_at = $6, session_hash = $7, checked_at = NULL, "
      "opened_at = COALESCE(opened_at, $8) WHERE id = $9 AND code_issue = $10 AND code_sends = $11 AND code_tries = "
      "$12",
      code->issue, code->key_version, code->expires_at, code->tries, code->sends, code->sent_at,
      session_hash(browser), now, state.id, state.code.issue, state.code.sends, state.code.tries);
  if (written != 1) throw Failure("an invitation changed while its code was sent");  // another process: try anew
  enqueue_code(session, office, *allowed, *code, now);
  append(session, office,
         {state.school_id, state.opened ? EventName::code_sent_again : EventName::invitation_opened, "", "",
          personal_of(state)},
         now);
  return {};
}

Outcome<void> check_invitation_code(Session& session, const Office& office, const Browser& browser,
                                    const secret::SecretText& code, Time now) {
  const auto allowed = allow(session, office, browser, now);
  if (!allowed) return std::unexpected(allowed.error());
  const auto& state = allowed->state;
  const auto& guardian = allowed->guardian;
  if (state.is_proved(browser, now)) return {};  // the form was sent twice
  // One statement spends the try, before anything is compared: a hundred at once spend three.
  const auto spent = session.first(
      "UPDATE invitation SET code_tries = code_tries + 1 WHERE id = $1 AND session_hash = $2 AND code_tries < $3 "
      "AND code_expires_at > $4 AND checked_at IS NULL RETURNING code_issue, code_key_version, code_tries",
      state.id, session_hash(browser), desk::tries_per_code, now);
  if (!spent) {
    const auto refusal = desk::spend_try(state.code, now);
    const bool tries = state.is_of(browser) && !refusal && refusal.error() == desk::TryRefusal::tries_spent;
    return refused(tries ? wire::Code::tries_spent : wire::Code::code_expired, "a new code can be sent");
  }
  const auto expected =
      office.vault.one_time_code(static_cast<int>(spent->integer(1)), state.id, desk::CodePurpose::invitation,
                                 static_cast<int>(spent->integer(0)));
  if (expected == code) {
    session.exec("UPDATE invitation SET checked_at = $1 WHERE id = $2", now, state.id);
    append(session, office, {state.school_id, EventName::code_right, "", "", personal_of(state)}, now);
    count_code_right(session, state.school_id, now);
    return {};
  }
  const int tries = static_cast<int>(spent->integer(2));
  return std::unexpected(wrong_code(
      session, office,
      {state.school_id, "", state.id, state.language, guardian.document_index, guardian, true, tries}, now));
}

void renew_invitation(Session& session, const Office& office, const Browser& browser, Time now) {
  const auto state = load_invitation(session, browser.invitation);
  if (!state || state->is_open(now) || state->redeemed || now >= state->expires_at + desk::invitation_renews_for)
    return;
  // The newest alone, and none while another is open: an old mail must not end a link that is being used.
  if (session.first("SELECT 1 FROM invitation AS other, invitation AS own WHERE own.id = $1 AND other.guardian_id = "
                    "own.guardian_id AND other.id <> own.id AND (other.created_at > own.created_at OR "
                    "(other.redeemed_at IS NULL AND other.cancelled_at IS NULL AND other.expires_at > $2))",
                    state->id, now)) {
    return;
  }
  const auto guardian = guardian_by_id(session, office, state->guardian_id);
  const auto standing = standing_of(session, office, guardian, now);
  if (!guardian.mail || needs_office(office, guardian, standing) || is_digital(standing)) return;
  const auto made_since = [&](Time since) {
    return session
        .first("SELECT COUNT(*) FROM invitation WHERE guardian_id = $1 AND created_at > $2", guardian.id, since)
        ->integer(0);
  };
  if (made_since(now - desk::invitation_again_after) > 0 ||
      made_since(now - desk::day) >= desk::invitations_per_day) {
    return;
  }
  const auto invited = invite(session, office, guardian, {"", "", "", state->language, {}}, now);
  if (!invited) return;
  append(session, office,
         {state->school_id, EventName::invitation_renewed, "", "",
          personal_json({{"guardian", guardian.id}, {"invitation", invited->id}, {"instead_of", state->id}})},
         now);
}

}  // namespace sportello::store::acts
