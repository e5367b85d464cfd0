// By libsodium.
#include "service/store/sealed_box.h"

#include <algorithm>
#include <array>

namespace sportello::store {

using secret::as_bytes;
using secret::Bytes;
using secret::BytesView;

namespace {

// Nonces are drawn by the page: a call into the kernel for each costs as much as the sealing itself. They stand in
// clear before what they seal, so that what waits here is no secret.
void draw_nonce(std::uint8_t* into) {
  thread_local std::array<std::uint8_t, nonce_size * 128> drawn{};
  thread_local std::size_t used = drawn.size();
  if (used == drawn.size()) {
    randombytes_buf(drawn.data(), drawn.size());
    used = 0;
  }
  std::copy_n(drawn.begin() + static_cast<std::ptrdiff_t>(used), nonce_size, into);
  used += nonce_size;
}

}  // namespace

Bytes encrypt(BytesView key, BytesView bound, std::string_view clear, std::size_t before) {
  Bytes box(before + nonce_size + clear.size() + tag_size);
  auto* const nonce = box.data() + before;
  draw_nonce(nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_size, nullptr, as_bytes(clear).data(), clear.size(),
                                             bound.data(), bound.size(), nullptr, nonce, key.data());
  return box;
}

std::optional<secret::Secret> decrypt(BytesView key, BytesView bound, BytesView box) {
  if (box.size() < nonce_size + tag_size) return std::nullopt;
  Bytes clear(box.size() - nonce_size - tag_size);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(clear.data(), nullptr, nullptr, box.data() + nonce_size,
                                                 box.size() - nonce_size, bound.data(), bound.size(), box.data(),
                                                 key.data()) != 0) {
    return std::nullopt;
  }
  secret::Secret result{secret::as_text(clear)};
  sodium_memzero(clear.data(), clear.size());
  return result;
}

}  // namespace sportello::store
