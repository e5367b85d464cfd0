// Rows of mail changes: one a visit, a new one (and so other digits) for another address.
#include "service/store/acts/mail_change.h"

#include <algorithm>

#include "service/import/csv.h"
#include "service/store/acts/accounts.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/code_hours.h"
#include "service/store/acts/confirming.h"
#include "service/store/acts/counting.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/wrong_codes.h"

namespace sportello::store::acts {
namespace {

struct MailChange {
  std::string id;  // "": none was asked for in this visit
  secret::Bytes mail_index, mail;
  bool confirmed = false;
  desk::CodeState code;
};

MailChange load(Session& session, std::string_view visit) {
  MailChange change;
  const auto row = session.first(
      "SELECT id, mail_index, mail, confirmed_at, code_issue, code_key_version, code_expires_at, code_tries, "
      "code_sends, code_sent_at FROM mail_change WHERE visit_id = $1",
      visit);
  if (!row) return change;
  const auto number = [&](std::size_t column) { return static_cast<int>(row->integer(column)); };
  return {row->text(0),
          row->blob(1),
          row->blob(2),
          !row->is_null(3),
          {number(4), number(5), row->time(6), number(7), number(8), row->time(9)}};
}

void write(Session& session, const Office& office, const Proved& proved, const MailChange& change,
           const secret::SecretText& mail) {
  const auto& school_id = proved.guardian.school_id;
  session.exec("DELETE FROM mail_change WHERE visit_id = $1", proved.visit.id);
  session.exec(
      "INSERT INTO mail_change (id, school_id, guardian_id, visit_id, mail_index, mail, code_issue, "
      "code_key_version, code_expires_at, code_tries, code_sends, code_sent_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      change.id, school_id, proved.guardian.id, proved.visit.id, change.mail_index,
      office.vault.seal(Seal::personal, {"mail_change", "mail", school_id, change.id}, mail.reveal()),
      change.code.issue, change.code.key_version, change.code.expires_at, change.code.tries, change.code.sends,
      change.code.sent_at);
}

void enqueue_code(Session& session, const Office& office, const Proved& proved, const MailChange& change,
                  const secret::SecretText& mail, Time now) {
  Message message;
  message.school_id = proved.guardian.school_id;
  message.kind = MessageKind::mail_code;
  message.channel = Channel::mail;
  message.visit = proved.visit.id;
  message.subject = change.id;
  message.issue = change.code.issue;
  message.code_key_version = change.code.key_version;
  message.language = proved.visit.language;
  message.recipient = mail;
  message.not_after = change.code.expires_at;
  enqueue(session, office, message, now);
}

bool is_frozen(Session& session, const Office& office, const Guardian& guardian) {
  const auto account = account_of_guardian(session, office, guardian.id);
  return account && account->frozen;
}

// The address on file, and everybody who should know of it.
void take(Session& session, const Office& office, const Bearer& bearer, const Proved& proved,
          const MailChange& change, const secret::SecretText& mail, Time now) {
  const auto& guardian = proved.guardian;
  session.exec(
      "UPDATE guardian SET mail_index = $1, mail = $2, mail_confirmed_at = $3, changed_at = $3 WHERE id = $4",
      change.mail_index,
      office.vault.seal(Seal::personal, {"guardian", "mail", guardian.school_id, guardian.id}, mail.reveal()), now,
      guardian.id);
  // Their links went to the address of before.
  cancel_invitations(session, office, guardian, {"", bearer.device.id, proved.visit.id}, now);
  const auto account = account_of_guardian(session, office, guardian.id);
  Change told{MessageKind::mail_changed, account ? account->id : "", proved.visit.id, proved.visit.language, {}};
  if (!guardian.mail || !(*guardian.mail == mail)) told.also_mail = mail;
  confirm(session, office, guardian, told, now);
  append(session, office,
         {guardian.school_id, EventName::mail_changed, bearer.device.id, proved.visit.id,
          personal_json({{"guardian", guardian.id}})},
         now);
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  const auto is_bad = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || std::string_view{"<>()[]\\,;:\""}.contains(c);
  };
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= wire::longest_mail &&
         text.find('@', at + 1) == std::string_view::npos && std::ranges::none_of(text, is_bad) &&
         import::is_utf8(text);
}

Outcome<MailAsked> ask_mail(Session& session, const Office& office, const Bearer& bearer,
                            const secret::SecretText& mail, Time now) {
  const auto proved = prove(session, office, bearer, now);
  if (!proved) return std::unexpected(proved.error());
  if (is_frozen(session, office, proved->guardian)) return refused(wire::Code::act_refused, "the office comes first");
  const auto& school_id = proved->guardian.school_id;
  auto change = load(session, proved->visit.id);
  const auto index = office.vault.index(IndexKind::mail, school_id, mail.reveal());
  if (change.id.empty() || change.confirmed || change.mail_index != index) {
    // Another address: other digits, at once, but no more of them.
    change = {new_id(), index, {}, false, {0, 0, {}, 0, change.code.sends, {}}};
  }
  const auto code = desk::send(change.code, office.vault.code_key_version(), now);
  if (!code) {
    const bool soon = code.error().kind == desk::SendRefusal::Kind::too_soon;
    wire::Problem problem{soon ? wire::Code::resend_too_soon : wire::Code::sends_spent, "", {}, {}, {}};
    if (soon) problem.retry_after_s = static_cast<int>(code.error().retry_after.count());
    return std::unexpected(std::move(problem));
  }
  const auto counted =
      count_mail_code(session, office, bearer.device, proved->visit.id, proved->guardian.document_index, index, now);
  if (!counted) return std::unexpected(counted.error());
  change.code = *code;
  write(session, office, *proved, change, mail);
  enqueue_code(session, office, *proved, change, mail, now);
  append(session, office,
         {school_id, EventName::mail_asked, bearer.device.id, proved->visit.id,
          personal_json({{"guardian", proved->guardian.id}})},
         now);
  return MailAsked{{hint_of_mail(mail), desk::shown(change.code, now)}, proved->visit.reply_key};
}

Outcome<MailTaken> check_mail(Session& session, const Office& office, const Bearer& bearer,
                              const secret::SecretText& code, Time now) {
  const auto proved = prove(session, office, bearer, now);
  if (!proved) return std::unexpected(proved.error());
  const auto& guardian = proved->guardian;
  if (const auto until = locked_until(session, guardian.school_id, guardian.document_index, now)) {
    return std::unexpected(locked_problem(*until, now));
  }
  const auto change = load(session, proved->visit.id);
  if (change.id.empty() || is_frozen(session, office, guardian)) return refused(wire::Code::code_expired);
  // One statement spends the try, before anything is compared.
  const auto spent = session.first(
      "UPDATE mail_change SET code_tries = code_tries + 1 WHERE id = $1 AND code_tries < $2 AND "
      "code_expires_at > $3 AND confirmed_at IS NULL RETURNING code_tries",
      change.id, desk::tries_per_code, now);
  if (!spent) {
    const auto refusal = desk::spend_try(change.code, now);
    const bool tries = !change.confirmed && !refusal && refusal.error() == desk::TryRefusal::tries_spent;
    return refused(tries ? wire::Code::tries_spent : wire::Code::code_expired, "a new code can be sent");
  }
  const auto expected =
      office.vault.one_time_code(change.code.key_version, change.id, desk::CodePurpose::mail, change.code.issue);
  if (!(expected == code)) {
    return std::unexpected(wrong_code(session, office,
                                      {guardian.school_id, bearer.device.id, proved->visit.id, proved->visit.language,
                                       guardian.document_index, guardian, true, static_cast<int>(spent->integer(0))},
                                      now));
  }
  session.exec("UPDATE mail_change SET confirmed_at = $1 WHERE id = $2", now, change.id);
  count_code_right(session, guardian.school_id, now);
  const auto mail =
      office.vault.reveal(Seal::personal, {"mail_change", "mail", guardian.school_id, change.id}, change.mail);
  take(session, office, bearer, *proved, change, mail, now);
  return MailTaken{{hint_of_mail(mail)}, proved->visit.reply_key};
}

}  // namespace sportello::store::acts
