// A register product's rules for credentials, as data. Reads no file.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/desk/telling.h"
#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"
#include "service/shared/wire/credentials.h"

namespace sportello::desk {

enum class PinUse {
  none,
  optional,       // the register asks for it if the guardian wants so
  second_factor,  // always asked at login
  signature,      // signs justifications; not asked at login
};
std::optional<PinUse> pin_use_named(std::string_view name);
constexpr bool asks_at_login(PinUse use) { return use == PinUse::optional || use == PinUse::second_factor; }

// Who enters how, from that day on. The latest rule that has begun holds; before the first: credentials.
struct AccessRule {
  std::string role;      // "guardian", "pupil"
  std::string from_day;  // "2027-01-15", as the calendar says in Italy
  wire::Access access = wire::Access::credentials;
  bool operator==(const AccessRule&) const = default;
};

struct Profile {
  std::string id;    // "classeviva"
  std::string name;  // "ClasseViva"
  // '#' a digit, '@' a letter, {surname} and {given_name} as plain small letters, all else as it stands: "G#######@".
  std::string user_code_pattern;
  std::string pupil_user_code_pattern;  // empty: pupils get none here
  std::string guardian_mail_pattern;    // before the @, likewise: "{surname}.fam"; empty: the school makes none
  std::string pupil_mail_pattern;       // "{surname}.{given_name}"
  bool password_chosen = true;          // by the guardian; else made here
  bool change_at_first_login = false;   // of a password that was made here
  bool issue_replaces = false;          // a new issue takes the place of the old set: the way back from any loss
  wire::PasswordPolicy password;
  PinUse pin = PinUse::none;
  int pin_digits = 0;
  bool pin_renewable = true;                                     // alone; else only a new issue makes another
  std::chrono::hours first_issue_link = std::chrono::hours{72};  // the life of an invitation
  std::chrono::hours recovery_link = std::chrono::hours{24};     // of one to credentials that exist
  std::vector<AccessRule> access;
  TellingRule telling;  // empty: the register hears of nothing
  wire::Commitments commitments;
  bool operator==(const Profile&) const = default;
};
using Profiles = std::map<std::string, Profile, std::less<>>;

// What is wrong with a profile, as one sentence; nothing when it can be used.
std::optional<std::string> mistake_in(const Profile& profile);

// A number from 0 to one less than the argument; the caller brings the randomness.
using Random = std::function<std::uint32_t(std::uint32_t)>;

// Weak ones (all the same, a run up or down, two digits in turn) are drawn again. Empty when the profile has no PIN.
secret::SecretText make_pin(const Profile& profile, const Random& random);

}  // namespace sportello::desk
