// The chain's writing end. Verifying it is chain_check.h's part, with the same hash_of.
#include "service/store/acts/audit.h"

#include <boost/json.hpp>

#include "service/shared/secret/hash.h"
#include "service/store/framed.h"

namespace sportello::store::acts {
namespace {

constexpr std::size_t salt_size = 32;  // a guess at the personal data must not be checkable against the chain

}  // namespace

std::string_view name_of(EventName name) {
  switch (name) {
    case EventName::school_added: return "school.added";
    case EventName::import_begun: return "import.begun";
    case EventName::guardians_imported: return "guardians.imported";
    case EventName::enrol_code_made: return "enrol_code.made";
    case EventName::device_enrolled: return "device.enrolled";
    case EventName::device_approved: return "device.approved";
    case EventName::device_revoked: return "device.revoked";
    case EventName::login_page_added: return "login_page.added";
    case EventName::visit_opened: return "visit.opened";
    case EventName::code_sent_again: return "code.sent_again";
    case EventName::sending_refused: return "sending.refused";
    case EventName::code_wrong: return "code.wrong";
    case EventName::code_right: return "code.right";
    case EventName::person_locked: return "person.locked";
    case EventName::credentials_issued: return "credentials.issued";
    case EventName::password_reset: return "password.reset";
    case EventName::password_changed: return "password.changed";
    case EventName::user_code_shown: return "user_code.shown";
    case EventName::pin_renewed: return "pin.renewed";
    case EventName::pin_removed: return "pin.removed";
    case EventName::mail_asked: return "mail.asked";
    case EventName::mail_changed: return "mail.changed";
    case EventName::data_reported: return "data.reported";
    case EventName::report_closed: return "report.closed";
    case EventName::invitation_sent: return "invitation.sent";
    case EventName::invitation_opened: return "invitation.opened";
    case EventName::invitation_renewed: return "invitation.renewed";
    case EventName::invitation_redeemed: return "invitation.redeemed";
    case EventName::invitation_cancelled: return "invitation.cancelled";
    case EventName::invitation_reminded: return "invitation.reminded";
    case EventName::credentials_frozen: return "credentials.frozen";
    case EventName::credentials_unfrozen: return "credentials.unfrozen";
    case EventName::guardian_blocked: return "guardian.blocked";
    case EventName::guardian_unblocked: return "guardian.unblocked";
    case EventName::guardian_unlocked: return "guardian.unlocked";
    case EventName::guardian_disabled: return "guardian.disabled";
    case EventName::second_set_authorised: return "second_set.authorised";
    case EventName::homonym_resolved: return "homonym.resolved";
    case EventName::homonym_seen: return "homonym.seen";
    case EventName::pupil_credentials_issued: return "pupil_credentials.issued";
    case EventName::school_changed: return "school.changed";
    case EventName::access_changed: return "access.changed";
    case EventName::invitations_made: return "invitations.made";
    case EventName::commitments_exported: return "commitments.exported";
    case EventName::aliases_assigned: return "aliases.assigned";
    case EventName::codes_alert: return "codes.alert";
    case EventName::connector_retried: return "connector.retried";
    case EventName::master_key_rotated: return "master_key.rotated";
    case EventName::store_restored: return "store.restored";
    case EventName::visit_ended: return "visit.ended";
    case EventName::login_right: return "login.right";
    case EventName::login_wrong: return "login.wrong";
    case EventName::login_locked: return "login.locked";
    case EventName::visit_timed_out: return "visit.timed_out";
    case EventName::people_looked_up: return "people.looked_up";
    case EventName::audit_exported: return "audit.exported";
    case EventName::witness_disagreed: return "witness.disagreed";
    case EventName::guardian_exported: return "guardian.exported";
    case EventName::guardian_erased: return "guardian.erased";
    case EventName::data_retired: return "data.retired";
    case EventName::witness_acknowledged: return "witness.acknowledged";
    case EventName::guardian_let_in: return "guardian.let_in";
    case EventName::pupil_closed: return "pupil.closed";
    case EventName::pupil_came_back: return "pupil.came_back";
    case EventName::guardianship_closed: return "guardianship.closed";
    case EventName::pupil_erased: return "pupil.erased";
    case EventName::request_taken: return "request.taken";
    case EventName::request_called_back: return "request.called_back";
    case EventName::request_withheld: return "request.withheld";
    case EventName::request_dropped: return "request.dropped";
    case EventName::request_refused: return "request.refused";
    case EventName::journal_refused: return "journal.refused";
    case EventName::journal_begins_anew: return "journal.begins_anew";
  }
  return {};
}

secret::Bytes hash_of(const Entry& entry) {
  return secret::hash(
      framed({"sportello audit 1", std::to_string(entry.sequence),
              std::to_string(entry.at.time_since_epoch().count()), entry.school_id, entry.event, entry.device,
              entry.visit, secret::as_text(entry.commitment), secret::as_text(entry.previous)}));
}

secret::Bytes commitment_to(secret::BytesView salt, std::string_view personal) {
  return secret::hash(framed({"sportello audit personal", secret::as_text(salt), personal}));
}

std::string personal_json(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  boost::json::object object;
  for (const auto& [name, value] : members) {
    object[boost::json::string_view{name.data(), name.size()}] = boost::json::string_view{value.data(), value.size()};
  }
  return boost::json::serialize(object);
}

wire::SignedHead signed_head(Session& session, const Office& office, std::string_view school_id, Time now) {
  const auto row = session.first(
      "SELECT s.code, h.sequence, h.hash FROM audit_head h JOIN school s ON s.id = h.school_id WHERE s.id = $1",
      school_id);
  const auto hash = row ? secret::exactly<32>(row->blob(2)) : std::nullopt;
  if (!hash) throw Failure("a school has no audit head");
  const wire::AuditHead head{row->text(0), row->integer(1), now.time_since_epoch().count(), *hash};
  return {head, office.vault.public_key(), office.vault.sign(wire::signed_text(head))};
}

void append(Session& session, const Office& office, const Event& event, Time now) {
  // Counting up takes the head row: two programs that append at once wait for each other here.
  const auto head = session.first(
      "UPDATE audit_head SET sequence = sequence + 1 WHERE school_id = $1 RETURNING sequence, hash", event.school_id);
  if (!head) throw Failure("a school has no audit head");
  Entry entry{head->integer(0), now, event.school_id, std::string{name_of(event.name)}, event.device,
              event.visit,      {},  head->blob(1)};
  if (!event.personal.empty()) {
    const auto salt = secret::random_bytes(salt_size);
    entry.commitment = commitment_to(salt, event.personal);
    const auto row = std::to_string(entry.sequence);
    session.exec(
        "INSERT INTO audit_personal (school_id, sequence, salt, personal) VALUES ($1, $2, $3, $4)", event.school_id,
        entry.sequence, salt,
        office.vault.seal(Seal::personal, {"audit_personal", "personal", event.school_id, row}, event.personal));
  }
  const auto own_hash = hash_of(entry);
  session.exec(
      "INSERT INTO audit (school_id, sequence, at, event, device_id, visit_id, commitment, previous, hash) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      entry.school_id, entry.sequence, now, entry.event, entry.device, entry.visit, entry.commitment, entry.previous,
      own_hash);
  session.exec("UPDATE audit_head SET hash = $1 WHERE school_id = $2", own_hash, event.school_id);
}

}  // namespace sportello::store::acts
