// crypto_pwhash_str and its two companions. What is hashed and compared is always the composed spelling.
#include "service/hashing/argon2id.h"

#include <sodium.h>

#include <array>
#include <string>

#include "service/desk/composed.h"

namespace sportello::hashing {

std::expected<secret::Secret, HashError> hash(const secret::Secret& password, const Cost& cost) {
  std::array<char, crypto_pwhash_STRBYTES> encoded{};
  const auto one_spelling = desk::composed(password.reveal());
  const auto clear = one_spelling.reveal();
  if (crypto_pwhash_str_alg(encoded.data(), clear.data(), clear.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return std::unexpected(HashError::out_of_memory);
  }
  secret::Secret result{std::string_view{encoded.data()}};
  sodium_memzero(encoded.data(), encoded.size());
  return result;
}

bool verify(const secret::Secret& encoded, const secret::Secret& password) {
  auto text = std::string{encoded.reveal()};  // libsodium wants a final zero
  const auto one_spelling = desk::composed(password.reveal());
  const auto clear = one_spelling.reveal();
  const bool same = crypto_pwhash_str_verify(text.c_str(), clear.data(), clear.size()) == 0;
  sodium_memzero(text.data(), text.size());
  return same;
}

bool needs_rehash(const secret::Secret& encoded, const Cost& cost) {
  auto text = std::string{encoded.reveal()};
  const bool needed = crypto_pwhash_str_needs_rehash(text.c_str(), cost.passes, cost.memory_bytes) != 0;
  sodium_memzero(text.data(), text.size());
  return needed;
}

}  // namespace sportello::hashing
