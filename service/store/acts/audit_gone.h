// What went from beside the audit on purpose: retention and erasing say so in the audit itself, sealed like all that
// stands there, so that whatever else is missing was deleted by somebody else. Deletes nothing.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "service/store/acts/audit_reading.h"

namespace sportello::store::acts {

// Of everything up to a number, what stood beside it may be gone. Each run says it anew, so that the newest counts,
// also after what stood beside older runs went.
struct GoneByAge {
  std::int64_t logins = 0, acts = 0;
};
struct Gone {
  GoneByAge by_age;
  std::set<std::int64_t> erased;  // one by one: with a person
  [[nodiscard]] bool explains(const Entry& entry) const;
};
// By every event that says so, up to the newest.
Gone gone_of(Session& session, const Office& office, std::string_view school_id);

// One that went by another age than all others.
bool is_login(std::string_view event);

// What the events data.retired, guardian.erased and pupil.erased have beside them.
std::string gone_json(const GoneByAge& by_age);
std::string gone_json(const std::vector<std::int64_t>& events);

}  // namespace sportello::store::acts
