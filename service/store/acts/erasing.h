// A guardian is forgotten (GDPR 17): every row that names them goes, sealed fields, indexes and messages with it, in
// one write. The chain of the audit stays, without what stood beside it; pupils stay, for they are the school's,
// until they have left it: then they are forgotten alike, and their guardians keep their other bonds. Backups and
// files that were exported are out of its reach.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/store/acts/footprint.h"
#include "service/store/store.h"

namespace sportello::store::acts {

struct ErasedCount {
  std::string_view what;
  std::int64_t rows = 0;
  bool operator==(const ErasedCount&) const = default;
};
struct Forgetting {
  std::string school_id;
  std::vector<std::string> guardians;
  bool with_pupils = false;  // also those who have nobody else
  // Only who is due by then, asked again in the write that erases: an import may have brought somebody back.
  std::optional<Time> disabled_until = {};
};
// Looks through the audit once for all of them, outside of any write; then one write for each. Whoever is not there
// (any more) is passed over.
std::expected<std::vector<ErasedCount>, StoreError> forget(Store& store, const Office& office, const Forgetting& whom,
                                                           Time now);

// The same for pupils who left by then, asked again in the write that erases.
struct ForgettingPupils {
  std::string school_id;
  std::vector<std::string> pupils;
  Time left_until{};
};
std::expected<std::vector<ErasedCount>, StoreError> forget_pupils(Store& store, const Office& office,
                                                                  const ForgettingPupils& whom, Time now);

// School and guardian: disabled since before then, without pupils, not blocked by the office. At most `most`.
std::vector<std::pair<std::string, std::string>> due_for_erasing(Session& session, Time until, int most);
// School and pupil: left since before then. At most `most`.
std::vector<std::pair<std::string, std::string>> pupils_due_for_erasing(Session& session, Time until, int most);

}  // namespace sportello::store::acts
