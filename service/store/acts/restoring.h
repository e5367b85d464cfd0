// What a restored store must forget before it serves: time has gone on since its backup. Nothing is sent or told
// twice, no code, link or grant of then works again, and the office can read in the audit that it happened.
#pragma once

#include <optional>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

// Messages and register events that waited are overtaken; visits end; grants, kept answers, unconfirmed addresses and
// unused enrolment codes go; open invitations are cancelled. Links that freeze stay: they only ever protect. Numbers
// of register events begin a million higher: the register has seen those that the backup has not. Kiosks wait for
// approval anew, and their journals may begin anywhere: what they have let go of is not here. What the office did to
// people since (erased, blocked, froze) nobody here knows: it must do it again.
struct Restored {
  std::optional<Time> until;  // the last act that the store knows of
  std::int64_t kiosks = 0;    // that wait for approval now
};
Restored settle_restored(Session& session, const Office& office, Time now);

}  // namespace sportello::store::acts
