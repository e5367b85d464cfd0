// Rows of reports, at their beginning.
#include "service/store/acts/reports.h"

#include "service/desk/reference.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/outbox.h"

namespace sportello::store::acts {
namespace {

std::string joined(const std::vector<wire::WrongData>& what) {
  std::string names;
  for (const auto one : what) {
    if (!names.empty()) names += ',';
    names += wire::name_of(one);
  }
  return names;
}

void tell(Session& session, const Office& office, const Proved& proved, const std::string& reference, Time now) {
  if (!proved.guardian.mail) return;
  Message message;
  message.school_id = proved.guardian.school_id;
  message.kind = MessageKind::report_received;
  message.channel = Channel::mail;
  message.visit = proved.visit.id;
  message.language = proved.visit.language;
  message.recipient = *proved.guardian.mail;
  message.parameters["reference"] = reference;
  message.parameters["at"] = std::to_string(now.time_since_epoch().count());
  message.not_after = now + desk::notice_life;
  enqueue(session, office, message, now);
}

}  // namespace

Outcome<wire::ReportAnswer> report(Session& session, const Office& office, const Bearer& bearer,
                                   const wire::ReportRequest& wish, Time now) {
  const auto proved = prove(session, office, bearer, now);
  if (!proved) return std::unexpected(proved.error());
  const auto& guardian = proved->guardian;
  const auto before = session.first("SELECT COUNT(*) FROM report WHERE guardian_id = $1 AND visit_id = $2",
                                    guardian.id, proved->visit.id);
  if (before->integer(0) >= desk::reports_per_visit) {
    return refused(wire::Code::act_refused, "end this visit and begin another");
  }
  const auto id = new_id();
  const auto reference = desk::make_reference(system_random());
  session.exec(
      "INSERT INTO report (id, school_id, guardian_id, visit_id, reference, what, note, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      id, guardian.school_id, guardian.id, proved->visit.id, reference, joined(wish.what),
      office.vault.seal(Seal::personal, {"report", "note", guardian.school_id, id}, wish.note.reveal()), now);
  tell(session, office, *proved, reference, now);
  append(session, office,
         {guardian.school_id, EventName::data_reported, bearer.device.id, proved->visit.id,
          personal_json({{"guardian", guardian.id}, {"reference", reference}})},
         now);
  return wire::ReportAnswer{reference};
}

}  // namespace sportello::store::acts
