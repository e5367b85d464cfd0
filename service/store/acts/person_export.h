// Everything that is held about a guardian (GDPR 15), opened, for the office to hand over. Of other people it holds
// only the pupils' names; never a password, a PIN, a token or a key.
#pragma once

#include <boost/json/object.hpp>

#include "service/store/acts/footprint.h"

namespace sportello::store::acts {

// Parts by name (person, pupils, credentials, visits …), each an object or a list of objects; times as ISO 8601, UTC.
boost::json::object told_of(Session& session, const Office& office, const Footprint& footprint);

}  // namespace sportello::store::acts
