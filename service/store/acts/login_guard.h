// Wrong passwords per user code, known or not: counted before anything is told, wherever a password proves somebody.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// User codes are typed: case and spaces do not count.
secret::Bytes user_code_index(const Office& office, std::string_view school_id, std::string_view typed);

struct LoginTry {
  bool counts = true;                // false: locked; refuse, whatever the password is
  int left = 0;                      // after this one
  std::optional<Time> locked_until;  // before, or by this one
};
// The tenth try of a quarter of an hour sets the lock; a success takes it away again (forgive_login_tries).
LoginTry spend_login_try(Session& session, std::string_view school_id, const secret::Bytes& index, Time now);
void forgive_login_tries(Session& session, std::string_view school_id, const secret::Bytes& index);

}  // namespace sportello::store::acts
