// Issuing and resetting credentials. Two steps, because a password hash (14 ms and more) has no place in a
// transaction: plan_credentials in a read, then the hash pool, then set_credentials in the write, which checks
// everything anew.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/desk/password_policy.h"
#include "service/shared/secret/sealed.h"
#include "service/shared/wire/credentials.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

// Who asks, as every call with a grant brings it.
struct Bearer {
  Device device;
  std::string visit;
  secret::SecretText grant;  // as it travels, base64url
};

struct CredentialsPlan {
  desk::Profile profile;
  desk::PersonalWords personal;               // for desk::broken_rules
  std::optional<secret::SecretText> new_pin;  // made here when this act gives one: hash it and hand both back
};
// Refuses: visit_unknown, visit_ended, grant_invalid, act_refused, commitments_outdated.
Outcome<CredentialsPlan> plan_credentials(Session& session, const Office& office, const Bearer& bearer, wire::Act act,
                                          std::string_view commitments_version, Time now);

struct NewCredentials {
  wire::Act act = wire::Act::issue;
  std::string commitments_version;
  secret::SecretText password_hash;       // Argon2id, encoded
  std::optional<secret::SecretText> pin;  // from the plan
  std::optional<secret::SecretText> pin_hash;
};
struct Given {
  wire::Credentials credentials;
  secret::SealPublicKey reply_key{};
};
// Also accepts the commitments, enqueues the confirming message, writes the audit event. Refuses as the plan does.
Outcome<Given> set_credentials(Session& session, const Office& office, const Bearer& bearer,
                               const NewCredentials& wish, Time now);

}  // namespace sportello::store::acts
