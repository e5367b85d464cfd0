// From a grant to its guardian.
#include "service/store/acts/bearer.h"

namespace sportello::store::acts {

Outcome<Proved> prove(Session& session, const Office& office, const Bearer& bearer, Time now) {
  auto visit = open_visit_of(session, bearer.device, bearer.visit, now);
  if (!visit) return std::unexpected(visit.error());
  if (!grant_opens(session, bearer.device, visit->id, bearer.grant, now) || !visit->guardian_id) {
    return refused(wire::Code::grant_invalid);
  }
  auto guardian = guardian_by_id(session, office, *visit->guardian_id);
  if (guardian.blocked) return refused(wire::Code::act_refused, "the office can say why");
  return Proved{std::move(*visit), std::move(guardian)};
}

}  // namespace sportello::store::acts
