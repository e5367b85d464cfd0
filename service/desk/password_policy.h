// Which rules a new password breaks: the profile's composition, common words, the person's own data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/desk/profile.h"

namespace sportello::desk {

// A list of common passwords in one sorted block (55,000 words: 0.7 MB). Reads no file: whoever has the text brings
// it.
class CommonPasswords {
 public:
  CommonPasswords() = default;
  static CommonPasswords from_lines(std::string_view text);
  // True for a listed word in any case, bare or with up to four characters put before or behind it, for composition
  // rules drive people to exactly that: Password1!
  [[nodiscard]] bool covers(std::string_view password) const;
  [[nodiscard]] std::size_t size() const { return starts_.size(); }

 private:
  [[nodiscard]] bool contains(std::string_view lower) const;
  std::string block_;
  std::vector<std::uint32_t> starts_;  // sorted by the word they begin
};

// What a password must not contain (four characters or more, in any case).
struct PersonalWords {
  std::vector<secret::SecretText> words;  // surname, given name, codice fiscale, user code, school code
};

// Every broken rule, in the order of wire::PasswordRule. Empty: the password is good.
std::vector<wire::PasswordRule> broken_rules(const wire::PasswordPolicy& policy, const CommonPasswords& common,
                                             const PersonalWords& personal, std::string_view password);

}  // namespace sportello::desk
