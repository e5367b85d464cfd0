// What kiosks saw of the chain: the newest head each has kept, held against the chain at every heartbeat. A head that
// the chain does not hold stays written down until somebody in the office acknowledges it. Mends nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/shared/wire/audit_head.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

enum class Witnessed {
  held,
  not_held,      // the chain does not hold what the kiosk saw; the first time that is an event of the audit too
  acknowledged,  // the same, and the office has looked into it
  not_ours,      // this service never signed that head: nothing is written down
};
Witnessed witness(Session& session, const Office& office, const Device& device,
                  const std::optional<wire::SignedHead>& seen, Time now);
// The office has looked into what this kiosk saw, as after a backup was restored on purpose: an event of the audit,
// with the head beside it. From then on verifying is silent about it; the kiosk itself keeps its head, for it must
// not believe the service that it watches. The error: there is nothing of it to acknowledge.
Told<void> acknowledge_witness(Session& session, const Office& office, std::string_view device, Time now);

// Kiosks whose word the chain does not hold, and nobody has acknowledged: of all schools, for whoever watches.
std::int64_t witnesses_that_disagree(Session& session);

// A head that a chain must hold, and who says so.
struct Testimony {
  std::string who;  // "kiosk …"
  wire::AuditHead head;
};
// What the kiosks of a school said and nobody has acknowledged, in the order of the heads.
std::vector<Testimony> testimonies(Session& session, std::string_view school_id, std::string_view school_code);

}  // namespace sportello::store::acts
