// Ed25519 keys: a device's own, and the public half the service keeps.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"
#include "service/shared/signing/public_key.h"

namespace sportello::signing {

class SigningKey {
 public:
  static SigningKey generate();
  // Of 32 bytes that are kept elsewhere.
  static SigningKey from_seed(secret::BytesView seed);
  // A file of 64 hex digits (the seed), mode 0600. The error is one sentence for a technician.
  static std::expected<SigningKey, std::string> load(const std::filesystem::path& file);
  // Writes to a new file beside it and renames. Refuses to replace a file that exists.
  [[nodiscard]] std::expected<void, std::string> save(const std::filesystem::path& file) const;

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] Signature sign(std::string_view message) const;

 private:
  secret::Secret secret_key_;  // libsodium's 64 bytes: seed and public key
  PublicKey public_key_{};
};

bool verifies(const Signature& signature, std::string_view message, const PublicKey& key);

}  // namespace sportello::signing
