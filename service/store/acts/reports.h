// "My data is wrong": a request that the office reads, with a reference to name it by.
#pragma once

#include "service/shared/wire/contact.h"
#include "service/store/acts/bearer.h"

namespace sportello::store::acts {

// POST /v1/visits/{id}/report. A mail goes to the address on file, where there is one. Refuses: as `prove`,
// act_refused after reports_per_visit.
Outcome<wire::ReportAnswer> report(Session& session, const Office& office, const Bearer& bearer,
                                   const wire::ReportRequest& wish, Time now);

}  // namespace sportello::store::acts
