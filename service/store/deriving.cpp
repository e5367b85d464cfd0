// What a vault's keys give without a row of their own: indexes, one-time codes, links, decoys, signatures.
#include <sodium.h>

#include <array>

#include "service/desk/decoy.h"
#include "service/desk/reference.h"
#include "service/shared/secret/hash.h"
#include "service/shared/signing/key.h"
#include "service/shared/wire/sealed_request.h"
#include "service/store/at_rest.h"
#include "service/store/framed.h"
#include "service/store/sealed_box.h"

namespace sportello::store {

using secret::Bytes;
using secret::BytesView;

namespace {

std::string_view name_of(IndexKind kind) {
  switch (kind) {
    case IndexKind::document: return "document";
    case IndexKind::phone: return "phone";
    case IndexKind::mail: return "mail";
    case IndexKind::pupil: return "pupil";
    case IndexKind::user_code: return "user_code";
  }
  return {};
}

std::string_view name_of(LinkKind kind) {
  switch (kind) {
    case LinkKind::invitation: return "invitation";
    case LinkKind::freeze: return "freeze";
    case LinkKind::receipt: return "receipt";
  }
  return {};
}

std::string folded_mail(std::string_view mail) {
  const auto first = mail.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  std::string folded{mail.substr(first, mail.find_last_not_of(" \t\r\n") - first + 1)};
  for (auto& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return folded;
}

}  // namespace

Vault::IndexBytes Vault::index_bytes(IndexKind kind, std::string_view school_id, std::string_view text) const {
  const auto key = bytes_of(ring()->of("index").rbegin()->second);
  // Mail servers deliver an address however its letters are written: two spellings are one address.
  auto folded = kind == IndexKind::mail ? folded_mail(text) : std::string{};
  const std::initializer_list<std::string_view> parts = {name_of(kind), school_id,
                                                         kind == IndexKind::mail ? std::string_view{folded} : text};
  const auto size = framed_size(parts);
  std::array<std::uint8_t, 512> usual;
  Bytes longer(size > usual.size() ? size : 0);
  auto* const bytes = longer.empty() ? usual.data() : longer.data();
  frame(parts, bytes);
  IndexBytes hash{};
  static_assert(sizeof hash == crypto_generichash_BYTES);
  crypto_generichash(hash.data(), hash.size(), bytes, size, key.data(), key.size());
  sodium_memzero(bytes, size);
  sodium_memzero(folded.data(), folded.size());
  return hash;
}

Bytes Vault::index(IndexKind kind, std::string_view school_id, std::string_view text) const {
  const auto hash = index_bytes(kind, school_id, text);
  return {hash.begin(), hash.end()};
}

Bytes Vault::document_index(std::string_view school_id, const identity::CodiceFiscale& code) const {
  return index(IndexKind::document, school_id, code.canonical());
}

secret::SecretText Vault::one_time_code(int key_version, std::string_view subject, desk::CodePurpose purpose,
                                        int issue) const {
  require_code_key(key_version);
  const auto* const held = ring();
  const auto& versions = held->of("code");
  const auto key = versions.find(key_version);
  if (key == versions.end()) throw Failure("the key of a one-time code is gone");
  return desk::derive_code(bytes_of(key->second), subject, purpose, issue);
}

secret::SecretText Vault::link_token(LinkKind kind, std::string_view id) const {
  const auto* const held = ring();
  const auto key = bytes_of(held->of("link").begin()->second);
  const auto bytes = framed({"sportello link", name_of(kind), id});
  secret::ByteArray<24> hash{};
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), key.data(), key.size());
  std::string token;
  if (kind == LinkKind::invitation) {
    token = secret::to_base64url(hash);
  } else {
    for (std::size_t at = 0; at < 16; ++at) token += desk::clear_letters[hash.at(at) % desk::clear_letters.size()];
  }
  secret::SecretText result{std::string_view{token}};
  sodium_memzero(token.data(), token.size());
  return result;
}

Bytes Vault::link_hash(LinkKind kind, std::string_view token) {
  return secret::hash(framed({"sportello link", name_of(kind), token}));
}

signing::Signature Vault::sign(std::string_view text) const {
  return signing::SigningKey::from_seed(bytes_of(ring()->of("audit").begin()->second)).sign(text);
}

signing::PublicKey Vault::public_key() const {
  return signing::SigningKey::from_seed(bytes_of(ring()->of("audit").begin()->second)).public_key();
}

std::optional<secret::SealKeyPair> Vault::Ring::request_key(std::string_view key_id) const {
  for (const auto& [version, key] : of("requests")) {
    auto pair = secret::SealKeyPair::from_secret(bytes_of(key));
    if (wire::sealing_key_id(pair.public_key()) == key_id) return pair;
  }
  return std::nullopt;
}

secret::SealPublicKey Vault::request_key() const {
  return secret::SealKeyPair::from_secret(bytes_of(ring()->of("requests").rbegin()->second)).public_key();
}

bool Vault::has_request_key(std::string_view key_id) const { return ring()->request_key(key_id).has_value(); }

std::optional<secret::Secret> Vault::open_request(std::string_view key_id, BytesView box) const {
  const auto pair = ring()->request_key(key_id);
  return pair ? pair->open(box) : std::nullopt;
}

std::int64_t Vault::retire_request_keys(Session& session, Time successor_from) {
  return session.exec(
      "DELETE FROM data_key WHERE use = 'requests' AND version IN (SELECT o.version FROM data_key o JOIN data_key n "
      "ON "
      "n.use = o.use AND n.version = o.version + 1 WHERE o.use = 'requests' AND n.created_at <= $1)",
      successor_from);
}

std::string Vault::decoy_phone_hint(std::string_view school_id, BytesView document_index) const {
  const auto* const held = ring();
  return desk::decoy_phone_hint(bytes_of(held->of("decoy").rbegin()->second), school_id, document_index);
}

Bytes Vault::decoy_phone_index(std::string_view school_id, BytesView document_index) const {
  const auto* const held = ring();
  return desk::decoy_phone_index(bytes_of(held->of("decoy").rbegin()->second), school_id, document_index);
}

}  // namespace sportello::store
