// Rows that were in the middle of something.
#include "service/store/acts/restoring.h"

#include "service/store/acts/audit.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/journal.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

// More events and files than a school makes in its life.
constexpr std::int64_t numbers_apart = 1'000'000;

}  // namespace

Restored settle_restored(Session& session, const Office& office, Time now) {
  Restored restored;
  // Before the restore itself becomes an act.
  if (const auto last = session.first("SELECT MAX(at) FROM audit")) restored.until = last->optional_time(0);
  session.exec("DELETE FROM process");  // who served then does not serve from this store
  // One may have been revoked since, because it was stolen: somebody who reads its words says that it is still ours.
  restored.kiosks = session.exec("UPDATE device SET state = $1, approved_at = NULL WHERE state = $2",
                                 name_of(DeviceState::pending), name_of(DeviceState::active));
  session.exec(
      "UPDATE outbox SET state = 'overtaken', finished_at = $1, recipient = $2, parameters = $2, claimed_by = '', "
      "last_word = 'store_restored' WHERE state IN ('queued', 'sending')",
      now, secret::Bytes{});
  session.exec(
      "UPDATE connector_event SET state = 'overtaken', finished_at = $1, content = $2, last_word = 'store_restored' "
      "WHERE state NOT IN ('delivered', 'overtaken')",
      now, secret::Bytes{});
  session.exec("UPDATE connector_head SET sequence = sequence + $1, batch = batch + $1", numbers_apart);
  session.exec("UPDATE visit SET ended_at = $1, reply_key = $2 WHERE ended_at IS NULL", now, secret::Bytes{});
  session.exec("DELETE FROM visit_grant");
  session.exec("DELETE FROM kept_answer");
  session.exec("DELETE FROM mail_change WHERE confirmed_at IS NULL");
  session.exec("DELETE FROM enrol_code WHERE device_id IS NULL");
  session.exec(
      "UPDATE invitation SET cancelled_at = $1, session_hash = NULL WHERE redeemed_at IS NULL AND cancelled_at IS "
      "NULL",
      now);
  session.exec("UPDATE invitation SET kept = NULL, kept_until = NULL WHERE kept IS NOT NULL");
  begin_journals_anew(session);
  for (const auto& school : list_schools(session)) {
    append(session, office, {school.id, EventName::store_restored, "", "", ""}, now);
  }
  return restored;
}

}  // namespace sportello::store::acts
