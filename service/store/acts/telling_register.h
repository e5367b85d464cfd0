// What a register is told of an account: decided here, in the transaction of the act that causes it, and nowhere
// else. What leaves is the profile's choice; whether anything does, the [[connector]] of the school. connectors/
// delivers it. Must not: put a password or a PIN into the store in clear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/desk/telling.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

using desk::RegisterEvent;

struct Telling {
  RegisterEvent event = RegisterEvent::credentials_issued;
  std::string account;
  // As the holder will type them. Sealed to the register's key here, or dropped, as the profile says.
  std::optional<secret::SecretText> password = {};
  std::optional<secret::SecretText> pin = {};
};
// Call after the account's rows have changed; credentials_closed before they go. Closing an account empties what is
// still waiting of it: the register hears of its end only. A school that tells no register costs one look.
void tell_register(Session& session, const Office& office, const Telling& telling, Time now);
// The same for whatever account a guardian or a pupil has, if any.
void tell_register_of_guardian(Session& session, const Office& office, RegisterEvent event,
                               std::string_view guardian_id, Time now);
void tell_register_of_pupil(Session& session, const Office& office, RegisterEvent event, std::string_view pupil_id,
                            Time now);

// Whether this school's register gets passwords (sealed): then whoever sets one brings it to the act.
bool register_takes_password(Session& session, const Office& office, std::string_view school_id);

// A register that must get passwords and has no key to seal them to: nothing may be issued, for it would not work.
// The sentence for the office; nothing: all is well.
std::optional<std::string> register_lacks_key(Session& session, const Office& office, std::string_view school_id);

}  // namespace sportello::store::acts
