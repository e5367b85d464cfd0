// The master key and the data keys that it wraps: made, opened, rotated. What is done with them: sealing.cpp,
// deriving.cpp.
#include "service/store/at_rest.h"

#include <sodium.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <fstream>

#include "service/shared/files/durable.h"
#include "service/shared/secret/hash.h"
#include "service/store/framed.h"
#include "service/store/sealed_box.h"

namespace sportello::store {
namespace {

using secret::Bytes;
using secret::BytesView;

static_assert(key_size == crypto_generichash_KEYBYTES);
constexpr std::string_view all_keys = "SELECT use, version, wrapped FROM data_key ORDER BY use, version";

constexpr std::array<std::string_view, 8> uses = {"personal", "pepper", "index", "code",
                                                  "decoy",    "link",   "audit", "requests"};
// What stores of older programs lack.
bool came_later(std::string_view use) { return use == "link" || use == "audit" || use == "requests"; }

Bytes wrapping_place(std::string_view use, int version) {
  return framed({"sportello data key", use, std::to_string(version)});
}

void make_key(Session& session, BytesView master, std::string_view use, int version, Time now) {
  auto key = secret::random_bytes(key_size);
  session.exec("INSERT INTO data_key (use, version, wrapped, created_at) VALUES ($1, $2, $3, $4)", use, version,
               encrypt(master, wrapping_place(use, version), secret::as_text(key)), now);
  sodium_memzero(key.data(), key.size());
}

// Two stores whose keys have the same uses and versions differ here: each is wrapped with a nonce of its own.
Bytes fingerprint_of(const std::vector<Row>& rows) {
  Bytes all;
  for (const auto& row : rows) {
    const auto one = framed({row.text(0), std::to_string(row.integer(1)), secret::as_text(row.blob(2))});
    all.insert(all.end(), one.begin(), one.end());
  }
  return secret::hash(all);
}

constexpr std::string_view another = "the master key does not open this store: it belongs to another one";

}  // namespace

std::expected<MasterKey, std::string> MasterKey::load(const std::filesystem::path& file) {
  const auto name = file.string();
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) {
    return std::unexpected(name + ": there is no master key: make one with sportello-service master-key create");
  }
  // systemd may hand its credential to the service's user by an access list, whose mask stands in the group's place.
  const bool listed = ::getxattr(file.c_str(), "system.posix_acl_access", nullptr, 0) > 0;
  if ((status.st_mode & (listed ? 0007U : 0077U)) != 0) {
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
  auto text = secret::to_hex(secret::random_bytes(key_size)) + "\n";
  const auto created = files::create_private(file, text);
  sodium_memzero(text.data(), text.size());
  switch (created) {
    case files::Created::yes: break;
    case files::Created::exists:
      return std::unexpected(file.string() + ": exists already: a new key would lose its store");
    case files::Created::no: return std::unexpected(file.string() + ": cannot be written");
  }
  return {};
}

Vault::Vault(std::shared_ptr<const Ring> ring) : held_(std::make_shared<Held>()) { held_->hold(std::move(ring)); }

const Vault::Keys& Vault::Ring::of(std::string_view use) const {
  const auto found = keys.find(use);
  if (found == keys.end()) throw Failure("the store has no key yet for " + std::string{use});
  return found->second;
}

bool Vault::Ring::has_all(bool also_later) const {
  return std::ranges::all_of(uses, [&](auto use) { return keys.contains(use) || (!also_later && came_later(use)); });
}

void Vault::Held::hold(std::shared_ptr<const Ring> ring) {
  const std::lock_guard lock{mutex};
  newest.store(ring.get(), std::memory_order_release);
  all.push_back(std::move(ring));
}

std::shared_ptr<Vault::Ring> Vault::unwrapped(Session& session, const MasterKey& master) {
  auto ring = std::make_shared<Ring>();
  const auto rows = session.query(all_keys);
  ring->fingerprint = fingerprint_of(rows);
  for (const auto& row : rows) {
    const auto version = static_cast<int>(row.integer(1));
    auto key = decrypt(bytes_of(master.key_), wrapping_place(row.text(0), version), row.blob(2));
    if (!key) return nullptr;
    ring->keys[row.text(0)][version] = std::move(*key);
  }
  return ring;
}

std::expected<Vault, std::string> Vault::open(Session& session, const MasterKey& master, Time now) {
  auto ring = unwrapped(session, master);
  if (!ring) return std::unexpected(std::string{another});
  // Only a store that has none, or one from before a use existed: a key that was there and went is not replaced.
  const bool is_new = ring->keys.empty();
  for (const auto use : uses) {
    if (ring->keys.contains(use)) continue;
    if (!is_new && !came_later(use)) return std::unexpected("the store has no key for " + std::string{use});
    make_key(session, bytes_of(master.key_), use, 1, now);
  }
  ring = unwrapped(session, master);
  if (!ring) return std::unexpected(std::string{another});
  return Vault{std::move(ring)};
}

std::expected<Vault, std::string> Vault::read(Session& session, const MasterKey& master) {
  auto ring = unwrapped(session, master);
  if (!ring || !ring->has_all(false)) return std::unexpected(std::string{another});
  return Vault{std::move(ring)};
}

Vault Vault::without_keys() { return Vault{std::make_shared<Ring>()}; }

std::expected<void, std::string> Vault::reload(Session& session, std::span<const MasterKey> masters) const {
  for (const auto& master : masters) {
    auto ring = unwrapped(session, master);
    if (!ring || !ring->has_all(true)) continue;
    held_->hold(std::move(ring));
    return {};
  }
  return std::unexpected(std::string{another});
}

bool Vault::is_current(Session& session) const {
  return fingerprint_of(session.query(all_keys)) == ring()->fingerprint;
}

bool Vault::opens(Session& session, const MasterKey& master) {
  const auto ring = unwrapped(session, master);
  return ring && !ring->keys.empty();
}

std::expected<void, std::string> Vault::rotate(Session& session, const MasterKey& old_master,
                                               const MasterKey& new_master, Time now) {
  const auto ring = unwrapped(session, old_master);
  if (!ring || ring->keys.empty()) return std::unexpected(std::string{another});
  for (const auto& [use, keys] : ring->keys) {
    for (const auto& [version, key] : keys) {
      session.exec("UPDATE data_key SET wrapped = $1 WHERE use = $2 AND version = $3",
                   encrypt(bytes_of(new_master.key_), wrapping_place(use, version), key.reveal()), use, version);
    }
  }
  // Not the others: indexes, decoys and links must give tomorrow what they gave yesterday.
  for (const std::string_view use : {"personal", "pepper", "code", "requests"}) {
    if (came_later(use) && !ring->keys.contains(use)) continue;  // an older program's store: open makes it
    make_key(session, bytes_of(new_master.key_), use, ring->of(use).rbegin()->first + 1, now);
  }
  return {};
}

}  // namespace sportello::store
