// Rows of accounts: a guardian's or a pupil's user code, password and PIN. Decides nothing and tells nobody: acts do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/desk/names.h"
#include "service/store/acts/homonyms.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct Account {
  std::string id, school_id;
  std::string guardian_id, pupil_id;  // one of them is ""
  secret::SecretText user_code;
  secret::Bytes user_code_index;
  bool has_pin = false;
  bool change_due = false;
  bool frozen = false;
  std::optional<Time> password_ends_at;

  [[nodiscard]] bool password_over(Time now) const { return password_ends_at && *password_ends_at <= now; }
};
std::optional<Account> account_of_guardian(Session& session, const Office& office, std::string_view guardian_id);
std::optional<Account> account_of_pupil(Session& session, const Office& office, std::string_view pupil_id);
std::optional<Account> account_by_user_code(Session& session, const Office& office, std::string_view school_id,
                                            secret::BytesView user_code_index);

// Whose account it is to be.
struct Holder {
  HolderKind kind = HolderKind::guardian;
  std::string id, school_id;
  desk::Names names;
};
struct NewPassword {
  secret::SecretText hash;      // Argon2id, encoded
  bool change_due = false;      // at the first login
  std::optional<Time> ends_at;  // of a made one that nobody changes
  bool same = false;            // the one that was there, hashed anew: it stays as old as it was
};
// A whole set: user code by the pattern (drawn anew, or the lowest free number after the names, noted as a homonym),
// password, PIN or none. Takes the place of a set that is there, frozen or not: of a guardian's the standing has said
// that it is not; a pupil's the office gives anew.
// Nothing, and nothing changed: the pattern has no user code left.
std::optional<Account> give_set(Session& session, const Office& office, const Holder& holder,
                                std::string_view pattern, const NewPassword& password,
                                const std::optional<secret::SecretText>& pin_hash, Time now);

// Ends the wait that guesses at the old one caused.
void set_password(Session& session, const Office& office, const Account& account, const NewPassword& password,
                  Time now);
void set_pin(Session& session, const Office& office, const Account& account,
             const std::optional<secret::SecretText>& pin_hash);
// Under the newest keys, if it is not yet: after a rotation the pepper moves with each login, and no password is
// asked.
void reseal_secrets(Session& session, const Office& office, const Account& account);
secret::SecretText password_hash_of(Session& session, const Office& office, const Account& account);
std::optional<secret::SecretText> pin_hash_of(Session& session, const Office& office, const Account& account);

}  // namespace sportello::store::acts
