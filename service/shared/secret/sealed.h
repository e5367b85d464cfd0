// Sealed boxes: whoever holds the public X25519 key can close one, only the holder of the secret key opens it.
// The service seals the secret fields of its answers to the key a kiosk sends when a visit opens.
#pragma once

#include <optional>
#include <string_view>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"

namespace sportello::secret {

using SealPublicKey = ByteArray<32>;  // X25519

class SealKeyPair {
 public:
  static SealKeyPair generate();
  // Of 32 random bytes that are kept elsewhere.
  static SealKeyPair from_secret(BytesView secret_key);
  [[nodiscard]] const SealPublicKey& public_key() const { return public_key_; }
  // Nothing when the box was not sealed to this key, or was changed.
  [[nodiscard]] std::optional<Secret> open(BytesView box) const;

 private:
  SealPublicKey public_key_{};
  Secret secret_key_;
};

Bytes seal(std::string_view clear, const SealPublicKey& to);

}  // namespace sportello::secret
