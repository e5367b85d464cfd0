// A register product's rules for credentials, as data. Reads no file.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"
#include "service/shared/wire/messages.h"

namespace sportello::desk {

enum class PinUse {
  none,
  optional,       // the register asks for it if the guardian wants so
  second_factor,  // always asked at login
  signature,      // signs justifications; not asked at login
};
std::optional<PinUse> pin_use_named(std::string_view name);

struct Profile {
  std::string id;                 // "classeviva"
  std::string name;               // "ClasseViva"
  std::string user_code_pattern;  // '#' a digit, '@' a letter, all else as it stands: "G#######@"
  wire::PasswordPolicy password;
  PinUse pin = PinUse::none;
  int pin_digits = 0;
  bool change_at_first_login = false;
  wire::Commitments commitments;
};
using Profiles = std::map<std::string, Profile, std::less<>>;

// What is wrong with a profile, as one sentence; nothing when it can be used.
std::optional<std::string> mistake_in(const Profile& profile);

// A number from 0 to one less than the argument; the caller brings the randomness.
using Random = std::function<std::uint32_t(std::uint32_t)>;

std::string make_user_code(const Profile& profile, const Random& random);
// Weak ones (all the same, a run up or down, two digits in turn) are drawn again. Empty when the profile has no PIN.
secret::SecretText make_pin(const Profile& profile, const Random& random);

}  // namespace sportello::desk
