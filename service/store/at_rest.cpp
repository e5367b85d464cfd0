// Sealing, indexing and deriving with the keys of one store, by libsodium.
#include "service/store/at_rest.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "service/desk/decoy.h"
#include "service/desk/reference.h"
#include "service/store/framed.h"

namespace sportello::store {
namespace {

using secret::as_bytes;
using secret::Bytes;
using secret::BytesView;

constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t version_size = 4;  // of the key, big-endian, before every sealed field
static_assert(key_size == crypto_generichash_KEYBYTES);

constexpr std::array<std::string_view, 6> uses = {"personal", "pepper", "index", "code", "decoy", "link"};

std::string_view name_of(Seal use) {
  switch (use) {
    case Seal::personal: return "personal";
    case Seal::pepper: return "pepper";
  }
  return {};
}

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

Bytes encrypt(BytesView key, BytesView bound, std::string_view clear) {
  Bytes box = secret::random_bytes(nonce_size);
  box.resize(nonce_size + clear.size() + tag_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(box.data() + nonce_size, nullptr, as_bytes(clear).data(), clear.size(),
                                             bound.data(), bound.size(), nullptr, box.data(), key.data());
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

Bytes wrapping_place(std::string_view use, int version) {
  return framed({"sportello data key", use, std::to_string(version)});
}

Bytes place_bytes(Seal use, const Place& place, int version) {
  return framed({name_of(use), std::to_string(version), place.table, place.column, place.school_id, place.row_id});
}

void make_key(Session& session, BytesView master, std::string_view use, int version, Time now) {
  auto key = secret::random_bytes(key_size);
  session.exec("INSERT INTO data_key (use, version, wrapped, created_at) VALUES ($1, $2, $3, $4)", use, version,
               encrypt(master, wrapping_place(use, version), secret::as_text(key)), now);
  sodium_memzero(key.data(), key.size());
}

BytesView bytes_of(const secret::Secret& key) { return as_bytes(key.reveal()); }

std::string folded_mail(std::string_view mail) {
  const auto first = mail.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  std::string folded{mail.substr(first, mail.find_last_not_of(" \t\r\n") - first + 1)};
  for (auto& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return folded;
}

}  // namespace

std::expected<MasterKey, std::string> MasterKey::load(const std::filesystem::path& file) {
  const auto name = file.string();
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) {
    return std::unexpected(name + ": there is no master key: make one with sportello-service master-key create");
  }
  if ((status.st_mode & 0077U) != 0) {
    return std::unexpected(name + ": the master key is readable by others: chmod 600 it");
  }
  std::ifstream stream{file};
  std::string text;
  stream >> text;
  const auto bytes = secret::from_hex(text);
  sodium_memzero(text.data(), text.size());
  if (!bytes || bytes->size() != key_size) return std::unexpected(name + ": a master key is 64 hex digits");
  return MasterKey{secret::Secret{secret::as_text(*bytes)}};
}

std::expected<void, std::string> MasterKey::create(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return std::unexpected(file.string() + (errno == EEXIST ? ": exists already: a new key would lose its store"
                                                            : ": cannot be written"));
  }
  auto text = secret::to_hex(secret::random_bytes(key_size)) + "\n";
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  sodium_memzero(text.data(), text.size());
  ::close(descriptor);
  if (!written) {
    ::unlink(file.c_str());
    return std::unexpected(file.string() + ": cannot be written");
  }
  return {};
}

std::expected<Vault, std::string> Vault::open(Session& session, const MasterKey& master, Time now) {
  Vault vault;
  const auto master_key = bytes_of(master.key_);
  const auto load = [&] {
    for (const auto& row : session.query("SELECT use, version, wrapped FROM data_key")) {
      const auto version = static_cast<int>(row.integer(1));
      auto key = decrypt(master_key, wrapping_place(row.text(0), version), row.blob(2));
      if (!key) return false;
      vault.keys_[row.text(0)][version] = std::move(*key);
    }
    return true;
  };
  constexpr std::string_view another = "the master key does not open this store: it belongs to another one";
  if (!load()) return std::unexpected(std::string{another});
  // Only a store that has none, or one from before a use existed: a key that was there and went is not replaced.
  const bool is_new = vault.keys_.empty();
  for (const auto use : uses) {
    if (vault.keys_.contains(use)) continue;
    if (!is_new && use != "link") return std::unexpected("the store has no key for " + std::string{use});
    make_key(session, master_key, use, 1, now);
  }
  if (!load()) return std::unexpected(std::string{another});
  vault.code_version_ = vault.keys("code").rbegin()->first;
  return vault;
}

void Vault::add_key(Session& session, const MasterKey& master, Seal use, Time now) {
  const auto newest = session.first("SELECT MAX(version) FROM data_key WHERE use = $1", name_of(use));
  make_key(session, bytes_of(master.key_), name_of(use), static_cast<int>(newest->integer(0)) + 1, now);
}

const Vault::Keys& Vault::keys(std::string_view use) const { return keys_.find(use)->second; }

Bytes Vault::seal(Seal use, const Place& place, std::string_view clear) const {
  const auto& [version, key] = *keys(name_of(use)).rbegin();
  Bytes field;
  for (int shift = 24; shift >= 0; shift -= 8) field.push_back(static_cast<std::uint8_t>(version >> shift));
  const auto box = encrypt(bytes_of(key), place_bytes(use, place, version), clear);
  field.insert(field.end(), box.begin(), box.end());
  return field;
}

std::optional<secret::SecretText> Vault::open(Seal use, const Place& place, BytesView field) const {
  if (field.size() < version_size) return std::nullopt;
  int version = 0;
  for (const auto byte : field.first(version_size)) version = (version << 8) | byte;
  const auto& versions = keys(name_of(use));
  const auto key = versions.find(version);
  if (key == versions.end()) return std::nullopt;
  auto clear = decrypt(bytes_of(key->second), place_bytes(use, place, version), field.subspan(version_size));
  if (!clear) return std::nullopt;
  return secret::SecretText{std::move(*clear)};
}

secret::SecretText Vault::reveal(Seal use, const Place& place, BytesView field) const {
  auto clear = open(use, place, field);
  if (!clear) {
    throw Failure("a sealed field does not open: " + std::string{place.table} + "." + std::string{place.column});
  }
  return std::move(*clear);
}

Bytes Vault::index(IndexKind kind, std::string_view school_id, std::string_view text) const {
  const auto key = bytes_of(keys("index").rbegin()->second);
  // Mail servers deliver an address however its letters are written: two spellings are one address.
  auto folded = kind == IndexKind::mail ? folded_mail(text) : std::string{text};
  auto bytes = framed({name_of(kind), school_id, folded});
  Bytes hash(crypto_generichash_BYTES);
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), key.data(), key.size());
  sodium_memzero(bytes.data(), bytes.size());
  sodium_memzero(folded.data(), folded.size());
  return hash;
}

Bytes Vault::document_index(std::string_view school_id, const identity::CodiceFiscale& code) const {
  return index(IndexKind::document, school_id, code.canonical());
}

secret::SecretText Vault::one_time_code(int key_version, std::string_view subject, desk::CodePurpose purpose,
                                        int issue) const {
  const auto& versions = keys("code");
  const auto key = versions.find(key_version);
  if (key == versions.end()) throw Failure("the key of a one-time code is gone");
  return desk::derive_code(bytes_of(key->second), subject, purpose, issue);
}

secret::SecretText Vault::link_token(LinkKind kind, std::string_view id) const {
  const auto key = bytes_of(keys("link").begin()->second);
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
  const auto bytes = framed({"sportello link", name_of(kind), token});
  Bytes hash(crypto_generichash_BYTES);
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
  return hash;
}

std::string Vault::decoy_phone_hint(std::string_view school_id, BytesView document_index) const {
  return desk::decoy_phone_hint(bytes_of(keys("decoy").rbegin()->second), school_id, document_index);
}

Bytes Vault::decoy_phone_index(std::string_view school_id, BytesView document_index) const {
  return desk::decoy_phone_index(bytes_of(keys("decoy").rbegin()->second), school_id, document_index);
}

}  // namespace sportello::store
