// Fields sealed and opened with a vault's keys, each bound to its place.
#include <sodium.h>

#include <algorithm>

#include "service/store/at_rest.h"
#include "service/store/framed.h"
#include "service/store/sealed_box.h"

namespace sportello::store {

using secret::as_bytes;
using secret::Bytes;
using secret::BytesView;

namespace {

constexpr std::size_t version_size = 4;  // of the key, big-endian, before every sealed field

Bytes place_bytes(Seal use, const Place& place, int version) {
  return framed({name_of(use), std::to_string(version), place.table, place.column, place.school_id, place.row_id});
}

std::optional<int> version_of(BytesView field) {
  if (field.size() < version_size) return std::nullopt;
  int version = 0;
  for (const auto byte : field.first(version_size)) version = (version << 8) | byte;
  return version;
}

}  // namespace

std::string_view name_of(Seal use) {
  switch (use) {
    case Seal::personal: return "personal";
    case Seal::pepper: return "pepper";
  }
  return {};
}

Bytes Vault::seal(Seal use, const Place& place, std::string_view clear) const {
  const auto* const held = ring();
  const auto& [version, key] = *held->of(name_of(use)).rbegin();
  auto field = encrypt(bytes_of(key), place_bytes(use, place, version), clear, version_size);
  for (std::size_t i = 0; i < version_size; ++i) field[i] = static_cast<std::uint8_t>(version >> (24 - 8 * i));
  return field;
}

static_assert(crypto_core_hchacha20_INPUTBYTES + 8 == nonce_size && crypto_core_hchacha20_OUTPUTBYTES == key_size);

Sealer::Sealer(const Vault& vault) {
  const auto& [version, key] = *vault.ring()->of(name_of(Seal::personal)).rbegin();
  version_ = version;
  version_text_ = std::to_string(version);
  randombytes_buf(drawn_.data(), drawn_.size());
  crypto_core_hchacha20(key_.data(), drawn_.data(), bytes_of(key).data(), nullptr);
}

Sealer::~Sealer() { sodium_memzero(key_.data(), key_.size()); }

// XChaCha20 is ChaCha20 with the key that HChaCha20 makes of the first sixteen bytes of the nonce, and four bytes of
// zero before its last eight (draft-irtf-cfrg-xchacha, 2.3).
void Sealer::seal(const Place& place, std::string_view clear, Bytes& into) {
  const std::initializer_list<std::string_view> parts = {
      name_of(Seal::personal), version_text_, place.table, place.column, place.school_id, place.row_id};
  bound_.resize(framed_size(parts));
  frame(parts, bound_.data());
  secret::ByteArray<crypto_aead_chacha20poly1305_ietf_NPUBBYTES> nonce{};
  ++count_;
  for (std::size_t i = 0; i < 8; ++i) nonce.at(4 + i) = static_cast<std::uint8_t>(count_ >> (8 * i));
  const auto before = into.size();
  into.resize(before + version_size + nonce_size + clear.size() + tag_size);
  auto* at = into.data() + before;
  for (std::size_t i = 0; i < version_size; ++i) *at++ = static_cast<std::uint8_t>(version_ >> (24 - 8 * i));
  at = std::copy(drawn_.begin(), drawn_.end(), at);
  at = std::copy(nonce.begin() + 4, nonce.end(), at);
  crypto_aead_chacha20poly1305_ietf_encrypt(at, nullptr, as_bytes(clear).data(), clear.size(), bound_.data(),
                                            bound_.size(), nullptr, nonce.data(), key_.data());
}

std::optional<secret::SecretText> Vault::open(Seal use, const Place& place, BytesView field) const {
  const auto version = version_of(field);
  if (!version) return std::nullopt;
  const auto* const held = ring();
  const auto& versions = held->of(name_of(use));
  const auto key = versions.find(*version);
  if (key == versions.end()) return std::nullopt;
  auto clear = decrypt(bytes_of(key->second), place_bytes(use, place, *version), field.subspan(version_size));
  if (!clear) return std::nullopt;
  return secret::SecretText{std::move(*clear)};
}

bool Vault::is_newest(Seal use, BytesView field) const {
  const auto* const held = ring();
  return version_of(field) == held->of(name_of(use)).rbegin()->first;
}

void Vault::require_key(Seal use, BytesView field) const {
  const auto version = version_of(field);
  const auto* const held = ring();
  if (version && *version > held->of(name_of(use)).rbegin()->first) {
    throw UnknownKey("a field is sealed under a key that came later");
  }
}

void Vault::require_code_key(int key_version) const {
  if (key_version > code_key_version()) throw UnknownKey("a one-time code is of a key that came later");
}

int Vault::code_key_version() const {
  const auto* const held = ring();
  return held->of("code").rbegin()->first;
}

secret::SecretText Vault::reveal(Seal use, const Place& place, BytesView field) const {
  auto clear = open(use, place, field);
  if (!clear) {
    require_key(use, field);
    throw Failure("a sealed field does not open: " + std::string{place.table} + "." + std::string{place.column});
  }
  return std::move(*clear);
}

}  // namespace sportello::store
