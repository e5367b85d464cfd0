// Personal data at rest: sealed fields, the keyed index that finds them, derived codes.
// A master key, which is in no backup, wraps the versioned data keys that stand in the store. Hands out no key.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/desk/one_time_code.h"
#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/identity/phone.h"
#include "service/shared/secret/sealed.h"
#include "service/shared/secret/secret.h"
#include "service/shared/signing/public_key.h"
#include "service/store/session.h"

namespace sportello::store {

// 32 bytes as 64 hex digits in a file of mode 0600 or stricter.
class MasterKey {
 public:
  static std::expected<MasterKey, std::string> load(const std::filesystem::path& file);
  // Writes a new one. Refuses to replace a file that exists: its store would be lost.
  static std::expected<void, std::string> create(const std::filesystem::path& file);

 private:
  friend class Vault;
  explicit MasterKey(secret::Secret key) : key_(std::move(key)) {}
  secret::Secret key_;
};

// A field is sealed under a key that this process has not read yet: another one rotated. Vault::reload, then once
// more.
class UnknownKey : public Failure {
 public:
  using Failure::Failure;
};

// Where a sealed field stands: bound to it, so that a field moved to another row, column or school does not open.
struct Place {
  std::string_view table, column, school_id, row_id;
};

enum class Seal {
  personal,  // codice fiscale, names, phone, mail, texts
  pepper,    // password and PIN hashes
};
std::string_view name_of(Seal use);

// What an index is made over. The kind is part of the hash, so that a phone never meets a mail address.
enum class IndexKind { document, phone, mail, pupil, user_code };

enum class LinkKind {
  invitation,
  freeze,
  receipt,  // no link for people: what a gateway's delivery receipt must bring
};

class Vault {
 public:
  // Opens the keys of this store; makes those it lacks, when it is new or of an older program (so: inside a write).
  // The error is one sentence: no keys, or a master key that is not this store's.
  static std::expected<Vault, std::string> open(Session& session, const MasterKey& master, Time now);

  // The same, of a store that is only read, such as a backup. Keys that an older program did not make may lack:
  // whatever asks for one throws Failure. In a write call open, which makes them.
  static std::expected<Vault, std::string> read(Session& session, const MasterKey& master);
  // The same keys and those that have come since, in place of what this vault holds; from any thread, while others
  // seal and open. By the first of `masters` that opens the store. The error is a sentence; what was held stays.
  std::expected<void, std::string> reload(Session& session, std::span<const MasterKey> masters) const;
  // For readers of what is not sealed. Whatever asks for a key throws Failure.
  static Vault without_keys();
  // Whether the store's keys are those that this vault read, and no others of the same number: a read.
  [[nodiscard]] bool is_current(Session& session) const;
  // Whether this master key opens the store: a read. A store without keys is opened by none.
  static bool opens(Session& session, const MasterKey& master);
  // Wraps every key anew under another master, and adds one more version of those that seal and derive codes. Call in
  // a write: all of it or nothing. The error is a sentence: the old master key is not this store's.
  static std::expected<void, std::string> rotate(Session& session, const MasterKey& old_master,
                                                 const MasterKey& new_master, Time now);

  // A sealed field begins with its key's version, so that keys rotate while old rows stay readable.
  [[nodiscard]] secret::Bytes seal(Seal use, const Place& place, std::string_view clear) const;
  // Nothing when the field was changed or belongs elsewhere.
  [[nodiscard]] std::optional<secret::SecretText> open(Seal use, const Place& place, secret::BytesView field) const;
  // Whether the field is sealed under the newest key.
  [[nodiscard]] bool is_newest(Seal use, secret::BytesView field) const;
  // Throws UnknownKey where the field's key was made after this vault was read.
  void require_key(Seal use, secret::BytesView field) const;
  void require_code_key(int key_version) const;
  // The same as open, but a field that does not open is a failure of the store; UnknownKey as above.
  [[nodiscard]] secret::SecretText reveal(Seal use, const Place& place, secret::BytesView field) const;

