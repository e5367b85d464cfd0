// Looks through every table that can name a guardian. A table that a later schema adds belongs here too: the test of
// erasing looks for what stays behind.
#include "service/store/acts/footprint.h"

#include <algorithm>

#include "service/store/acts/outbox_row.h"
#include "service/store/acts/people.h"

namespace sportello::store::acts {
namespace {

std::vector<std::string> ids(const std::vector<Row>& rows) {
  std::vector<std::string> found;
  for (const auto& row : rows) found.push_back(row.text(0));
  return found;
}

void add(std::vector<std::string>& into, std::vector<std::string> more) {
  for (auto& one : more) {
    if (std::ranges::find(into, one) == into.end()) into.push_back(std::move(one));
  }
}

// Those that still wait, by whom they are for.
void add_waiting(std::vector<std::string>& into, Session& session, const Office& office, std::string_view school_id,
                 const std::optional<secret::SecretText>& phone, const std::optional<secret::SecretText>& mail) {
  for (const auto& row : session.query(
           "SELECT id, recipient FROM outbox WHERE school_id = $1 AND finished_at IS NULL ORDER BY id", school_id)) {
    const auto recipient =
        office.vault.open(Seal::personal, outbox_place(recipient_place, school_id, row.text(0)), row.blob(1));
    if (!recipient) {
      if (!office.vault.is_current(session)) throw UnknownKey("a message is sealed under a key that came later");
      continue;
    }
    const bool theirs =
        (phone && recipient->reveal() == phone->reveal()) || (mail && recipient->reveal() == mail->reveal());
    if (theirs) add(into, {row.text(0)});
  }
}

void add_of_subjects(std::vector<std::string>& into, Session& session, const std::vector<std::string>& subjects) {
  for (const auto& subject : subjects) {
    add(into, ids(session.query("SELECT id FROM outbox WHERE subject_id = $1 ORDER BY id", subject)));
  }
}

// By what caused them, too.
std::vector<std::string> messages_of(Session& session, const Office& office, const Footprint& of) {
  std::vector<std::string> found;
  for (const auto& visit : of.visits) {
    add(found, ids(session.query("SELECT id FROM outbox WHERE visit_id = $1 ORDER BY id", visit)));
  }
  for (const auto* subjects : {&of.invitations, &of.mail_changes, &of.freeze_links}) {
    add_of_subjects(found, session, *subjects);
  }
  add_waiting(found, session, office, of.school_id, of.phone, of.mail);
  return found;
}

}  // namespace

void Footprint::add_names(std::set<std::string, std::less<>>& into) const {
  into.insert(guardian_id);
  for (const auto* some : {&accounts, &visits, &invitations, &mail_changes, &reports, &authorisations}) {
    into.insert(some->begin(), some->end());
  }
}

std::optional<Footprint> footprint_of(Session& session, const Office& office, std::string_view school_id,
                                      std::string_view guardian_id) {
  const auto row =
      session.first("SELECT document_index, phone_index, mail_index FROM guardian WHERE id = $1 AND school_id = $2",
                    guardian_id, school_id);
  if (!row) return std::nullopt;
  const auto guardian = guardian_by_id(session, office, guardian_id);
  Footprint of;
  of.school_id = school_id;
  of.guardian_id = guardian_id;
  of.document_index = row->blob(0);
  of.phone_index = row->optional_blob(1);
  of.mail_index = row->optional_blob(2);
  of.phone = guardian.phone;
  of.mail = guardian.mail;
  of.blocked = guardian.blocked;
  for (const auto& account :
       session.query("SELECT id, user_code_index FROM account WHERE guardian_id = $1 ORDER BY id", guardian_id)) {
    of.accounts.push_back(account.text(0));
    of.user_code_indexes.push_back(account.blob(1));
    add(of.freeze_links,
        ids(session.query("SELECT id FROM freeze_link WHERE account_id = $1 ORDER BY id", account.text(0))));
  }
  // Also the visits from before they were on file.
  of.visits =
      ids(session.query("SELECT id FROM visit WHERE school_id = $1 AND (guardian_id = $2 OR document_index = $3) "
                        "ORDER BY opened_at, id",
                        school_id, guardian_id, of.document_index));
  const auto of_guardian = [&](std::string_view table) {
    return ids(
        session.query("SELECT id FROM " + std::string{table} + " WHERE guardian_id = $1 ORDER BY id", guardian_id));
  };
  of.invitations = of_guardian("invitation");
  of.mail_changes = of_guardian("mail_change");
  of.reports = of_guardian("report");
  of.authorisations = of_guardian("authorisation");
  of.pupils =
      ids(session.query("SELECT pupil_id FROM guardianship WHERE guardian_id = $1 ORDER BY pupil_id", guardian_id));
  of.lone_pupils = ids(session.query(
      "SELECT g.pupil_id FROM guardianship g WHERE g.guardian_id = $1 AND NOT EXISTS (SELECT 1 FROM guardianship o "
      "WHERE o.pupil_id = g.pupil_id AND o.guardian_id <> $1) ORDER BY g.pupil_id",
      guardian_id));
  of.messages = messages_of(session, office, of);
  return of;
}

void PupilFootprint::add_names(std::set<std::string, std::less<>>& into) const {
  into.insert(pupil_id);
  into.insert(accounts.begin(), accounts.end());
}

std::optional<PupilFootprint> footprint_of_pupil(Session& session, const Office& office, std::string_view school_id,
                                                 std::string_view pupil_id) {
  const auto row =
      session.first("SELECT mail_index, mail FROM pupil WHERE id = $1 AND school_id = $2", pupil_id, school_id);
  if (!row) return std::nullopt;
  PupilFootprint of;
  of.school_id = school_id;
  of.pupil_id = pupil_id;
  of.mail_index = row->optional_blob(0);
  for (const auto& account :
       session.query("SELECT id, user_code_index FROM account WHERE pupil_id = $1 ORDER BY id", pupil_id)) {
    of.accounts.push_back(account.text(0));
    of.user_code_indexes.push_back(account.blob(1));
    add_of_subjects(
        of.messages, session,
        ids(session.query("SELECT id FROM freeze_link WHERE account_id = $1 ORDER BY id", account.text(0))));
  }
  add_of_subjects(of.messages, session, of.accounts);
  if (!row->is_null(1)) {
    const auto mail = office.vault.reveal(Seal::personal, {"pupil", "mail", school_id, pupil_id}, row->blob(1));
    add_waiting(of.messages, session, office, school_id, std::nullopt, mail);
  }
  return of;
}

bool concerns(const std::set<std::string, std::less<>>& names, const AuditRow& row) {
  if (!row.entry.visit.empty() && names.contains(row.entry.visit)) return true;
  if (!row.personal || !row.personal->clear) return false;
  // Every run of characters that could be an id is looked up, whatever member it stands in.
  constexpr std::string_view of_ids = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  auto text = row.personal->clear->reveal();
  while (true) {
    const auto begin = text.find_first_of(of_ids);
    if (begin == std::string_view::npos) return false;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_not_of(of_ids), text.size());
    if (names.contains(text.substr(0, end))) return true;
    text.remove_prefix(end);
  }
}

}  // namespace sportello::store::acts
