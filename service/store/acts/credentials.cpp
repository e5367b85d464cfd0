// Acts on credentials: by the standing, on the rows of the account, confirmed and audited.
#include "service/store/acts/credentials.h"

#include "service/metrics/instruments.h"
#include "service/shared/log/log.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/confirming.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/login_guard.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/second_set.h"
#include "service/store/acts/standing.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

using wire::Act;

struct Words {
  EventName event;
  MessageKind message;
  std::optional<RegisterEvent> told = {};  // to the register
};
Words told_of(Act act) {
  switch (act) {
    case Act::issue:
      return {EventName::credentials_issued, MessageKind::credentials_issued, RegisterEvent::credentials_issued};
    case Act::reset_password:
      return {EventName::password_reset, MessageKind::password_changed, RegisterEvent::password_changed};
    case Act::change_password:
      return {EventName::password_changed, MessageKind::password_changed, RegisterEvent::password_changed};
    case Act::recover_user_code: return {EventName::user_code_shown, MessageKind::user_code_shown};
    case Act::renew_pin: return {EventName::pin_renewed, MessageKind::pin_changed, RegisterEvent::pin_changed};
    case Act::remove_pin: break;
  }
  return {EventName::pin_removed, MessageKind::pin_removed, RegisterEvent::pin_removed};
}

bool accepts_commitments(Act act) { return act == Act::issue || act == Act::reset_password; }

PasswordFrom password_from(Act act, const desk::Profile& profile) {
  if (act == Act::change_password) return PasswordFrom::guardian;
  if (!accepts_commitments(act)) return PasswordFrom::nobody;
  return profile.password_chosen ? PasswordFrom::guardian : PasswordFrom::made_here;
}

bool gives_pin(const Wish& wish, const Standing& standing) {
  if (wish.act == Act::renew_pin) return true;
  if (wish.act != Act::issue) return false;
  return standing.pin == wire::PinOffer::always || (standing.pin == wire::PinOffer::optional && wish.with_pin);
}

// Everything that must hold for an act, in the plan and again in the write.
Outcome<Standing> allow(Session& session, const Office& office, const Guardian& guardian, const Wish& wish,
                        Time now) {
  auto standing = standing_of(session, office, guardian, now);
  if (accepts_commitments(wish.act) && wish.commitments_version != standing.profile->commitments.version) {
    return refused(wire::Code::commitments_outdated);
  }
  if (!standing.may(wish.act)) return refused(wire::Code::act_refused, "this is not among what may be done now");
  return standing;
}

std::expected<void, wire::Problem> within_visit(const VisitState& visit) {
  if (visit.acts >= desk::sets_per_visit) {
    return refused(wire::Code::act_refused, "end this visit and begin another");
  }
  return {};
}

// Counted before it is told whether the current password was right.
std::expected<void, wire::Problem> prove_current(Session& session, const Office& office, const Asker& asker,
                                                 const Account& account, const NewCredentials& made, Time now) {
  const auto spent = spend_login_try(session, account.school_id, account.user_code_index, now);
  const bool right = made.current_right && password_hash_of(session, office, account) == made.compared_hash;
  if (spent.counts && right) {
    forgive_login_tries(session, account.school_id, account.user_code_index);
    return {};
  }
  append(session, office,
         {account.school_id, spent.counts ? EventName::login_wrong : EventName::login_locked, asker.device,
          asker.visit, personal_json({{"account", account.id}})},
         now);
  wire::Problem problem;
  if (spent.locked_until) {
    problem.code = wire::Code::locked;
    problem.retry_after_s = static_cast<int>((*spent.locked_until - now).count());
  } else {
    problem.code = wire::Code::current_password_wrong;
    problem.tries_left = spent.left;
  }
  return std::unexpected(std::move(problem));
}

NewPassword new_password(const NewCredentials& made, const desk::Profile& profile, Time now) {
  NewPassword password{made.password_hash, false, std::nullopt};
  if (made.made_password && profile.change_at_first_login) {
    password.change_due = true;
    password.ends_at = now + desk::made_password_life;
  }
  return password;
}

// Nothing a parent can mend, and trouble for every family that comes until the pattern is longer: whoever runs the
// service hears of it.
std::unexpected<wire::Problem> no_user_code_left(Session& session, const Guardian& guardian,
                                                 const desk::Profile& profile) {
  const auto school = school_by_id(session, guardian.school_id);
  log::event(log::UserCodesExhausted{.school = school ? school->code : std::string{}, .profile = profile.id});
  metrics::user_codes_exhausted.add();
  return refused(wire::Code::act_refused, "the school has no user code left to give: the office comes first");
}

// The rows. The account afterwards.
Outcome<Account> carry_out(Session& session, const Office& office, const Asker& asker, const Standing& standing,
                           const NewCredentials& made, Time now) {
  const auto& profile = *standing.profile;
  const auto& guardian = asker.guardian;
  switch (made.wish.act) {
    case Act::issue: {
      const auto names = names_of(session, office, guardian);
      auto given = give_set(
          session, office, {HolderKind::guardian, guardian.id, guardian.school_id, {names.surname, names.given_name}},
          profile.user_code_pattern, new_password(made, profile, now), made.pin_hash, now);
      if (!given) return no_user_code_left(session, guardian, profile);
      spend_authorisation(session, guardian.id, now);
      return std::move(*given);
    }
    case Act::reset_password:
    case Act::change_password:
      set_password(session, office, *standing.account, new_password(made, profile, now), now);
      break;
    case Act::recover_user_code: break;
    case Act::renew_pin: set_pin(session, office, *standing.account, made.pin_hash); break;
    case Act::remove_pin: set_pin(session, office, *standing.account, std::nullopt); break;
  }
  return *standing.account;
}

