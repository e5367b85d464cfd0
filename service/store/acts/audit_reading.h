// The chain's reading end: pages of it, by sequence, so that a chain of any length is read in bounded memory.
// Changes nothing; judges nothing but what it cannot read.
#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "service/store/acts/audit.h"

namespace sportello::store::acts {

inline constexpr int audit_page = 2000;  // rows at once: half a megabyte, and a writer waits for no reader longer

struct AuditRow {
  struct Personal {
    secret::Bytes salt;
    std::optional<secret::SecretText> clear;  // nothing: its seal does not open
  };
  Entry entry;
  secret::Bytes hash;
  std::optional<Personal> personal;
};

struct AuditPage {
  std::vector<AuditRow> rows;  // of one school, each with a higher sequence than the one before
  // A row that no program of ours wrote, and what is wrong with it; rows end before it.
  std::optional<std::string> unreadable;
};
// At most `audit_page` rows after `after`. `personal`: with what stands beside them.
AuditPage audit_page_after(Session& session, const Office& office, std::string_view school_id, std::int64_t after,
                           bool personal);

// What stands beside an event. Nothing: its seal does not open; where that may be the vault's fault, which is older
// than the store's keys, it throws UnknownKey.
std::optional<secret::SecretText> open_beside(Session& session, const Office& office, std::string_view school_id,
                                              std::int64_t sequence, secret::BytesView sealed);

// What stands in the head row and, beside the chain, where nothing may stand.
struct AuditEnd {
  std::int64_t sequence = 0;
  secret::Bytes hash;
  std::int64_t behind_head = 0;       // a row's sequence behind the head's, or 0
  std::int64_t orphan_personal = -1;  // a personal part without an event, or -1
};
// The error says what is wrong with the head row.
std::expected<AuditEnd, std::string> audit_end(Session& session, std::string_view school_id);

}  // namespace sportello::store::acts
