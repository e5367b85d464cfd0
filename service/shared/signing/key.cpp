// Ed25519 by libsodium, and the file a device keeps its key in.
#include "service/shared/signing/key.h"

#include <sodium.h>

#include <fstream>
#include <system_error>

#include "service/shared/files/durable.h"

namespace sportello::signing {

using secret::as_bytes;
using secret::as_text;

SigningKey SigningKey::from_seed(secret::BytesView seed) {
  SigningKey key;
  secret::ByteArray<crypto_sign_SECRETKEYBYTES> secret_key{};
  crypto_sign_seed_keypair(key.public_key_.data(), secret_key.data(), seed.data());
  key.secret_key_ = secret::Secret{as_text(secret_key)};
  sodium_memzero(secret_key.data(), secret_key.size());
  return key;
}

SigningKey SigningKey::generate() {
  auto seed = secret::random_bytes(crypto_sign_SEEDBYTES);
  auto key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

std::expected<SigningKey, std::string> SigningKey::load(const std::filesystem::path& file) {
  std::ifstream in{file};
  std::string hex;
  if (!(in >> hex)) return std::unexpected("cannot read the key file " + file.string() + ": enrol the device first");
  auto seed = secret::from_hex(hex);
  sodium_memzero(hex.data(), hex.size());
  if (!seed || seed->size() != crypto_sign_SEEDBYTES) {
    return std::unexpected("the key file " + file.string() + " does not hold 64 hex digits: enrol the device again");
  }
  auto key = from_seed(*seed);
  sodium_memzero(seed->data(), seed->size());
  return key;
}

std::expected<void, std::string> SigningKey::save(const std::filesystem::path& file) const {
  auto hex = secret::to_hex(as_bytes(secret_key_.reveal()).first(crypto_sign_SEEDBYTES)) + "\n";
  const auto created = files::create_private(file, hex);
  sodium_memzero(hex.data(), hex.size());
  switch (created) {
    case files::Created::yes: break;
    case files::Created::exists:
      return std::unexpected("the key file " + file.string() + " exists: move it away to make a new key");
    case files::Created::no:
      return std::unexpected("cannot write the key file " + file.string() +
                             ": check the folder's rights and the disk");
  }
  return {};
}

Signature SigningKey::sign(std::string_view message) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, as_bytes(message).data(), message.size(),
                       as_bytes(secret_key_.reveal()).data());
  return signature;
}

bool verifies(const Signature& signature, std::string_view message, const PublicKey& key) {
  return crypto_sign_verify_detached(signature.data(), as_bytes(message).data(), message.size(), key.data()) == 0;
}

}  // namespace sportello::signing
