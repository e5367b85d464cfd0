// Verifies a school's chain where it stands, page by page, while others write on. Reads only.
#pragma once

#include <string>
#include <vector>

#include "service/store/acts/chain_check.h"
#include "service/store/store.h"

namespace sportello::store::acts {

struct Verified {
  std::int64_t events = 0;            // that hold, from the first
  std::vector<std::string> findings;  // each a line; empty: it holds
};

// What is missing beside the chain is a finding too, unless an event of retention or erasing accounts for it.
// `told`: heads that were kept elsewhere, beside those that the store's own kiosks told. The error is the store's.
std::expected<Verified, StoreError> verify_audit(Store& store, const Office& office, std::string_view school_id,
                                                 std::string_view school_code, std::vector<Testimony> told);

// "event 120 was edited: …", for a store and for a file.
std::string finding_of(const ChainBreak& broken);

}  // namespace sportello::store::acts
