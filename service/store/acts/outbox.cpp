// Rows of the outbox, at their beginning.
#include "service/store/acts/outbox.h"

#include <boost/json.hpp>

#include "service/store/acts/code_hours.h"
#include "service/store/acts/outbox_row.h"

namespace sportello::store::acts {
namespace {

std::string to_json(const std::map<std::string, std::string>& parameters) {
  boost::json::object object;
  for (const auto& [name, value] : parameters) object[name] = value;
  return boost::json::serialize(object);
}

}  // namespace

std::string_view name_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::code: return "code";
    case MessageKind::invitation_code: return "invitation_code";
    case MessageKind::mail_code: return "mail_code";
    case MessageKind::invitation: return "invitation";
    case MessageKind::invitation_recovery: return "invitation_recovery";
    case MessageKind::invitation_reminder: return "invitation_reminder";
    case MessageKind::credentials_issued: return "credentials_issued";
    case MessageKind::password_changed: return "password_changed";
    case MessageKind::pin_changed: return "pin_changed";
    case MessageKind::pin_removed: return "pin_removed";
    case MessageKind::user_code_shown: return "user_code_shown";
    case MessageKind::mail_changed: return "mail_changed";
    case MessageKind::credentials_frozen: return "credentials_frozen";
    case MessageKind::person_locked: return "person_locked";
    case MessageKind::person_locked_at_home: return "person_locked_at_home";
    case MessageKind::pupil_guidance: return "pupil_guidance";
    case MessageKind::pupil_credentials: return "pupil_credentials";
    case MessageKind::report_received: return "report_received";
    case MessageKind::codes_alert: return "codes_alert";
    case MessageKind::come_back: return "come_back";
  }
  return {};
}

std::string_view name_of(Channel channel) { return channel == Channel::sms ? "sms" : "mail"; }

void enqueue(Session& session, const Office& office, const Message& message, Time now) {
  const bool is_code = message.kind == MessageKind::code || message.kind == MessageKind::invitation_code ||
                       message.kind == MessageKind::mail_code;
  if (is_code) count_code_sent(session, message.school_id, message.withheld, now);
  // A code that still waits for a gateway is replaced: nobody needs it twice.
  if (message.kind == MessageKind::code) {
    session.exec(
        "UPDATE outbox SET state = 'overtaken', finished_at = $1, recipient = $4, parameters = $4 WHERE visit_id = "
        "$2 "
        "AND kind = $3 AND state = 'queued'",
        now, message.visit, name_of(message.kind), secret::Bytes{});
  } else if (is_code) {
    session.exec(
        "UPDATE outbox SET state = 'overtaken', finished_at = $1, recipient = $4, parameters = $4 WHERE subject_id = "
        "$2 "
        "AND kind = $3 AND state = 'queued'",
        now, message.subject, name_of(message.kind), secret::Bytes{});
  }
  const auto id = new_id();
  const auto seal = [&](std::string_view column, std::string_view clear) {
    return office.vault.seal(Seal::personal, outbox_place(column, message.school_id, id), clear);
  };
  session.exec(
      "INSERT INTO outbox (id, school_id, kind, channel, visit_id, subject_id, issue, code_key_version, language, "
      "recipient, parameters, withheld, state, attempts, next_at, not_after, created_at, last_word) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'queued', 0, $13, $14, $15, '')",
      id, message.school_id, name_of(message.kind), name_of(message.channel), message.visit, message.subject,
      message.issue, message.code_key_version, message.language, seal(recipient_place, message.recipient.reveal()),
      seal(parameters_place, to_json(message.parameters)), message.withheld, message.not_before.value_or(now),
      message.not_after, now);
}

}  // namespace sportello::store::acts
