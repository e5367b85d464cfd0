// User codes and PINs by the rules of a profile. Pure: randomness comes from the caller.
#include "service/desk/profile.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace sportello::desk {
namespace {

// I and O read as 1 and 0 on paper.
constexpr std::string_view code_letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

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
  const auto& pattern = profile.user_code_pattern;
  const auto drawn = std::ranges::count_if(pattern, [](char c) { return c == '#' || c == '@'; });
  if (profile.name.empty()) return "name is empty";
  if (pattern.size() > 32) return "user_code.pattern is longer than 32 characters";
  if (drawn < 6) return "user_code.pattern draws fewer than 6 characters: user codes would run out";
  if (profile.password.min_length < 8 || profile.password.min_length > 64) {
    return "password.min_length must stand between 8 and 64";
  }
  if (profile.password.max_length < 64 || profile.password.max_length > 1024) {
    return "password.max_length must stand between 64 and 1024: a register that takes fewer cuts passwords off";
  }
  if (profile.pin == PinUse::none ? profile.pin_digits != 0 : profile.pin_digits < 4 || profile.pin_digits > 12) {
    return "pin.digits must stand between 4 and 12, and be left out without a PIN";
  }
  if (profile.commitments.version.empty() || profile.commitments.version.size() > 32) {
    return "commitments.version must have 1 to 32 characters";
  }
  if (profile.commitments.items.empty() || profile.commitments.items.size() > 16) {
    return "commitments.items must name 1 to 16 texts";
  }
  return std::nullopt;
}

std::string make_user_code(const Profile& profile, const Random& random) {
  std::string code;
  for (const char c : profile.user_code_pattern) {
    if (c == '#') {
      code += static_cast<char>('0' + random(10));
    } else if (c == '@') {
      code += code_letters[random(static_cast<std::uint32_t>(code_letters.size()))];
    } else {
      code += c;
    }
  }
  return code;
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
