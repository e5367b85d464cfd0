// Deletes what has outlived its use: nonces, kept answers, grants and reply keys of visits past their time, day
// counters, addresses that nobody confirmed, links that open nothing any more, messages of long ago.
#pragma once

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// Call about once a minute. Returns how many rows went.
std::int64_t sweep(Session& session, Time now);

}  // namespace sportello::store::acts
