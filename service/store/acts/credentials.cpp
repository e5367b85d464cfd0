// Rows of accounts, in the two steps of an issue or a reset.
#include "service/store/acts/credentials.h"

#include "service/store/acts/audit.h"
#include "service/store/acts/confirming.h"
#include "service/store/acts/people.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/visit_state.h"

namespace sportello::store::acts {
namespace {

constexpr int user_code_draws =
    20;  // with 240 million codes, a school of 5,000 meets a taken one once in 48,000 draws

struct Allowed {
  VisitState visit;
  Guardian guardian;
  const desk::Profile* profile;
  std::optional<secret::SecretText> user_code;
};

// Everything that must hold for an act, in the plan and again in the write.
Outcome<Allowed> allow(Session& session, const Office& office, const Bearer& bearer, wire::Act act,
                       std::string_view commitments_version, Time now) {
  auto visit = open_visit_of(session, bearer.device, bearer.visit, now);
  if (!visit) return std::unexpected(visit.error());
  if (!grant_opens(session, bearer.device, visit->id, bearer.grant, now) || !visit->guardian_id) {
    return refused(wire::Code::grant_invalid);
  }
  auto guardian = guardian_by_id(session, office, *visit->guardian_id);
  if (guardian.blocked) return refused(wire::Code::act_refused, "the office can say why");
  const auto& profile = profile_of(session, office, bearer.device.school_id);
  if (commitments_version != profile.commitments.version) return refused(wire::Code::commitments_outdated);
  const auto sets =
      session.first("SELECT COUNT(*) FROM outbox WHERE visit_id = $1 AND channel = 'sms' AND kind IN ($2, $3)",
                    visit->id, name_of(MessageKind::credentials_issued), name_of(MessageKind::password_changed));
  if (sets->integer(0) >= desk::sets_per_visit) {
    return refused(wire::Code::act_refused, "end this visit and begin another");
  }
  auto user_code = user_code_of(session, office, guardian);
  switch (act) {
    case wire::Act::issue:
      if (user_code) return refused(wire::Code::act_refused, "there are credentials: reset the password");
      break;
    case wire::Act::reset_password:
      if (!user_code) return refused(wire::Code::act_refused, "there are no credentials: issue them");
      break;
    default: return refused(wire::Code::act_refused);
  }
  return Allowed{std::move(*visit), std::move(guardian), &profile, std::move(user_code)};
}

secret::Bytes seal_hash(const Office& office, std::string_view column, std::string_view school_id,
                        std::string_view account_id, const secret::SecretText& hash) {
  return office.vault.seal(Seal::pepper, {"account", column, school_id, account_id}, hash.reveal());
}

secret::SecretText issue(Session& session, const Office& office, const Allowed& allowed, const NewCredentials& wish,
                         Time now) {
  const auto& school_id = allowed.guardian.school_id;
  const auto account = new_id();
  const auto password = seal_hash(office, "password", school_id, account, wish.password_hash);
  std::optional<secret::Bytes> pin;
  if (wish.pin_hash) pin = seal_hash(office, "pin", school_id, account, *wish.pin_hash);
  for (int draw = 0; draw < user_code_draws; ++draw) {
    const auto code = desk::make_user_code(*allowed.profile, system_random());
    const auto written = session.exec(
        "INSERT INTO account (id, school_id, guardian_id, user_code_index, user_code, password, pin, change_due, "
        "issued_at, password_set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) "
        "ON CONFLICT (school_id, user_code_index) DO NOTHING",
        account, school_id, allowed.guardian.id, office.vault.index(IndexKind::user_code, school_id, code),
        office.vault.seal(Seal::personal, {"account", "user_code", school_id, account}, code), password, pin,
        allowed.profile->change_at_first_login, now);
    if (written == 1) return secret::SecretText{code};
  }
  throw Failure("the profile's user codes have run out");
}

void reset(Session& session, const Office& office, const Allowed& allowed, const NewCredentials& wish, Time now) {
  const auto& school_id = allowed.guardian.school_id;
  const auto account =
      session.first("SELECT id, user_code_index FROM account WHERE guardian_id = $1", allowed.guardian.id);
  session.exec("UPDATE account SET password = $1, password_set_at = $2, change_due = 0 WHERE id = $3",
               seal_hash(office, "password", school_id, account->text(0), wish.password_hash), now, account->text(0));
  // A new password ends the wait that guesses at the old one caused.
  session.exec("DELETE FROM login_guard WHERE school_id = $1 AND user_code_index = $2", school_id, account->blob(1));
}

}  // namespace

Outcome<CredentialsPlan> plan_credentials(Session& session, const Office& office, const Bearer& bearer, wire::Act act,
                                          std::string_view commitments_version, Time now) {
  const auto allowed = allow(session, office, bearer, act, commitments_version, now);
  if (!allowed) return std::unexpected(allowed.error());
  CredentialsPlan plan;
  plan.profile = *allowed->profile;
  auto names = names_of(session, office, allowed->guardian);
  plan.personal.words = {names.surname, names.given_name, names.document,
                         secret::SecretText{bearer.device.school_code},
                         secret::SecretText{bearer.device.school_name}};
  if (allowed->user_code) plan.personal.words.push_back(*allowed->user_code);
  if (act == wire::Act::issue && plan.profile.pin != desk::PinUse::none) {
    plan.new_pin = desk::make_pin(plan.profile, system_random());
  }
  return plan;
}

Outcome<Given> set_credentials(Session& session, const Office& office, const Bearer& bearer,
                               const NewCredentials& wish, Time now) {
  const auto allowed = allow(session, office, bearer, wish.act, wish.commitments_version, now);
  if (!allowed) return std::unexpected(allowed.error());
  Given given;
  given.reply_key = allowed->visit.reply_key;
  auto event = EventName::credentials_issued;
  switch (wish.act) {
    case wire::Act::issue:
      given.credentials.user_code = issue(session, office, *allowed, wish, now);
      given.credentials.pin = wish.pin;
      break;
    case wire::Act::reset_password:
      reset(session, office, *allowed, wish, now);
      given.credentials.user_code = *allowed->user_code;
      event = EventName::password_reset;
      break;
    default: return refused(wire::Code::act_refused);
  }
  session.exec(
      "INSERT INTO acceptance (school_id, guardian_id, version, visit_id, accepted_at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (guardian_id, version) DO UPDATE SET visit_id = excluded.visit_id, "
      "accepted_at = excluded.accepted_at",
      allowed->guardian.school_id, allowed->guardian.id, wish.commitments_version, allowed->visit.id, now);
  const auto account = session.first("SELECT id FROM account WHERE guardian_id = $1", allowed->guardian.id);
  given.credentials.confirmation_hint =
      confirm(session, office, allowed->guardian,
              {wish.act == wire::Act::issue ? MessageKind::credentials_issued : MessageKind::password_changed,
               account->text(0), allowed->visit.id, allowed->visit.language},
              now);
  append(session, office,
         {allowed->guardian.school_id, event, bearer.device.id, allowed->visit.id,
          personal_json({{"guardian", allowed->guardian.id}, {"commitments", wish.commitments_version}})},
         now);
  return given;
}

}  // namespace sportello::store::acts
