// What happened, by whom, on which device: a hash chain per school. Its head is changed in the act's own transaction.
// Personal data stands outside the chain, behind a salted commitment, so that it can be deleted and the chain holds.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "service/shared/wire/audit_head.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

enum class EventName {
  school_added,
  import_begun,
  guardians_imported,
  enrol_code_made,
  device_enrolled,
  device_approved,
  device_revoked,
  login_page_added,
  visit_opened,
  code_sent_again,
  sending_refused,
  code_wrong,
  code_right,
  person_locked,
  credentials_issued,
  password_reset,
  password_changed,
  user_code_shown,
  pin_renewed,
  pin_removed,
  mail_asked,
  mail_changed,
  data_reported,
  report_closed,
  invitation_sent,
  invitation_opened,
  invitation_renewed,
  invitation_redeemed,
  invitation_cancelled,
  invitation_reminded,
  credentials_frozen,
  credentials_unfrozen,
  guardian_blocked,
  guardian_unblocked,
  guardian_unlocked,
  guardian_disabled,
  second_set_authorised,
  homonym_resolved,
  homonym_seen,
  pupil_credentials_issued,
  school_changed,
  access_changed,
  invitations_made,
  commitments_exported,
  aliases_assigned,
  codes_alert,
  connector_retried,
  master_key_rotated,
  store_restored,
  visit_ended,
  login_right,
  login_wrong,
  login_locked,
  visit_timed_out,
  people_looked_up,
  audit_exported,
  witness_disagreed,
  guardian_exported,
  guardian_erased,
  data_retired,
  witness_acknowledged,
  guardian_let_in,
  pupil_closed,
  pupil_came_back,
  guardianship_closed,
  pupil_erased,
  request_taken,
  request_called_back,
  request_withheld,
  request_dropped,
  request_refused,
  journal_refused,
  journal_begins_anew,
};
std::string_view name_of(EventName name);  // "visit.opened"

struct Event {
  std::string school_id;
  EventName name = EventName::visit_opened;
  std::string device;    // "" for the command line
  std::string visit;     // or ""
  std::string personal;  // JSON; sealed, outside the chain; "" for none
};
// The `personal` of an event, from names and values.
std::string personal_json(std::initializer_list<std::pair<std::string_view, std::string_view>> members);
void append(Session& session, const Office& office, const Event& event, Time now);

// Of one entry: the bytes that are hashed, in one place for the writer and for whoever verifies.
struct Entry {
  std::int64_t sequence = 0;
  Time at{};
  std::string school_id, event, device, visit;
  secret::Bytes commitment;  // empty without personal data
  secret::Bytes previous;
};
// The newest, signed: for kiosks, exports and whoever keeps it.
wire::SignedHead signed_head(Session& session, const Office& office, std::string_view school_id, Time now);
secret::Bytes hash_of(const Entry& entry);
secret::Bytes commitment_to(secret::BytesView salt, std::string_view personal);

}  // namespace sportello::store::acts
