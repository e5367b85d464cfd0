// Ed25519 by libsodium, and the file a device keeps its key in.
#include "service/shared/signing/key.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

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
  if (std::filesystem::exists(file)) {
    return std::unexpected("the key file " + file.string() + " exists: move it away to make a new key");
  }
  const auto temporary = file.string() + ".new";
  ::unlink(temporary.c_str());
  const int out = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0) return std::unexpected("cannot write the key file " + file.string() + ": check the folder's rights");
  auto hex = secret::to_hex(as_bytes(secret_key_.reveal()).first(crypto_sign_SEEDBYTES)) + "\n";
  const bool written = ::write(out, hex.data(), hex.size()) == static_cast<ssize_t>(hex.size()) && ::fsync(out) == 0;
  sodium_memzero(hex.data(), hex.size());
  ::close(out);
  if (!written || ::rename(temporary.c_str(), file.c_str()) != 0) {
    return std::unexpected("cannot write the key file " + file.string() + ": check the disk");
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
