// Looks into sealed names only where nothing else was given; decides by id.
#include "service/store/acts/guardians.h"

#include <algorithm>
#include <tuple>

#include "service/shared/identity/phone.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/counting.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

const std::string no_guardian = "there is no such guardian at this school: see sportello-service guardian find";

std::string lower(std::string_view text) {
  std::string result{text};
  for (auto& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

std::vector<std::string> first_column(const std::vector<Row>& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row.text(0));
  return ids;
}

// Every surname of the school is opened: a few thousand, some microseconds each.
std::vector<std::string> by_surname(Session& session, const Office& office, std::string_view school_id,
                                    std::string_view sought) {
  std::vector<std::string> ids;
  for (const auto& row : session.query("SELECT id, surname FROM guardian WHERE school_id = $1", school_id)) {
    const auto surname =
        office.vault.reveal(Seal::personal, {"guardian", "surname", school_id, row.text(0)}, row.blob(1));
    if (lower(surname.reveal()).starts_with(lower(sought))) ids.push_back(row.text(0));
  }
  return ids;
}

std::vector<std::string> ids_of(Session& session, const Office& office, std::string_view school_id,
                                std::string_view sought) {
  if (const auto document = identity::CodiceFiscale::parse(sought)) {
    return first_column(session.query("SELECT id FROM guardian WHERE school_id = $1 AND document_index = $2",
                                      school_id, office.vault.document_index(school_id, *document)));
  }
  if (sought.find('@') != std::string_view::npos) {
    return first_column(session.query("SELECT id FROM guardian WHERE school_id = $1 AND mail_index = $2", school_id,
                                      office.vault.index(IndexKind::mail, school_id, sought)));
  }
  if (const auto phone = identity::Phone::parse(sought)) {
    return first_column(session.query("SELECT id FROM guardian WHERE school_id = $1 AND phone_index = $2", school_id,
                                      office.vault.index(IndexKind::phone, school_id, phone->text())));
  }
  const auto referred = first_column(session.query(
      "SELECT guardian_id FROM visit WHERE school_id = $1 AND reference = $2 AND guardian_id IS NOT NULL "
      "UNION SELECT guardian_id FROM report WHERE school_id = $1 AND reference = $2",
      school_id, sought));
  return referred.empty() && !sought.empty() ? by_surname(session, office, school_id, sought) : referred;
}

FoundGuardian found(Session& session, const Office& office, std::string_view id, Time now) {
  const auto guardian = guardian_by_id(session, office, id);
  auto names = names_of(session, office, guardian);
  const auto account = session.first("SELECT frozen_at FROM account WHERE guardian_id = $1", id);
  return {guardian.id,
          names.surname,
          names.given_name,
          pupils_of(session, office, guardian),
          guardian.phone.has_value(),
          guardian.mail ? hint_of_mail(*guardian.mail) : "",
          account.has_value(),
          guardian.blocked && !guardian.disabled,
          guardian.disabled,
          account && !account->is_null(0),
          locked_until(session, guardian.school_id, guardian.document_index, now)};
}

bool is_of_school(Session& session, std::string_view school_id, std::string_view id) {
  return session.first("SELECT 1 FROM guardian WHERE id = $1 AND school_id = $2", id, school_id).has_value();
}

void note(Session& session, const Office& office, std::string_view school_id, EventName event, std::string_view id,
          Time now) {
  append(session, office, {std::string{school_id}, event, "", "", personal_json({{"guardian", id}})}, now);
}

void end_everything_open(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                         Time now) {
  session.exec(
      "DELETE FROM visit_grant WHERE visit_id IN (SELECT id FROM visit WHERE guardian_id = $1 AND ended_at IS NULL)",
      id);
  session.exec("UPDATE visit SET ended_at = $1, reply_key = $2 WHERE guardian_id = $3 AND ended_at IS NULL", now,
               secret::Bytes{}, id);
  // Their mails that still wait bring links which open nothing any more.
  session.exec(
      "UPDATE outbox SET state = 'overtaken', finished_at = $1, recipient = $3, parameters = $3 WHERE state = "
      "'queued' "
      "AND subject_id IN (SELECT id FROM invitation WHERE guardian_id = $2 AND redeemed_at IS NULL AND cancelled_at "
      "IS NULL)",
      now, id, secret::Bytes{});
  if (session.exec("UPDATE invitation SET cancelled_at = $1 WHERE guardian_id = $2 AND redeemed_at IS NULL AND "
                   "cancelled_at IS NULL",
                   now, id) > 0) {
    note(session, office, school_id, EventName::invitation_cancelled, id, now);
  }
}

bool is_disabled(Session& session, std::string_view id) {
  return session.first("SELECT 1 FROM guardian WHERE id = $1 AND disabled_at IS NOT NULL", id).has_value();
}

// The state that is asked for; false where it stood already.
Told<bool> set_blocked(Session& session, std::string_view school_id, std::string_view id, bool blocked) {
  if (!is_of_school(session, school_id, id)) return std::unexpected(no_guardian);
  return session.exec("UPDATE guardian SET blocked = $1 WHERE id = $2 AND blocked <> $1", blocked, id) == 1;
}

}  // namespace

