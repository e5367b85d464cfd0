// Deletes what has outlived its use within minutes or a day: nonces, kept answers, grants and reply keys of visits
// past their time, day counters, days of requests, sealing keys
// whose time is over, addresses that nobody confirmed, links that open nothing any more. What is kept for
// weeks or years is retention.h's.
#pragma once

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// Call about once a minute. Returns how many rows went.
std::int64_t sweep(Session& session, const Office& office, Time now);

}  // namespace sportello::store::acts
