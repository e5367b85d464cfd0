// Who asks with a grant: the guardian of a visit whose code was right.
#pragma once

#include <string>

#include "service/store/acts/people.h"
#include "service/store/acts/visit_state.h"

namespace sportello::store::acts {

// As every call with a grant brings it.
struct Bearer {
  Device device;
  std::string visit;
  secret::SecretText grant;  // as it travels, base64url
};
struct Proved {
  VisitState visit;
  Guardian guardian;
};
// Refuses: visit_unknown, visit_ended, grant_invalid; act_refused for a guardian who was blocked since.
Outcome<Proved> prove(Session& session, const Office& office, const Bearer& bearer, Time now);

}  // namespace sportello::store::acts
