// One freeze link per change, one message per channel.
#include "service/store/acts/confirming.h"

namespace sportello::store::acts {

std::string confirm(Session& session, const Office& office, const Guardian& guardian, const Change& change,
                    Time now) {
  if (!guardian.phone && !guardian.mail && !change.also_mail) return "";
  Message message;
  message.school_id = guardian.school_id;
  message.kind = change.kind;
  message.visit = change.visit;
  message.language = change.language;
  message.parameters["at"] = std::to_string(now.time_since_epoch().count());
  message.not_after = now + desk::notice_life;
  if (!change.account.empty()) {
    message.subject = new_id();
    const auto token = office.vault.link_token(LinkKind::freeze, message.subject);
    session.exec(
        "INSERT INTO freeze_link (id, school_id, account_id, token_hash, created_at, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        message.subject, guardian.school_id, change.account, Vault::link_hash(LinkKind::freeze, token.reveal()), now,
        now + desk::freeze_link_life);
  }
  message.channel = Channel::mail;
  for (const auto& mail : {guardian.mail, change.also_mail}) {
    if (!mail) continue;
    message.recipient = *mail;
    enqueue(session, office, message, now);
  }
  if (!guardian.phone) return "";
  message.channel = Channel::sms;
  message.recipient = *guardian.phone;
  enqueue(session, office, message, now);
  return hint_of(*guardian.phone);
}

}  // namespace sportello::store::acts
