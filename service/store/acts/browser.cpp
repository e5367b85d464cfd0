// Keys out of one nonce, each for one use, by BLAKE2b.
#include "service/store/acts/browser.h"

#include <sodium.h>

#include "service/shared/secret/hash.h"
#include "service/store/framed.h"

namespace sportello::store::acts {
namespace {

constexpr std::size_t hash_size = crypto_generichash_BYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(hash_size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

secret::Bytes derived(const secret::SecretText& nonce, std::string_view use, std::string_view subject) {
  auto bytes = framed({"sportello page", use, subject, nonce.reveal()});
  auto hash = secret::hash(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return hash;
}

}  // namespace

secret::Bytes session_hash(const Browser& browser) { return derived(browser.nonce, "session", browser.invitation); }

secret::SecretText form_token(const secret::SecretText& nonce, std::string_view action) {
  return secret::SecretText{std::string_view{secret::to_base64url(derived(nonce, "form", action))}};
}

secret::Bytes seal_to(const Browser& browser, std::string_view clear) {
  auto key = derived(browser.nonce, "kept", browser.invitation);
  const auto bound = secret::as_bytes(browser.invitation);
  auto box = secret::random_bytes(nonce_size);
  box.resize(nonce_size + clear.size() + tag_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(box.data() + nonce_size, nullptr, secret::as_bytes(clear).data(),
                                             clear.size(), bound.data(), bound.size(), nullptr, box.data(),
                                             key.data());
  sodium_memzero(key.data(), key.size());
  return box;
}

std::optional<secret::SecretText> open_sealed(const Browser& browser, secret::BytesView field) {
  if (field.size() < nonce_size + tag_size) return std::nullopt;
  auto key = derived(browser.nonce, "kept", browser.invitation);
  const auto bound = secret::as_bytes(browser.invitation);
  secret::Bytes clear(field.size() - nonce_size - tag_size);
  const bool opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
                          clear.data(), nullptr, nullptr, field.data() + nonce_size, field.size() - nonce_size,
                          bound.data(), bound.size(), field.data(), key.data()) == 0;
  sodium_memzero(key.data(), key.size());
  if (!opened) return std::nullopt;
  secret::SecretText result{secret::as_text(clear)};
  sodium_memzero(clear.data(), clear.size());
  return result;
}

}  // namespace sportello::store::acts
