// Rows of the outbox.
#include "service/store/acts/outbox.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace sportello::store::acts {
namespace {

// What the column was called when the first rows were sealed: the name is part of the seal.
constexpr std::string_view recipient_place = "phone";

// Nothing: a newer program's.
std::optional<MessageKind> kind_named(std::string_view name) {
  const auto* const found = std::ranges::find(message_kinds, name, [](MessageKind kind) { return name_of(kind); });
  return found == message_kinds.end() ? std::nullopt : std::optional{*found};
}

Place place_of(std::string_view column, std::string_view school_id, std::string_view id) {
  return {"outbox", column, school_id, id};
}

std::string to_json(const std::map<std::string, std::string>& parameters) {
  boost::json::object object;
  for (const auto& [name, value] : parameters) object[name] = value;
  return boost::json::serialize(object);
}

std::map<std::string, std::string> parameters_of(std::string_view json) {
  std::map<std::string, std::string> parameters;
  boost::system::error_code error;
  const auto value = boost::json::parse(boost::json::string_view{json.data(), json.size()}, error);
  if (error || !value.is_object()) throw Failure("a message's parameters do not parse");
  for (const auto& member : value.get_object()) {
    if (const auto* text = member.value().if_string()) parameters[std::string{member.key()}] = std::string{*text};
  }
  return parameters;
}

void close(Session& session, std::string_view id, std::string_view state, std::string_view last_word, Time now) {
  session.exec("UPDATE outbox SET state = $1, last_word = $2, finished_at = $3 WHERE id = $4", state, last_word, now,
               id);
}

// What nobody waits for any more. A code: a newer one was made, it was typed, what it was for is over. A link: it was
// used or replaced before its mail left.
bool overtaken(Session& session, MessageKind kind, std::string_view visit, std::string_view subject,
               std::int64_t issue, Time now) {
  switch (kind) {
    case MessageKind::code:
      return !session.first(
          "SELECT 1 FROM visit WHERE id = $1 AND code_issue = $2 AND checked_at IS NULL AND ended_at IS NULL "
          "AND expires_at > $3 AND code_expires_at > $3",
          visit, issue, now);
    case MessageKind::invitation_code:
      return !session.first(
          "SELECT 1 FROM invitation WHERE id = $1 AND code_issue = $2 AND checked_at IS NULL AND cancelled_at IS "
          "NULL "
          "AND redeemed_at IS NULL AND code_expires_at > $3",
          subject, issue, now);
    case MessageKind::mail_code:
      return !session.first(
          "SELECT 1 FROM mail_change WHERE id = $1 AND code_issue = $2 AND confirmed_at IS NULL AND code_expires_at "
          "> "
          "$3",
          subject, issue, now);
    case MessageKind::invitation:
    case MessageKind::invitation_recovery:
    case MessageKind::invitation_reminder:
      return !session.first(
          "SELECT 1 FROM invitation WHERE id = $1 AND cancelled_at IS NULL AND redeemed_at IS NULL AND expires_at > "
          "$2",
          subject, now);
    default: return false;
  }
}

void note_try(Session& session, std::string_view id, std::string_view gateway, std::string_view outcome,
              std::string_view receipt, Time now) {
  session.exec(
      "INSERT INTO outbox_try (outbox_id, school_id, attempt, gateway, outcome, receipt, tried_at) "
      "SELECT id, school_id, attempts, $1, $2, $3, $4 FROM outbox WHERE id = $5",
      gateway, outcome, receipt, now, id);
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
  }
  return {};
}

std::string_view name_of(Channel channel) { return channel == Channel::sms ? "sms" : "mail"; }

void enqueue(Session& session, const Office& office, const Message& message, Time now) {
  // A code that still waits for a gateway is replaced: nobody needs it twice.
  if (message.kind == MessageKind::code) {
    session.exec(
        "UPDATE outbox SET state = 'overtaken', finished_at = $1 WHERE visit_id = $2 AND kind = $3 AND state = "
        "'queued'",
        now, message.visit, name_of(message.kind));
  } else if (message.kind == MessageKind::invitation_code || message.kind == MessageKind::mail_code) {
    session.exec(
        "UPDATE outbox SET state = 'overtaken', finished_at = $1 WHERE subject_id = $2 AND kind = $3 AND state = "
        "'queued'",
        now, message.subject, name_of(message.kind));
  }
  const auto id = new_id();
  const auto seal = [&](std::string_view column, std::string_view clear) {
    return office.vault.seal(Seal::personal, place_of(column, message.school_id, id), clear);
  };
  session.exec(
      "INSERT INTO outbox (id, school_id, kind, channel, visit_id, subject_id, issue, code_key_version, language, "
      "recipient, parameters, withheld, state, attempts, next_at, not_after, created_at, last_word) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'queued', 0, $13, $14, $15, '')",
      id, message.school_id, name_of(message.kind), name_of(message.channel), message.visit, message.subject,
      message.issue, message.code_key_version, message.language, seal(recipient_place, message.recipient.reveal()),
      seal("parameters", to_json(message.parameters)), message.withheld, message.not_before.value_or(now),
      message.not_after, now);
}

