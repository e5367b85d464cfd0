// Profiles judged, PINs drawn. Pure: randomness comes from the caller.
#include "service/desk/profile.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

#include "service/desk/access.h"
#include "service/desk/names.h"

namespace sportello::desk {
namespace {

struct PinUseName {
  PinUse use;
  std::string_view name;
};
constexpr std::array<PinUseName, 4> pin_uses = {{
    {PinUse::none, "none"},
    {PinUse::optional, "optional"},
    {PinUse::second_factor, "second_factor"},
    {PinUse::signature, "signature"},
}};

bool is_weak(std::string_view pin) {
  bool same = true, up = true, down = true, in_turn = true;
  for (std::size_t i = 1; i < pin.size(); ++i) {
    same = same && pin[i] == pin[i - 1];
    up = up && pin[i] == pin[i - 1] + 1;
    down = down && pin[i] == pin[i - 1] - 1;
    in_turn = in_turn && (i < 2 || pin[i] == pin[i - 2]);
  }
  return same || up || down || in_turn;
}

}  // namespace

std::optional<PinUse> pin_use_named(std::string_view name) {
  const auto* const found = std::ranges::find(pin_uses, name, &PinUseName::name);
  return found == pin_uses.end() ? std::nullopt : std::optional{found->use};
}

std::optional<std::string> mistake_in(const Profile& profile) {
  if (profile.name.empty()) return "name is empty";
  if (const auto mistake = mistake_in_user_code(profile.user_code_pattern)) return "user_code.pattern " + *mistake;
  if (!profile.pupil_user_code_pattern.empty()) {
    if (const auto mistake = mistake_in_user_code(profile.pupil_user_code_pattern)) {
      return "user_code.pupil_pattern " + *mistake;
    }
  }
  for (const auto& [key, pattern] : {std::pair{"mail.guardian_pattern", &profile.guardian_mail_pattern},
                                     std::pair{"mail.pupil_pattern", &profile.pupil_mail_pattern}}) {
    if (pattern->empty()) continue;
    if (const auto mistake = mistake_in_mail(*pattern)) return std::string{key} + " " + *mistake;
  }
  if (profile.password.min_length < 8 || profile.password.min_length > 64) {
    return "password.min_length must stand between 8 and 64";
  }
  if (profile.password.max_length < 64 || profile.password.max_length > 1024) {
    return "password.max_length must stand between 64 and 1024: a register that takes fewer cuts passwords off";
  }
  if (profile.password_chosen && profile.change_at_first_login) {
    return "password.change_at_first_login is for passwords that are made: add chosen = false, or leave it out";
  }
  if (profile.pin == PinUse::none ? profile.pin_digits != 0 : profile.pin_digits < 4 || profile.pin_digits > 12) {
    return "pin.digits must stand between 4 and 12, and be left out without a PIN";
  }
  if (profile.pin != PinUse::none && !profile.pin_renewable && !profile.issue_replaces) {
    return "pin.renewable = false needs user_code.issue_replaces = true: a PIN that is lost must have a way back";
  }
  for (const auto& rule : profile.access) {
    if (rule.role != guardian_role && rule.role != pupil_role) return "access.role must be guardian or pupil";
    if (!is_day(rule.from_day)) return "access.from must be a day, such as 2027-01-15";
  }
  if (profile.commitments.version.empty() || profile.commitments.version.size() > 32) {
    return "commitments.version must have 1 to 32 characters";
  }
  if (profile.commitments.items.empty() || profile.commitments.items.size() > 16) {
    return "commitments.items must name 1 to 16 texts";
  }
  return std::nullopt;
}

secret::SecretText make_pin(const Profile& profile, const Random& random) {
  if (profile.pin == PinUse::none) return {};
  std::string pin(static_cast<std::size_t>(profile.pin_digits), '0');
  do {
    for (auto& digit : pin) digit = static_cast<char>('0' + random(10));
  } while (is_weak(pin));
  secret::SecretText result{pin};
  sodium_memzero(pin.data(), pin.size());
  return result;
}

}  // namespace sportello::desk
