// Rules of a new password. Pure.
#include "service/desk/password_policy.h"

#include <sodium.h>

#include <algorithm>

#include "service/desk/composed.h"

namespace sportello::desk {
namespace {

constexpr std::size_t longest_decoration = 4;  // Password1!, 2024password: the word is still the first to be tried
constexpr std::size_t shortest_word = 4;       // a shorter name or word stands in many good passwords by chance

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_ascii_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_word_part(char c) {
  return is_ascii_letter(c) || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// Text that is wiped at the end: it is somebody's password or name.
class Worked {
 public:
  explicit Worked(std::string text) : text_(std::move(text)) {}
  Worked(const Worked&) = delete;
  Worked& operator=(const Worked&) = delete;
  ~Worked() { sodium_memzero(text_.data(), text_.size()); }
  [[nodiscard]] std::string_view view() const { return text_; }

 private:
  std::string text_;
};

// Lower case; with `words_only`, nothing but letters and digits, so that D'Angelo is found in dangelo.
std::string folded(std::string_view text, bool words_only) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (!words_only || is_word_part(c)) result += lower(c);
  }
  return result;
}

bool contains_personal(std::string_view password, const PersonalWords& personal) {
  const Worked plain{folded(password, false)};
  const Worked bare{folded(password, true)};
  const auto found = [&](std::string_view word) {
    return word.size() >= shortest_word &&
           (plain.view().find(word) != std::string_view::npos || bare.view().find(word) != std::string_view::npos);
  };
  for (const auto& entry : personal.words) {
    const Worked whole{folded(entry.reveal(), true)};
    if (found(whole.view())) return true;
    const Worked spaced{folded(entry.reveal(), false)};  // "Maria Antonietta": each name by itself
    auto rest = spaced.view();
    while (!rest.empty()) {
      const auto end = std::ranges::find_if_not(rest, is_word_part) - rest.begin();
      if (found(rest.substr(0, static_cast<std::size_t>(end)))) return true;
      rest.remove_prefix(std::min(rest.size(), static_cast<std::size_t>(end) + 1));
    }
  }
  return false;
}

}  // namespace

CommonPasswords CommonPasswords::from_lines(std::string_view text) {
  CommonPasswords list;
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto word = folded(text.substr(0, end), false);
    if (word.ends_with('\r')) word.pop_back();
    if (word.size() >= shortest_word) words.push_back(std::move(word));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
  for (const auto& word : words) {
    list.starts_.push_back(static_cast<std::uint32_t>(list.block_.size()));
    list.block_.append(word).append(1, '\n');
  }
  return list;
}

bool CommonPasswords::contains(std::string_view word) const {
  const std::string_view block{block_};
  const auto word_at = [&](std::uint32_t start) { return block.substr(start, block.find('\n', start) - start); };
  const auto found = std::ranges::lower_bound(starts_, word, {}, word_at);
  return found != starts_.end() && word_at(*found) == word;
}

bool CommonPasswords::covers(std::string_view password) const {
  const Worked text{folded(password, false)};
  if (contains(text.view())) return true;
  auto word = text.view();
  while (!word.empty() && !is_ascii_letter(word.front())) word.remove_prefix(1);
  while (!word.empty() && !is_ascii_letter(word.back())) word.remove_suffix(1);
  return text.view().size() - word.size() <= longest_decoration && contains(word);
}

std::vector<wire::PasswordRule> broken_rules(const wire::PasswordPolicy& policy, const CommonPasswords& common,
                                             const PersonalWords& personal, std::string_view typed) {
  const auto one_spelling = composed(typed);  // as it will be hashed: two spellings have one length
  const auto password = one_spelling.reveal();
  auto rules = wire::unmet_rules(policy, password);
  if (common.covers(password)) rules.push_back(wire::PasswordRule::common);
  if (contains_personal(password, personal)) rules.push_back(wire::PasswordRule::personal);
  return rules;
}

}  // namespace sportello::desk
