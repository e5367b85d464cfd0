// Wiping memory. Knows nothing of what the bytes mean.
#include "service/shared/secret/secret.h"

#include <sodium.h>

#include <utility>

namespace sportello::secret {

Secret::Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}

Secret::Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::exchange(other.bytes_, {});
  }
  return *this;
}

Secret::~Secret() { wipe(); }

std::string_view Secret::reveal() const { return {bytes_.data(), bytes_.size()}; }

Secret Secret::clone() const { return Secret{reveal()}; }

bool Secret::equals(const Secret& other) const { return equals(other.reveal()); }

bool Secret::equals(std::string_view other) const {
  return bytes_.size() == other.size() &&
         (other.empty() || sodium_memcmp(bytes_.data(), other.data(), other.size()) == 0);
}

void Secret::wipe() noexcept {
  if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
  bytes_.clear();
}

SecretText::SecretText() : secret_(std::make_shared<const Secret>()) {}

SecretText::SecretText(std::string_view text) : secret_(std::make_shared<const Secret>(text)) {}

SecretText::SecretText(Secret secret) : secret_(std::make_shared<const Secret>(std::move(secret))) {}

SecretText SecretText::appended(std::string_view more) const {
  // One allocation of the final size: a growing string would leave its shorter copies behind.
  std::vector<char> joined;
  joined.reserve(size() + more.size());
  const auto old = reveal();
  joined.insert(joined.end(), old.begin(), old.end());
  joined.insert(joined.end(), more.begin(), more.end());
  SecretText result{std::string_view{joined.data(), joined.size()}};
  if (!joined.empty()) sodium_memzero(joined.data(), joined.size());
  return result;
}

SecretText SecretText::without_last() const {
  auto text = reveal();
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.remove_suffix(1);
  if (!text.empty()) text.remove_suffix(1);
  return SecretText{text};
}

}  // namespace sportello::secret
