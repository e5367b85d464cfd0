// Codes sent and codes found right, by school and hour; the alert when one goes up without the other. Knows no
// person.
#pragma once

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// Called by enqueue for every code of every kind. A withheld one writes the same row and counts nothing.
void count_code_sent(Session& session, std::string_view school_id, bool withheld, Time now);
// Call where a code is found right: a visit's, an invitation's, a mail change's.
void count_code_right(Session& session, std::string_view school_id, Time now);

// Once a minute: each school whose last full hours diverge, once a day, gets an audit event and a mail to its
// contact. Returns the ids of those schools, for the log.
std::vector<std::string> alert_where_codes_diverge(Session& session, const Office& office, Time now);

}  // namespace sportello::store::acts
