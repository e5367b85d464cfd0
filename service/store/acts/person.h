// What the kiosk learns of a guardian once the code has proved them: pupils, what is there, what may be done.
#pragma once

#include "service/store/acts/people.h"

namespace sportello::store::acts {

// Without a grant: that is the visit's.
wire::Person person_of(Session& session, const Office& office, const Guardian& guardian, Time now);

}  // namespace sportello::store::acts
