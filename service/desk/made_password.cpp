// Draws until everything is met: with a lower, an upper letter and a digit asked for, every second draw is.
#include "service/desk/made_password.h"

#include <sodium.h>

#include <algorithm>

namespace sportello::desk {
namespace {

// No 0 O o, 1 I l i, 5 S s, 8 B, 2 Z z: each looks like another on paper.
constexpr std::string_view letters = "abcdefghjkmnpqrtuvwxyACDEFGHJKLMNPQRTUVWXY34679";
constexpr std::size_t group = 4;
constexpr std::size_t fewest = 12;

std::size_t with_dashes(std::size_t characters) { return characters + ((characters - 1) / group); }

std::string draw(std::size_t characters, const Random& random) {
  std::string text;
  text.reserve(with_dashes(characters));  // so that growing leaves no copy behind
  for (std::size_t i = 0; i < characters; ++i) {
    if (i > 0 && i % group == 0) text += '-';
    text += letters[random(static_cast<std::uint32_t>(letters.size()))];
  }
  return text;
}

}  // namespace

secret::SecretText make_password(const wire::PasswordPolicy& policy, const CommonPasswords& common,
                                 const PersonalWords& personal, const Random& random) {
  auto stricter = policy;
  stricter.lower = stricter.upper = stricter.digit = true;  // so that it looks like what it is: a password
  auto characters = fewest;
  while (with_dashes(characters) < static_cast<std::size_t>(std::max(0, policy.min_length))) ++characters;
  while (true) {
    auto text = draw(characters, random);
    const bool good = broken_rules(stricter, common, personal, text).empty();
    secret::SecretText password{std::string_view{text}};
    sodium_memzero(text.data(), text.size());
    if (good) return password;
  }
}

}  // namespace sportello::desk
