// Counting and answering logins, of guardians and of pupils.
#include "service/store/acts/login.h"

#include "service/desk/access.h"
#include "service/desk/italian_clock.h"
#include "service/store/acts/accounts.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/confirming.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/login_guard.h"
#include "service/store/acts/people.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

bool same_password(Session& session, const Office& office, const Account& account, const LoginResult& result) {
  return password_hash_of(session, office, account) == result.compared_hash;
}

std::optional<Account> account_of(Session& session, const Office& office, const LoginPage& page,
                                  std::string_view user_code) {
  return account_by_user_code(session, office, page.school_id, user_code_index(office, page.school_id, user_code));
}

desk::PersonalWords words_against(Session& session, const Office& office, const Account& account) {
  auto personal = account.guardian_id.empty()
                      ? personal_words_of_pupil(session, office, account.school_id, account.pupil_id)
                      : personal_words(session, office, guardian_by_id(session, office, account.guardian_id));
  personal.words.push_back(account.user_code);
  return personal;
}

bool has_left(Session& session, std::string_view pupil_id) {
  return session.first("SELECT 1 FROM pupil WHERE id = $1 AND left_at IS NOT NULL", pupil_id).has_value();
}

// Asked before the password is compared and again when it is changed: a hash takes long enough for the office to
// block.
bool may_enter(Session& session, const Office& office, const Account& account, Time now) {
  if (account.frozen || account.password_over(now)) return false;
  if (account.guardian_id.empty()) return !has_left(session, account.pupil_id);
  return !guardian_by_id(session, office, account.guardian_id).blocked;
}

}  // namespace

LoginAttempt begin_login(Session& session, const Office& office, const LoginPage& page, std::string_view user_code,
                         Time now, LoginFor purpose) {
  LoginAttempt attempt;
  const auto index = user_code_index(office, page.school_id, user_code);
  attempt.locked = !spend_login_try(session, page.school_id, index, now).counts;
  if (attempt.locked) append(session, office, {page.school_id, EventName::login_locked, page.id, "", ""}, now);
  // Read for everybody, so that an unknown user code costs as much.
  const auto& profile = profile_of(session, office, page.school_id);
  const auto rules = school_settings(session, page.school_id).access;
  const auto found = account_by_user_code(session, office, page.school_id, index);
  if (!found || !may_enter(session, office, *found, now)) return attempt;
  const bool of_guardian = !found->guardian_id.empty();
  LoginAccount account;
  account.id = found->id;
  account.password_hash = password_hash_of(session, office, *found);
  account.pin_hash = pin_hash_of(session, office, *found);
  // Pupils are given no PIN.
  account.pin_required = of_guardian && profile.pin == desk::PinUse::second_factor;
  account.change_due = found->change_due;
  account.off = desk::access_on(desk::italian_day(now), of_guardian ? desk::guardian_role : desk::pupil_role, rules,
                                profile.access) == wire::Access::digital_identity;
  if (purpose == LoginFor::change) {
    account.policy = profile.password;
    account.personal = words_against(session, office, *found);
    account.for_register = register_takes_password(session, office, page.school_id);
  }
  attempt.account = std::move(account);
  return attempt;
}

void finish_login(Session& session, const Office& office, const LoginPage& page, const LoginResult& result,
                  Time now) {
  const auto event = result.right ? EventName::login_right : EventName::login_wrong;
  // Written also where there is no account: the same rows for every user code.
  append(session, office, {page.school_id, event, page.id, "", personal_json({{"account", result.account_id}})}, now);
  if (!result.right) return;
  forgive_login_tries(session, page.school_id, user_code_index(office, page.school_id, result.user_code));
  const auto account = account_of(session, office, page, result.user_code);
  if (account) reseal_secrets(session, office, *account);
  if (!result.stronger_hash) return;
  // A password that was reset meanwhile stays.
  if (!account || !same_password(session, office, *account, result)) return;
  set_password(session, office, *account,
               {*result.stronger_hash, account->change_due, account->password_ends_at, true}, now);
}

bool change_at_login(Session& session, const Office& office, const LoginPage& page, const LoginResult& result,
                     const ChangedPassword& changed, Time now) {
  const auto account = account_of(session, office, page, result.user_code);
  if (!result.right || !account || !may_enter(session, office, *account, now)) return false;
  if (!same_password(session, office, *account, result)) return false;
  set_password(session, office, *account, {changed.hash, false, std::nullopt}, now);
  tell_register(session, office, {RegisterEvent::password_changed, account->id, changed.for_register}, now);
  const auto reached = account->guardian_id.empty() ? reach_pupil(session, office, page.school_id, account->pupil_id)
                                                    : guardian_by_id(session, office, account->guardian_id);
  if (!account->guardian_id.empty()) cancel_invitations(session, office, reached, {}, now);
  confirm(session, office, reached, {MessageKind::password_changed, account->id, "", reached.language}, now);
  append(session, office,
         {page.school_id, EventName::password_changed, page.id, "", personal_json({{"account", account->id}})}, now);
  return true;
}

}  // namespace sportello::store::acts
