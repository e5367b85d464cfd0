// Personal data at rest: sealed fields, the keyed index that finds them, derived codes.
// A master key, which is in no backup, wraps the versioned data keys that stand in the store. Hands out no key.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "service/desk/one_time_code.h"
#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/identity/phone.h"
#include "service/shared/secret/secret.h"
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

// Where a sealed field stands: bound to it, so that a field moved to another row, column or school does not open.
struct Place {
  std::string_view table, column, school_id, row_id;
};

enum class Seal {
  personal,  // codice fiscale, names, phone, mail, texts
  pepper,    // password and PIN hashes
};

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

  // One more version of a key: from the next opening on it seals, while the older ones still open.
  static void add_key(Session& session, const MasterKey& master, Seal use, Time now);

  // A sealed field begins with its key's version, so that keys rotate while old rows stay readable.
  [[nodiscard]] secret::Bytes seal(Seal use, const Place& place, std::string_view clear) const;
  // Nothing when the field was changed or belongs elsewhere.
  [[nodiscard]] std::optional<secret::SecretText> open(Seal use, const Place& place, secret::BytesView field) const;
  // The same, but a field that does not open is a failure of the store.
  [[nodiscard]] secret::SecretText reveal(Seal use, const Place& place, secret::BytesView field) const;

  // Keyed, per school: the same person at two schools has two indexes. A mail address in lower case, without spaces.
  [[nodiscard]] secret::Bytes index(IndexKind kind, std::string_view school_id, std::string_view text) const;
  [[nodiscard]] secret::Bytes document_index(std::string_view school_id, const identity::CodiceFiscale& code) const;

  // One-time codes are derived, never stored.
  [[nodiscard]] int code_key_version() const { return code_version_; }
  [[nodiscard]] secret::SecretText one_time_code(int key_version, std::string_view subject, desk::CodePurpose purpose,
                                                 int issue) const;
  // What stands in a link: derived from the id of the row it opens, so that only its mail or SMS ever holds it. An
  // invitation's is 32 characters of base64url; a freeze link's 16 clear letters (26 of them, 75 bits), short enough
  // for an SMS. This key does not rotate while links live.
  [[nodiscard]] secret::SecretText link_token(LinkKind kind, std::string_view id) const;
  // What the store finds the row by.
  static secret::Bytes link_hash(LinkKind kind, std::string_view token);

  // For people who are not on file, stable for ever: this key never rotates.
  [[nodiscard]] std::string decoy_phone_hint(std::string_view school_id, secret::BytesView document_index) const;
  // Stands where the index of a phone stands, so that caps count for them too.
  [[nodiscard]] secret::Bytes decoy_phone_index(std::string_view school_id, secret::BytesView document_index) const;

 private:
  using Keys = std::map<int, secret::Secret>;  // by version
  Vault() = default;
  std::map<std::string, Keys, std::less<>> keys_;  // by use
  int code_version_ = 0;

  [[nodiscard]] const Keys& keys(std::string_view use) const;
};

}  // namespace sportello::store
