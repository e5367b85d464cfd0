// A register's login page asks whether user code, password and PIN belong together, and sets a new password with
// them. begin_login (a write) spends a try before anything is compared, so that parallel guesses are counted exactly;
// the hash pool compares; finish_login (a write) gives the tries back after a success. Unknown user codes spend tries
// alike: the caller compares against a hash of nothing and answers login_refused in every case.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/desk/password_policy.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct LoginAccount {
  std::string id;
  secret::SecretText password_hash;            // Argon2id, encoded
  std::optional<secret::SecretText> pin_hash;  // nothing: the account has no PIN
  bool pin_required = false;                   // by the profile
  bool change_due = false;                     // a password that was made: let nobody in with it
  bool off = false;                            // today this role enters by the digital identity alone
  wire::PasswordPolicy policy;                 // of a new password, with LoginFor::change
  desk::PersonalWords personal;                // what it must not hold
  bool for_register = false;                   // bring the new one to change_at_login: it leaves, sealed
};

struct LoginAttempt {
  bool locked = false;                  // refuse, whatever the password is; compare all the same
  std::optional<LoginAccount> account;  // nothing: no such user code, its owner is blocked, it is frozen or over
};
enum class LoginFor { entry, change };
LoginAttempt begin_login(Session& session, const Office& office, const LoginPage& page, std::string_view user_code,
                         Time now, LoginFor purpose = LoginFor::entry);

struct LoginResult {
  bool right = false;
  std::string user_code;
  std::string account_id;                           // empty when there was none
  std::optional<secret::SecretText> stronger_hash;  // re-hashed because the parameters rose
  secret::SecretText compared_hash;                 // the re-hash replaces this one and no newer
};
void finish_login(Session& session, const Office& office, const LoginPage& page, const LoginResult& result, Time now);

// After a finish that was right: the new password, which ends what was due; the confirming message. False when, since
// it was compared, another password was set or its owner was blocked, frozen or left: nothing is changed.
struct ChangedPassword {
  secret::SecretText hash;
  std::optional<secret::SecretText> for_register = {};  // in clear, where the account asks for it
};
bool change_at_login(Session& session, const Office& office, const LoginPage& page, const LoginResult& result,
                     const ChangedPassword& changed, Time now);

}  // namespace sportello::store::acts
