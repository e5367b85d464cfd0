// What a login and a change of password at the login page share: a try spent, then password and PIN compared. Every
// refusal is the same one, and costs the same: two writes, one hash for the password and one for a PIN if one was
// sent, whether or not there is such an account.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "service/handlers/routes.h"
#include "service/hashing/pool.h"
#include "service/store/acts/login.h"

namespace sportello::handlers {

struct Compared {
  bool right = false;
  bool pin_checked = false;
  std::optional<secret::SecretText> stronger_hash;
};
// On the pool. `nothing` is compared where there is no account.
Compared compare(const store::acts::LoginAttempt& attempt, const secret::SecretText& password,
                 const std::optional<secret::SecretText>& pin, const secret::Secret& nothing);

// Spends nonce and try. The answer, when there is nothing to compare.
using Begun = std::variant<store::acts::LoginAttempt, Response>;
awaitable<Begun> begin_login(const Call& call, std::string user_code, store::acts::LoginFor purpose);

store::acts::LoginResult result_of(const store::acts::LoginAttempt& attempt, const Compared& compared,
                                   std::string user_code);

}  // namespace sportello::handlers
