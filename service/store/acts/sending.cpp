// Rows of the outbox, from the first claim to the last word.
#include "service/store/acts/sending.h"

#include <algorithm>
#include <boost/json.hpp>

#include "service/store/acts/outbox_row.h"

namespace sportello::store::acts {
namespace {

// Nothing: a newer program's.
std::optional<MessageKind> kind_named(std::string_view name) {
  const auto* const found = std::ranges::find(message_kinds, name, [](MessageKind kind) { return name_of(kind); });
  return found == message_kinds.end() ? std::nullopt : std::optional{*found};
}

// For "channel IN ($n, $m)": one of them, or both.
struct Either {
  std::string_view one, other;
};
Either channels(const std::optional<Channel>& channel) {
  if (channel) return {name_of(*channel), name_of(*channel)};
  return {name_of(Channel::sms), name_of(Channel::mail)};
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

// The last word, once: from one of these states, and never over another's. Whom it went to is kept no longer.
struct From {
  std::string_view one, other = "", third = "";
};
bool close(Session& session, const Claim& claim, const From& from, std::string_view state, std::string_view last_word,
           Time now) {
  return session.exec(
             "UPDATE outbox SET state = $1, last_word = $2, finished_at = $3, recipient = $4, parameters = $4, "
             "claimed_by = '' WHERE id = $5 AND state IN ($6, $7, $8) AND ($9 = 0 OR (attempts = $9 AND claimed_by "
             "= $10))",
             state, last_word, now, secret::Bytes{}, claim.id, from.one, from.other, from.third, claim.attempt,
             claim.process) == 1;
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
    case MessageKind::pupil_credentials:
      return !subject.empty() &&
             !session.first(
                 "SELECT 1 FROM account a JOIN pupil p ON p.id = a.pupil_id WHERE a.id = $1 AND p.left_at IS "
                 "NULL",
                 subject);
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

std::vector<Claimed> claim_messages(Session& session, const Office& office, const Claiming& wish, Time now) {
  std::vector<Claimed> claimed;
  const auto wanted = channels(wish.channel);
  const auto rows = session.query(
      "SELECT o.id, o.school_id, s.name, o.kind, o.visit_id, o.issue, o.code_key_version, o.language, o.recipient, "
      "o.parameters, o.not_after, o.attempts, o.withheld, o.state, o.channel, o.subject_id, s.contact_name, "
      "s.contact_mail, s.contact_phone, s.contact_hours, s.login_url, o.gateway, o.offered_at, o.last_word FROM "
      "outbox o "
      "JOIN school s ON s.id = o.school_id WHERE o.state IN ('queued', 'sending') AND o.next_at <= $1 "
      "AND o.channel IN ($2, $3) ORDER BY o.next_at, o.created_at LIMIT $4",
      now, wanted.one, wanted.other, wish.most);
  for (const auto& row : rows) {
    const auto& id = row.text(0);
    const auto& school_id = row.text(1);
    const auto kind = kind_named(row.text(3));
    const auto open = [&](std::string_view column, std::size_t at) {
      auto clear = office.vault.open(Seal::personal, outbox_place(column, school_id, id), row.blob(at));
      if (!clear) office.vault.require_key(Seal::personal, row.blob(at));
      return clear;
    };
    office.vault.require_code_key(static_cast<int>(row.integer(6)));  // here, where the keys can still be read anew
    const auto recipient = open(recipient_place, 8);
    const auto parameters = open(parameters_place, 9);
    if (!kind || !recipient || !parameters) {  // one that cannot be read must not stand before all others
      close(session, {id}, {row.text(13)}, "failed", "it does not open with the keys of this store", now);
      continue;
    }
    // One that a gateway may have taken is settled by asking, whatever became of its code.
    const std::string interrupted_at = row.text(13) == "sending" ? row.text(21) : "";
    if (interrupted_at.empty() && overtaken(session, *kind, row.text(4), row.text(15), row.integer(5), now)) {
      close(session, {id}, {row.text(13)}, "overtaken", "", now);
      continue;
    }
    if (interrupted_at.empty() && row.time(10) <= now) {
      close(session, {id}, {row.text(13)}, "failed", "no gateway took it before its end of life", now);
      continue;
    }
    const bool withheld = row.boolean(12);
    const auto gateway = interrupted_at.empty() ? wish.gateway : interrupted_at;
    const auto offered_at = interrupted_at.empty() ? now : row.time(22);
    if (session.exec("UPDATE outbox SET state = 'sending', attempts = attempts + 1, next_at = $1, gateway = $2, "
                     "offered_at = $3, claimed_by = $7 WHERE id = $4 AND state = $5 AND attempts = $6",
                     now + wish.life, gateway, offered_at, id, row.text(13), row.integer(11), wish.process) != 1) {
      continue;  // another worker was faster
    }
    Claimed message;
    message.id = id;
    message.school_id = school_id;
    message.school_name = row.text(2);
    message.contact = {row.text(16), row.text(17), row.text(18), row.text(19), row.text(20)};
    message.kind = *kind;
    message.channel = row.text(14) == name_of(Channel::mail) ? Channel::mail : Channel::sms;
    message.visit = row.text(4);
    message.subject = row.text(15);
    message.issue = static_cast<int>(row.integer(5));
    message.code_key_version = static_cast<int>(row.integer(6));
    message.language = row.text(7);
    message.recipient = *recipient;
    message.parameters = parameters_of(parameters->reveal());
    message.withheld = withheld;
    message.attempt = static_cast<int>(row.integer(11)) + 1;
    message.process = wish.process;
    message.not_after = row.time(10);
    message.offered_to = gateway;
    message.interrupted_at = interrupted_at;
    message.offered_at = offered_at;
    message.fell_silent = !interrupted_at.empty() && !row.text(23).empty();
    claimed.push_back(std::move(message));
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

bool message_offered(Session& session, const Claim& claim, std::string_view gateway, Time now,
                     std::chrono::seconds life) {
  return session.exec(
             "UPDATE outbox SET gateway = $1, offered_at = $2, next_at = $3 WHERE id = $4 AND state = 'sending' "
             "AND ($5 = 0 OR (attempts = $5 AND claimed_by = $6))",
             gateway, now, now + life, claim.id, claim.attempt, claim.process) == 1;
}

void message_refused(Session& session, std::string_view id, std::string_view gateway, std::string_view reason,
                     Time now) {
  note_try(session, id, gateway, reason, "", now);
}

void message_unsure(Session& session, const Claim& claim, std::string_view gateway, std::string_view reason,
                    Time ask_at, Time now) {
  note_try(session, claim.id, gateway, reason, "", now);
  session.exec(
      "UPDATE outbox SET next_at = $1, last_word = $2 WHERE id = $3 AND state = 'sending' "
      "AND ($4 = 0 OR (attempts = $4 AND claimed_by = $5))",
      ask_at, reason, claim.id, claim.attempt, claim.process);
}

void message_not_taken(Session& session, const Claim& claim, std::string_view gateway, Time now) {
  note_try(session, claim.id, gateway, "not_taken", "", now);
  session.exec(
      "UPDATE outbox SET state = 'queued', gateway = '', claimed_by = '', next_at = $1 WHERE id = $2 AND state = "
      "'sending' AND ($3 = 0 OR (attempts = $3 AND claimed_by = $4))",
      now, claim.id, claim.attempt, claim.process);
}

void message_sent(Session& session, std::string_view id, std::string_view gateway, std::string_view receipt,
                  Time now) {
  note_try(session, id, gateway, "sent", receipt, now);
  // Also one that another process counted as lost meanwhile: it left.
  if (!close(session, {std::string{id}}, {"sending", "queued", "failed"}, "sent", gateway, now)) return;
  session.exec("UPDATE outbox SET gateway = $1, next_at = $2 WHERE id = $3", gateway, now, id);
}

void message_withheld(Session& session, std::string_view id, Time now) {
  note_try(session, id, "none", "withheld", "", now);
  if (!close(session, {std::string{id}}, {"sending"}, "withheld", "", now)) return;
  session.exec("UPDATE outbox SET gateway = '', next_at = $1 WHERE id = $2", now, id);
}

void message_failed(Session& session, const Claim& claim, const Failed& failed, Time now) {
  note_try(session, claim.id, failed.gateway, failed.reason, "", now);
  const bool again =
      failed.again_at &&
      session.exec(
          "UPDATE outbox SET state = 'queued', gateway = '', claimed_by = '', next_at = $1, last_word = $2 "
          "WHERE id = $3 AND not_after > $1 AND state = 'sending' "
          "AND ($4 = 0 OR (attempts = $4 AND claimed_by = $5))",
          *failed.again_at, failed.reason, claim.id, claim.attempt, claim.process) == 1;
  if (again) return;
  if (!close(session, claim, {"sending"}, "failed", failed.reason, now) || !failed.bounced) return;
  session.exec("UPDATE outbox SET gateway = $1, delivery = 'bounced', delivery_at = $2 WHERE id = $3", failed.gateway,
               now, claim.id);
}

void message_unanswered(Session& session, const Claim& claim, const Failed& failed, int most, Time now) {
  const auto before =
      session.first("SELECT COUNT(*) FROM outbox_try WHERE outbox_id = $1 AND outcome = $2", claim.id, failed.reason);
  auto next = failed;
  if (before->integer(0) + 1 >= most) next.again_at.reset();
  message_failed(session, claim, next, now);
}

std::int64_t requeue_interrupted(Session& session, std::string_view process, Time now) {
  return session.exec(
      "UPDATE outbox SET next_at = CASE WHEN gateway = '' THEN $1 ELSE $2 END, claimed_by = '' "
      "WHERE state = 'sending' AND claimed_by IN ($3, '')",
      now, now + desk::settling, process);
}

std::optional<Time> next_due(Session& session, std::optional<Channel> channel) {
  const auto wanted = channels(channel);
  const auto row =
      session.first("SELECT MIN(next_at) FROM outbox WHERE state IN ('queued', 'sending') AND channel IN ($1, $2)",
                    wanted.one, wanted.other);
  return row->optional_time(0);
}

}  // namespace sportello::store::acts
