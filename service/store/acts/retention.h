// Applies the retention of desk/keeping.h: what is older goes, in small writes. The chain of the audit stays whole;
// what stands beside it goes. Acceptances of commitments stay with their guardian; pupils stay while the school has
// them.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "service/desk/keeping.h"
#include "service/store/acts/office.h"
#include "service/store/store.h"

namespace sportello::store::acts {

inline constexpr int retire_at_once = 200;  // rows of a kind in one write: a visit beside it waits milliseconds

struct Retired {
  std::string_view key;  // of the rule, or "guardians_disabled"
  std::int64_t rows = 0;
};
// One write: at most `retire_at_once` rows of each kind. Call again while any kind has as many.
std::vector<Retired> retire(Session& session, const Office& office, const desk::Retention& retention, Time now);
bool more_to_retire(const std::vector<Retired>& retired);

// Everything that is due, write after write; then whoever is disabled or has left long enough is forgotten. `go_on`
// is asked between writes.
std::expected<std::vector<Retired>, StoreError> retire_all(Store& store, const Office& office,
                                                           const desk::Retention& retention, Time now,
                                                           const std::function<bool()>& go_on);

}  // namespace sportello::store::acts