std::vector<Claimed> claim_messages(Session& session, const Office& office, int most, Time now) {
  std::vector<Claimed> claimed;
  const auto rows = session.query(
      "SELECT o.id, o.school_id, s.name, o.kind, o.visit_id, o.issue, o.code_key_version, o.language, o.recipient, "
      "o.parameters, o.not_after, o.attempts, o.withheld, o.state, o.channel, o.subject_id, s.contact_name, "
      "s.contact_mail, s.contact_phone, s.contact_hours, s.login_url FROM outbox o JOIN school s ON s.id = "
      "o.school_id "
      "WHERE o.state IN ('queued', 'sending') AND o.next_at <= $1 ORDER BY o.next_at, o.created_at LIMIT $2",
      now, most);
  for (const auto& row : rows) {
    const auto& id = row.text(0);
    const auto& school_id = row.text(1);
    const auto kind = kind_named(row.text(3));
    const auto open = [&](std::string_view column, std::size_t at) {
      return office.vault.open(Seal::personal, place_of(column, school_id, id), row.blob(at));
    };
    const auto recipient = open(recipient_place, 8);
    const auto parameters = open("parameters", 9);
    if (!kind || !recipient || !parameters) {  // one that cannot be read must not stand before all others
      close(session, id, "failed", "it does not open with the keys of this store", now);
      continue;
    }
    if (overtaken(session, *kind, row.text(4), row.text(15), row.integer(5), now)) {
      close(session, id, "overtaken", "", now);
      continue;
    }
    if (row.time(10) <= now) {
      close(session, id, "failed", "no gateway took it before its end of life", now);
      continue;
    }
    if (session.exec("UPDATE outbox SET state = 'sending', attempts = attempts + 1, next_at = $1 "
                     "WHERE id = $2 AND state = $3 AND attempts = $4",
                     now + desk::sending_life, id, row.text(13), row.integer(11)) != 1) {
      continue;  // another worker was faster
    }
    const auto channel = row.text(14) == name_of(Channel::mail) ? Channel::mail : Channel::sms;
    claimed.push_back({id,
                       school_id,
                       row.text(2),
                       {row.text(16), row.text(17), row.text(18), row.text(19), row.text(20)},
                       *kind,
                       channel,
                       row.text(4),
                       row.text(15),
                       static_cast<int>(row.integer(5)),
                       static_cast<int>(row.integer(6)),
                       row.text(7),
                       *recipient,
                       parameters_of(parameters->reveal()),
                       row.boolean(12),
                       static_cast<int>(row.integer(11)) + 1,
                       row.time(10)});
  }
  return claimed;
}

secret::SecretText digits_for(const Office& office, const Claimed& message) {
  const auto derive = [&](std::string_view subject, desk::CodePurpose purpose) {
    return office.vault.one_time_code(message.code_key_version, subject, purpose, message.issue);
  };
  switch (message.kind) {
    case MessageKind::code: return derive(message.visit, desk::CodePurpose::visit);
    case MessageKind::invitation_code: return derive(message.subject, desk::CodePurpose::invitation);
    case MessageKind::mail_code: return derive(message.subject, desk::CodePurpose::mail);
    default: return {};
  }
}

void message_refused(Session& session, std::string_view id, std::string_view gateway, std::string_view reason,
                     Time now) {
  note_try(session, id, gateway, reason, "", now);
}

void message_sent(Session& session, std::string_view id, std::string_view gateway, std::string_view receipt,
                  Time now) {
  note_try(session, id, gateway, "sent", receipt, now);
  close(session, id, "sent", gateway, now);
}

void message_withheld(Session& session, std::string_view id, Time now) {
  note_try(session, id, "none", "withheld", "", now);
  close(session, id, "withheld", "", now);
}

void message_failed(Session& session, std::string_view id, std::string_view gateway, std::string_view reason,
                    std::optional<Time> again_at, Time now) {
  note_try(session, id, gateway, reason, "", now);
  const bool again = again_at && session.exec(
                                     "UPDATE outbox SET state = 'queued', next_at = $1, last_word = $2 "
                                     "WHERE id = $3 AND not_after > $1",
                                     *again_at, reason, id) == 1;
  if (!again) close(session, id, "failed", reason, now);
}

std::int64_t requeue_interrupted(Session& session, Time now) {
  return session.exec("UPDATE outbox SET state = 'queued', next_at = $1 WHERE state = 'sending'", now);
}

std::optional<Time> next_due(Session& session) {
  const auto row = session.first("SELECT MIN(next_at) FROM outbox WHERE state IN ('queued', 'sending')");
  return row->optional_time(0);
}

}  // namespace sportello::store::acts
