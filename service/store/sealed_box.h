// A box by XChaCha20-Poly1305, its nonce before it, bound to where it stands. Private to the vault: knows no key's
// name.
#pragma once

#include <sodium.h>

#include <optional>
#include <string_view>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"

namespace sportello::store {

inline constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
inline constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
inline constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// Behind `before` bytes that the caller fills.
secret::Bytes encrypt(secret::BytesView key, secret::BytesView bound, std::string_view clear, std::size_t before = 0);
// Nothing when it was changed, or belongs elsewhere.
std::optional<secret::Secret> decrypt(secret::BytesView key, secret::BytesView bound, secret::BytesView box);

inline secret::BytesView bytes_of(const secret::Secret& key) { return secret::as_bytes(key.reveal()); }

}  // namespace sportello::store
