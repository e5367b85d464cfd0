// Rows of invitations, at their beginning.
#include "service/store/acts/inviting.h"

#include "service/store/acts/audit.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {

std::string_view name_of(InvitationPurpose purpose) {
  return purpose == InvitationPurpose::first_issue ? "first_issue" : "recovery";
}

void cancel_invitations(Session& session, const Office& office, const Guardian& guardian,
                        const Cancelling& cancelling, Time now) {
  if (session.exec("UPDATE invitation SET cancelled_at = $1 WHERE guardian_id = $2 AND redeemed_at IS NULL AND "
                   "cancelled_at IS NULL AND id <> $3",
                   now, guardian.id, cancelling.except) == 0) {
    return;
  }
  append(session, office,
         {guardian.school_id, EventName::invitation_cancelled, cancelling.device, cancelling.visit,
          personal_json({{"guardian", guardian.id}})},
         now);
}

Outcome<Invited> invite(Session& session, const Office& office, const Guardian& guardian, const Invite& wish,
                        Time now) {
  if (!guardian.mail) return refused(wire::Code::mail_missing);
  if (is_pupil(session, office, guardian)) return refused(wire::Code::act_refused, "a pupil is nobody's guardian");
  const auto& profile = profile_of(session, office, guardian.school_id);
  Invited invited{new_id(), InvitationPurpose::first_issue, profile.first_issue_link};
  if (user_code_of(session, office, guardian)) {
    invited.purpose = InvitationPurpose::recovery;
    invited.life = profile.recovery_link;
  }
  const auto from = wish.not_before.value_or(now);
  session.exec(
      "UPDATE invitation SET cancelled_at = $1 WHERE guardian_id = $2 AND redeemed_at IS NULL AND cancelled_at IS "
      "NULL",
      now, guardian.id);
  const auto token = office.vault.link_token(LinkKind::invitation, invited.id);
  session.exec(
      "INSERT INTO invitation (id, school_id, guardian_id, purpose, token_hash, batch_id, device_id, visit_id, "
      "language, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      invited.id, guardian.school_id, guardian.id, name_of(invited.purpose),
      Vault::link_hash(LinkKind::invitation, token.reveal()), wish.batch, wish.device, wish.visit, wish.language, now,
      from + invited.life);
  Message message;
  message.school_id = guardian.school_id;
  message.kind =
      invited.purpose == InvitationPurpose::first_issue ? MessageKind::invitation : MessageKind::invitation_recovery;
  message.channel = Channel::mail;
  message.visit = wish.visit;
  message.subject = invited.id;
  message.language = wish.language;
  message.recipient = *guardian.mail;
  message.parameters["hours"] = std::to_string(invited.life.count());
  message.not_before = wish.not_before;
  message.not_after = from + invited.life;
  enqueue(session, office, message, now);
  append(session, office,
         {guardian.school_id, EventName::invitation_sent, wish.device, wish.visit,
          personal_json({{"guardian", guardian.id}, {"invitation", invited.id}})},
         now);
  return invited;
}

}  // namespace sportello::store::acts