// The first acceptance of a version is what was signed; later ones stand in the audit.
void accept(Session& session, const Asker& asker, std::string_view version, Time now) {
  session.exec(
      "INSERT INTO acceptance (school_id, guardian_id, version, visit_id, accepted_at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (guardian_id, version) DO NOTHING",
      asker.guardian.school_id, asker.guardian.id, version, asker.visit, now);
}

}  // namespace

Outcome<CredentialsPlan> plan_for(Session& session, const Office& office, const Guardian& guardian, const Wish& wish,
                                  Time now) {
  const auto standing = allow(session, office, guardian, wish, now);
  if (!standing) return std::unexpected(standing.error());
  // Before a password is chosen, not after: it would work nowhere.
  if (register_lacks_key(session, office, guardian.school_id)) {
    return refused(wire::Code::act_refused,
                   "the school's register cannot be told yet: the office knows what is missing");
  }
  CredentialsPlan plan;
  plan.profile = *standing->profile;
  plan.password = password_from(wish.act, plan.profile);
  plan.for_register =
      plan.password != PasswordFrom::nobody && register_takes_password(session, office, guardian.school_id);
  plan.personal = personal_words(session, office, guardian);
  if (standing->account) plan.personal.words.push_back(standing->account->user_code);
  if (gives_pin(wish, *standing)) plan.new_pin = desk::make_pin(plan.profile, system_random());
  if (wish.act == Act::change_password) plan.current_hash = password_hash_of(session, office, *standing->account);
  return plan;
}

Outcome<CredentialsPlan> plan_credentials(Session& session, const Office& office, const Bearer& bearer,
                                          const Wish& wish, Time now) {
  const auto proved = prove(session, office, bearer, now);
  if (!proved) return std::unexpected(proved.error());
  if (const auto within = within_visit(proved->visit); !within) return std::unexpected(within.error());
  return plan_for(session, office, proved->guardian, wish, now);
}

Outcome<wire::Credentials> set_for(Session& session, const Office& office, const Asker& asker,
                                   const NewCredentials& made, Time now) {
  const auto& wish = made.wish;
  const auto standing = allow(session, office, asker.guardian, wish, now);
  if (!standing) return std::unexpected(standing.error());
  if (wish.act == Act::change_password) {
    const auto proved = prove_current(session, office, asker, *standing->account, made, now);
    if (!proved) return std::unexpected(proved.error());
  }
  const bool sets_password = password_from(wish.act, *standing->profile) != PasswordFrom::nobody;
  if (sets_password == made.password_hash.empty() || (wish.act == Act::renew_pin && !made.pin_hash)) {
    throw Failure("an act came without its hash");
  }
  if (sets_password && !made.for_register && register_takes_password(session, office, asker.guardian.school_id)) {
    throw Failure("an act came without what the register must get");
  }
  const auto carried_out = carry_out(session, office, asker, *standing, made, now);
  if (!carried_out) return std::unexpected(carried_out.error());
  const auto& account = *carried_out;
  // A browser that proved the guardian before must not undo what was done now: who can read their mail and who has
  // their phone may be two.
  if (sets_password) {
    cancel_invitations(session, office, asker.guardian, {asker.visit, asker.device, asker.visit}, now);
  }
  wire::Credentials given;
  given.user_code = account.user_code;
  given.pin = made.pin;
  given.password = made.made_password;
  given.change_due = made.made_password && standing->profile->change_at_first_login;
  if (accepts_commitments(wish.act)) accept(session, asker, wish.commitments_version, now);
  const auto told = told_of(wish.act);
  if (told.told) tell_register(session, office, {*told.told, account.id, made.for_register, made.pin}, now);
  given.confirmation_hint =
      confirm(session, office, asker.guardian, {told.message, account.id, asker.visit, asker.language}, now);
  append(session, office,
         {asker.guardian.school_id, told.event, asker.device, asker.visit,
          personal_json({{"guardian", asker.guardian.id}, {"commitments", wish.commitments_version}})},
         now);
  return given;
}

Outcome<Given> set_credentials(Session& session, const Office& office, const Bearer& bearer,
                               const NewCredentials& made, Time now) {
  const auto proved = prove(session, office, bearer, now);
  if (!proved) return std::unexpected(proved.error());
  if (const auto within = within_visit(proved->visit); !within) return std::unexpected(within.error());
  auto credentials = set_for(
      session, office, {proved->guardian, bearer.device.id, proved->visit.id, proved->visit.language}, made, now);
  if (!credentials) return std::unexpected(credentials.error());
  session.exec("UPDATE visit SET acts = acts + 1 WHERE id = $1", proved->visit.id);
  return Given{std::move(*credentials), proved->visit.reply_key};
}

}  // namespace sportello::store::acts