  // Keyed, per school: the same person at two schools has two indexes. A mail address in lower case, without spaces.
  [[nodiscard]] secret::Bytes index(IndexKind kind, std::string_view school_id, std::string_view text) const;
  // The same, for whoever makes millions of them.
  using IndexBytes = secret::ByteArray<32>;
  [[nodiscard]] IndexBytes index_bytes(IndexKind kind, std::string_view school_id, std::string_view text) const;
  [[nodiscard]] secret::Bytes document_index(std::string_view school_id, const identity::CodiceFiscale& code) const;

  // One-time codes are derived, never stored.
  [[nodiscard]] int code_key_version() const;
  [[nodiscard]] secret::SecretText one_time_code(int key_version, std::string_view subject, desk::CodePurpose purpose,
                                                 int issue) const;
  // What stands in a link: derived from the id of the row it opens, so that only its mail or SMS ever holds it. An
  // invitation's is 32 characters of base64url; a freeze link's 16 clear letters (26 of them, 75 bits), short enough
  // for an SMS. This key does not rotate while links live.
  [[nodiscard]] secret::SecretText link_token(LinkKind kind, std::string_view id) const;
  // What the store finds the row by.
  static secret::Bytes link_hash(LinkKind kind, std::string_view token);

  // With a key of the service's own (Ed25519), which never rotates: kiosks know it, and keep what it signed.
  [[nodiscard]] signing::Signature sign(std::string_view text) const;
  [[nodiscard]] signing::PublicKey public_key() const;

  // What kiosks seal requests to: the newest. Its keys rotate with the master key; an older one opens boxes until
  // retire_request_keys takes it.
  [[nodiscard]] secret::SealPublicKey request_key() const;
  // Whether a box names a key that this vault has (wire::sealing_key_id).
  [[nodiscard]] bool has_request_key(std::string_view key_id) const;
  // Nothing when the key is not here, or the box was not sealed to it.
  [[nodiscard]] std::optional<secret::Secret> open_request(std::string_view key_id, secret::BytesView box) const;
  // Deletes those whose successor is as old: what is sealed to them opens for nobody any more. How many went.
  static std::int64_t retire_request_keys(Session& session, Time successor_from);

  // For people who are not on file, stable for ever: this key never rotates.
  [[nodiscard]] std::string decoy_phone_hint(std::string_view school_id, secret::BytesView document_index) const;
  // Stands where the index of a phone stands, so that caps count for them too.
  [[nodiscard]] secret::Bytes decoy_phone_index(std::string_view school_id, secret::BytesView document_index) const;

 private:
  friend class Sealer;
  using Keys = std::map<int, secret::Secret>;  // by version
  struct Ring {
    std::map<std::string, Keys, std::less<>> keys;  // by use
    secret::Bytes fingerprint;                      // of the rows they came from
    [[nodiscard]] const Keys& of(std::string_view use) const;
    // Nothing: none of that name.
    [[nodiscard]] std::optional<secret::SealKeyPair> request_key(std::string_view key_id) const;
    [[nodiscard]] bool has_all(bool also_later) const;
  };
  // What a reload replaces. A call that runs meanwhile keeps the ring it began with: none is let go before the last
  // vault, so that the millions of calls that only read wait for nobody. There are as many as rotations, a few.
  struct Held {
    std::mutex mutex;
    std::vector<std::shared_ptr<const Ring>> all;
    std::atomic<const Ring*> newest = nullptr;
    void hold(std::shared_ptr<const Ring> ring);
  };
  explicit Vault(std::shared_ptr<const Ring> ring);
  // Nothing: the master key does not open one of them.
  static std::shared_ptr<Ring> unwrapped(Session& session, const MasterKey& master);
  [[nodiscard]] const Ring* ring() const { return held_->newest.load(std::memory_order_acquire); }
  std::shared_ptr<Held> held_;
};

// Seals many personal fields of one piece of work on one thread, as Vault::seal does each: whatever opens those opens
// these. One half of the nonce is drawn once and the other half counts, so that the key's set-up is done once.
class Sealer {
 public:
  explicit Sealer(const Vault& vault);
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;
  ~Sealer();
  // Behind what stands in `into`.
  void seal(const Place& place, std::string_view clear, secret::Bytes& into);

 private:
  int version_;
  std::string version_text_;
  secret::ByteArray<16> drawn_{};
  secret::ByteArray<32> key_{};  // of the drawn half
  std::uint64_t count_ = 0;
  secret::Bytes bound_;
};

}  // namespace sportello::store
