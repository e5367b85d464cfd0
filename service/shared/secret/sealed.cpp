// libsodium's crypto_box_seal. Keeps no key.
#include "service/shared/secret/sealed.h"

#include <sodium.h>

namespace sportello::secret {

static_assert(std::tuple_size_v<SealPublicKey> == crypto_box_PUBLICKEYBYTES);

SealKeyPair SealKeyPair::generate() {
  SealKeyPair pair;
  ByteArray<crypto_box_SECRETKEYBYTES> secret{};
  crypto_box_keypair(pair.public_key_.data(), secret.data());
  pair.secret_key_ = Secret{as_text(secret)};
  sodium_memzero(secret.data(), secret.size());
  return pair;
}

SealKeyPair SealKeyPair::from_secret(BytesView secret_key) {
  SealKeyPair pair;
  pair.secret_key_ = Secret{as_text(secret_key)};
  crypto_scalarmult_base(pair.public_key_.data(), secret_key.data());
  return pair;
}

std::optional<Secret> SealKeyPair::open(BytesView box) const {
  if (box.size() < crypto_box_SEALBYTES) return std::nullopt;
  Bytes clear(box.size() - crypto_box_SEALBYTES);
  const auto key = as_bytes(secret_key_.reveal());
  if (crypto_box_seal_open(clear.data(), box.data(), box.size(), public_key_.data(), key.data()) != 0) {
    return std::nullopt;
  }
  Secret result{as_text(clear)};
  sodium_memzero(clear.data(), clear.size());
  return result;
}

Bytes seal(std::string_view clear, const SealPublicKey& to) {
  Bytes box(clear.size() + crypto_box_SEALBYTES);
  crypto_box_seal(box.data(), as_bytes(clear).data(), clear.size(), to.data());
  return box;
}

}  // namespace sportello::secret
