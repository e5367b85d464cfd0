// Heads and witness files as words, and back.
#include "service/shared/wire/audit_head.h"

#include <charconv>
#include <vector>

#include "service/shared/signing/key.h"

namespace sportello::wire {
namespace {

constexpr std::string_view head_mark = "sportello-head-1";
constexpr std::string_view witness_mark = "sportello-witness-1";
constexpr std::string_view nothing = "-";

// Single spaces only: a line has one spelling.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const auto space = line.find(' ');
    words.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return words;
    line.remove_prefix(space + 1);
  }
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
             std::string_view::npos;
}

std::string_view next_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::string signed_text(const AuditHead& head) {
  return std::string{head_mark} + " " + head.school + " " + std::to_string(head.sequence) + " " +
         std::to_string(head.at) + " " + secret::to_base64url(head.hash);
}

std::string to_text(const SignedHead& head) {
  return signed_text(head.head) + " " + secret::to_base64url(head.key) + " " + secret::to_base64url(head.signature);
}

std::optional<SignedHead> head_of_text(std::string_view line) {
  if (line.size() > longest_head) return std::nullopt;
  const auto words = words_of(line);
  if (words.size() != 7 || words[0] != head_mark || !is_name(words[1])) return std::nullopt;
  const auto sequence = number_of(words[2]);
  const auto at = number_of(words[3]);
  const auto hash = secret::exactly<32>(secret::from_base64url(words[4]));
  const auto key = secret::exactly<32>(secret::from_base64url(words[5]));
  const auto signature = secret::exactly<64>(secret::from_base64url(words[6]));
  if (!sequence || !at || !hash || !key || !signature) return std::nullopt;
  return SignedHead{{std::string{words[1]}, *sequence, *at, *hash}, *key, *signature};
}

bool is_signed_rightly(const SignedHead& head) {
  return signing::verifies(head.signature, signed_text(head.head), head.key);
}

std::string to_text(const WitnessFile& file) {
  return std::string{witness_mark} + " " + file.device + " " +
         (file.key ? secret::to_base64url(*file.key) : std::string{nothing}) + " " +
         (file.refused.empty() ? std::string{nothing} : file.refused) + "\n" +
         (file.head ? to_text(*file.head) + "\n" : "");
}

std::optional<WitnessFile> witness_of_text(std::string_view text) {
  const auto words = words_of(next_line(text));
  if (words.size() != 4 || words[0] != witness_mark || !is_name(words[1]) || !is_name(words[3])) return std::nullopt;
  WitnessFile file{std::string{words[1]}, {}, words[3] == nothing ? "" : std::string{words[3]}, {}};
  if (words[2] != nothing) {
    file.key = secret::exactly<32>(secret::from_base64url(words[2]));
    if (!file.key) return std::nullopt;
  }
  if (text.empty()) return file;
  file.head = head_of_text(next_line(text));
  if (!file.head || !text.empty()) return std::nullopt;
  return file;
}

}  // namespace sportello::wire
