// Every act on a guardian's credentials. Two steps, because a password hash (14 ms and more) has no place in a
// transaction: the plan in a read, then the hash pool, then the act in the write, which checks everything anew.
// What may be done stands in standing.h, the rows in accounts.h.
#pragma once

#include <optional>
#include <string>

#include "service/desk/password_policy.h"
#include "service/shared/secret/sealed.h"
#include "service/shared/wire/credentials.h"
#include "service/store/acts/bearer.h"

namespace sportello::store::acts {

struct Wish {
  wire::Act act = wire::Act::issue;
  std::string commitments_version;  // with issue and reset_password
  bool with_pin = true;             // with issue, where the PIN is optional
};

enum class PasswordFrom {
  nobody,     // this act sets none
  guardian,   // chosen: held against the policy
  made_here,  // by desk::make_password
};
struct CredentialsPlan {
  desk::Profile profile;
  PasswordFrom password = PasswordFrom::nobody;
  desk::PersonalWords personal;                    // for desk::broken_rules
  std::optional<secret::SecretText> new_pin;       // made here when this act gives one: hash it and hand both back
  std::optional<secret::SecretText> current_hash;  // with change_password: compare, and hand it back
  bool for_register = false;                       // hand the password back too: it leaves, sealed to the register
};
// For a guardian who is proved. Refuses: act_refused, commitments_outdated.
Outcome<CredentialsPlan> plan_for(Session& session, const Office& office, const Guardian& guardian, const Wish& wish,
                                  Time now);
// By a visit's grant. Refuses as `prove` too.
Outcome<CredentialsPlan> plan_credentials(Session& session, const Office& office, const Bearer& bearer,
                                          const Wish& wish, Time now);

struct NewCredentials {
  Wish wish;
  secret::SecretText password_hash;       // Argon2id, encoded; empty where the act sets none
  std::optional<secret::SecretText> pin;  // from the plan
  std::optional<secret::SecretText> pin_hash;
  std::optional<secret::SecretText> made_password;  // in clear: to be shown once
  std::optional<secret::SecretText> for_register;   // in clear, where the plan asks for it
  secret::SecretText compared_hash;                 // with change_password: the plan's, and
  bool current_right = false;                       // whether the current password fits it
};
// Who asks, and where from: a visit's id and device, or an invitation's id.
struct Asker {
  Guardian guardian;
  std::string device;  // "" at home
  std::string visit;   // or the invitation
  std::string language;
};
// With a new password, the guardian's open invitations end, but for the asker's own. Accepts the commitments,
// enqueues the confirming message, writes the audit event. Refuses as the plan does, and current_password_wrong
// (tries_left) and locked (retry_after_s): what was compared is told only once it was counted.
Outcome<wire::Credentials> set_for(Session& session, const Office& office, const Asker& asker,
                                   const NewCredentials& made, Time now);

struct Given {
  wire::Credentials credentials;
  secret::SealPublicKey reply_key{};
};
// By a visit's grant, at most sets_per_visit times.
Outcome<Given> set_credentials(Session& session, const Office& office, const Bearer& bearer,
                               const NewCredentials& made, Time now);

}  // namespace sportello::store::acts