std::vector<FoundGuardian> find_guardians(Session& session, const Office& office, std::string_view school_id,
                                          std::string_view sought, Time now) {
  std::vector<FoundGuardian> all;
  for (const auto& id : ids_of(session, office, school_id, sought)) all.push_back(found(session, office, id, now));
  std::ranges::sort(all, {}, [](const FoundGuardian& one) {
    return std::tuple{lower(one.surname.reveal()), lower(one.given_name.reveal()), one.id};
  });
  return all;
}

Told<FoundGuardian> guardian_of_school(Session& session, const Office& office, std::string_view school_id,
                                       std::string_view id, Time now) {
  if (!is_of_school(session, school_id, id)) return std::unexpected(no_guardian);
  return found(session, office, id, now);
}

Told<void> block_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                          Time now) {
  const auto changed = set_blocked(session, school_id, id, true);
  if (!changed) return std::unexpected(changed.error());
  end_everything_open(session, office, school_id, id, now);
  if (!*changed) return {};
  // Who is disabled is blocked for the register already, and stays so.
  if (!is_disabled(session, id)) {
    tell_register_of_guardian(session, office, RegisterEvent::credentials_blocked, id, now);
  }
  note(session, office, school_id, EventName::guardian_blocked, id, now);
  return {};
}

Told<void> unblock_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                            Time now) {
  const auto changed = set_blocked(session, school_id, id, false);
  if (!changed) return std::unexpected(changed.error());
  if (!*changed) return {};
  if (!is_disabled(session, id)) {
    tell_register_of_guardian(session, office, RegisterEvent::credentials_unblocked, id, now);
  }
  note(session, office, school_id, EventName::guardian_unblocked, id, now);
  return {};
}

void disable_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                      Time now) {
  end_everything_open(session, office, school_id, id, now);
  const auto changed = session.first(
      "UPDATE guardian SET disabled_at = $1 WHERE id = $2 AND disabled_at IS NULL RETURNING blocked", now, id);
  if (changed && !changed->boolean(0)) {
    tell_register_of_guardian(session, office, RegisterEvent::credentials_blocked, id, now);
  }
  note(session, office, school_id, EventName::guardian_disabled, id, now);
}

std::string_view kind_of_search(std::string_view sought) {
  if (identity::CodiceFiscale::parse(sought)) return "document";
  if (sought.find('@') != std::string_view::npos) return "mail";
  return identity::Phone::parse(sought) ? "phone" : "name";
}

void note_looked_up(Session& session, const Office& office, std::string_view school_id, std::string_view by,
                    const std::vector<std::string>& guardians, Time now) {
  std::string ids;
  for (const auto& id : guardians) ids += (ids.empty() ? "" : " ") + id;
  append(
      session, office,
      {std::string{school_id}, EventName::people_looked_up, "", "", personal_json({{"by", by}, {"guardians", ids}})},
      now);
}

Told<void> unlock_guardian(Session& session, const Office& office, std::string_view school_id, std::string_view id,
                           Time now) {
  if (!is_of_school(session, school_id, id)) return std::unexpected(no_guardian);
  session.exec(
      "DELETE FROM person_guard WHERE school_id = $1 AND document_index = (SELECT document_index FROM guardian WHERE "
      "id = $2)",
      school_id, id);
  session.exec(
      "DELETE FROM login_guard WHERE school_id = $1 AND user_code_index = (SELECT user_code_index FROM account WHERE "
      "guardian_id = $2)",
      school_id, id);
  note(session, office, school_id, EventName::guardian_unlocked, id, now);
  return {};
}

}  // namespace sportello::store::acts
