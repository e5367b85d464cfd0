// Deriving and counting of one-time codes. Pure.
#include "service/desk/one_time_code.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace sportello::desk {
namespace {

constexpr std::uint32_t code_count = 1'000'000;
// The largest multiple of a million that 32 bits hold: a number from there up is drawn again, or 0–967295 would be
// likelier than the rest.
constexpr std::uint32_t unbiased_below = UINT32_MAX - (UINT32_MAX % code_count);

int seconds(std::chrono::seconds span) { return static_cast<int>(std::max<std::int64_t>(0, span.count())); }

}  // namespace

std::string_view name_of(CodePurpose purpose) {
  switch (purpose) {
    case CodePurpose::visit: return "visit";
    case CodePurpose::invitation: return "invitation";
    case CodePurpose::mail: return "mail";
  }
  return {};
}

secret::SecretText derive_code(secret::BytesView key, std::string_view subject, CodePurpose purpose, int issue) {
  std::string text{"sportello one-time code"};
  for (const auto part : {subject, name_of(purpose)}) text.append(1, '\0').append(part);
  text.append(1, '\0').append(std::to_string(issue)).append(1, '\0');
  secret::ByteArray<64> block{};
  std::uint32_t number = 0;
  for (char round = 0;; ++round) {  // a second round is needed once in 10^58 codes
    const auto input = text + round;
    crypto_generichash(block.data(), block.size(), secret::as_bytes(input).data(), input.size(), key.data(),
                       key.size());
    bool found = false;
    for (std::size_t at = 0; at < block.size() && !found; at += 4) {
      number = (std::uint32_t{block.at(at)} << 24U) | (std::uint32_t{block.at(at + 1)} << 16U) |
               (std::uint32_t{block.at(at + 2)} << 8U) | block.at(at + 3);
      found = number < unbiased_below;
    }
    if (found) break;
  }
  number %= code_count;
  std::array<char, code_digits> digits{};
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, number /= 10) {
    *digit = static_cast<char>('0' + (number % 10));
  }
  secret::SecretText code{std::string_view{digits.data(), digits.size()}};
  sodium_memzero(digits.data(), digits.size());
  sodium_memzero(block.data(), block.size());
  return code;
}

std::expected<CodeState, SendRefusal> send(const CodeState& state, int key_version, Time now) {
  using Kind = SendRefusal::Kind;
  if (state.sends >= sends_per_visit) return std::unexpected(SendRefusal{Kind::sends_spent, {}});
  if (state.sends > 0 && now < state.sent_at + resend_after) {
    return std::unexpected(SendRefusal{Kind::too_soon, state.sent_at + resend_after - now});
  }
  CodeState next = state;
  const bool same = state.issue > 0 && state.tries < tries_per_code && state.expires_at - now >= same_code_until_left;
  if (!same) {
    next.issue += 1;
    next.key_version = key_version;
    next.expires_at = now + code_life;
    next.tries = 0;
  }
  next.sends += 1;
  next.sent_at = now;
  return next;
}

std::expected<CodeState, TryRefusal> spend_try(const CodeState& state, Time now) {
  if (state.issue == 0 || now >= state.expires_at) return std::unexpected(TryRefusal::expired);
  if (state.tries >= tries_per_code) return std::unexpected(TryRefusal::tries_spent);
  CodeState next = state;
  next.tries += 1;
  return next;
}

wire::CodeState shown(const CodeState& state, Time now) {
  const int sends_left = std::max(0, sends_per_visit - state.sends);
  return {seconds(state.expires_at - now), state.sends == 0 ? 0 : seconds(state.sent_at + resend_after - now),
          sends_left, std::max(0, tries_per_code - state.tries)};
}

}  // namespace sportello::desk
