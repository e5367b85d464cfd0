// Upserts of guardians, pupils and what binds them. Found by index, compared in clear, written sealed.
#include "service/store/acts/import.h"

#include <algorithm>

#include "service/store/acts/accounts.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/confirming.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/new_rows.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

struct Columns {
  const Office& office;
  std::string_view table;
  std::string_view school_id;
  std::string id;

  [[nodiscard]] Place place(std::string_view column) const { return {table, column, school_id, id}; }
  [[nodiscard]] secret::Bytes seal(std::string_view column, std::string_view clear) const {
    return office.vault.seal(Seal::personal, place(column), clear);
  }
  [[nodiscard]] std::optional<secret::Bytes> seal(std::string_view column,
                                                  const std::optional<std::string>& clear) const {
    return clear ? std::optional{seal(column, std::string_view{*clear})} : std::nullopt;
  }
  [[nodiscard]] bool same(std::string_view column, const Row& row, std::size_t at,
                          const std::optional<std::string>& clear) const {
    if (row.is_null(at) || !clear) return row.is_null(at) && !clear;
    return office.vault.reveal(Seal::personal, place(column), row.blob(at)).reveal() == *clear;
  }
};

bool is_of_domain(std::string_view mail, std::string_view domain) {
  const auto lower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; };
  const auto at = mail.rfind('@');
  return !domain.empty() && at != std::string_view::npos &&
         std::ranges::equal(mail.substr(at + 1), domain, {}, lower, lower);
}

// What the row does to the address on file.
enum class MailChange { none, write, replace_confirmed };

MailChange judge_mail(Session& session, const Columns& columns, const import::GuardianRow& row,
                      const Guardian& guardian, ConfirmedMail confirmed, ImportCounts& counts) {
  if (!row.tells_mail) return MailChange::none;
  if (!guardian.mail) return row.mail ? MailChange::write : MailChange::none;
  if (row.mail && guardian.mail->reveal() == *row.mail) return MailChange::none;
  const auto on_file = session.first("SELECT mail_index, mail_confirmed_at FROM guardian WHERE id = $1", columns.id);
  const auto& vault = columns.office.vault;
  if (!on_file->is_null(1)) {
    if (row.mail && vault.index(IndexKind::mail, columns.school_id, *row.mail) == on_file->blob(0)) {
      return MailChange::none;
    }
    if (confirmed == ConfirmedMail::replace) return MailChange::replace_confirmed;
    counts.kept_confirmed.insert(columns.id);
    return MailChange::none;
  }
  if (!row.mail && is_of_domain(guardian.mail->reveal(), school_settings(session, columns.school_id).mail_domain)) {
    counts.kept_assigned.insert(columns.id);
    return MailChange::none;
  }
  return MailChange::write;
}

// Somebody proved that the old address is theirs: it hears of this, and links that went there open nothing more.
void tell_replaced(Session& session, const Office& office, const Guardian& guardian,
                   const std::optional<std::string>& mail, Time now) {
  const auto account = account_of_guardian(session, office, guardian.id);
  Change told{MessageKind::mail_changed, account ? account->id : "", "", guardian.language, {}};
  if (mail) told.also_mail = secret::SecretText{*mail};
  cancel_invitations(session, office, guardian, {}, now);
  confirm(session, office, guardian, told, now);
  append(session, office,
         {guardian.school_id, EventName::mail_changed, "", "", personal_json({{"guardian", guardian.id}})}, now);
}

}  // namespace

secret::Bytes pupil_index(const Office& office, std::string_view school_id, std::string_view pupil_key) {
  return office.vault.index(IndexKind::pupil, school_id, import::canonical_pupil_key(pupil_key));
}

secret::Bytes index_as_written(const Office& office, std::string_view school_id, std::string_view pupil_key) {
  return office.vault.index(IndexKind::pupil, school_id, pupil_key);
}

void ImportCounts::add(ImportCounts&& other) {
  new_guardians += other.new_guardians;
  changed_guardians += other.changed_guardians;
  new_pupils += other.new_pupils;
  changed_pupils += other.changed_pupils;
  new_guardianships += other.new_guardianships;
  kept_confirmed.merge(other.kept_confirmed);
  kept_assigned.merge(other.kept_assigned);
  replaced.merge(other.replaced);
}

std::string import_guardian(Session& session, const Office& office, std::string_view school_id,
                            const import::GuardianRow& row, ImportCounts& counts, Time now, ConfirmedMail confirmed) {
  const auto index = office.vault.document_index(school_id, *row.document);
  const auto phone = row.phone ? std::optional{row.phone->text()} : std::nullopt;
  const auto phone_index =
      phone ? std::optional{office.vault.index(IndexKind::phone, school_id, *phone)} : std::nullopt;
  const auto mail_index =
      row.mail ? std::optional{office.vault.index(IndexKind::mail, school_id, *row.mail)} : std::nullopt;
  const auto old = session.first(
      "SELECT id, surname, given_name, phone, disabled_at, blocked FROM guardian WHERE school_id = $1 AND "
      "document_index = $2",
      school_id, index);
  const Columns columns{office, "guardian", school_id, old ? old->text(0) : new_id()};
  if (!old) {
    Sealer sealer{office.vault};
    insert_guardians(session, std::array{new_guardian(office, sealer, school_id, columns.id, index, row, now)});
    ++counts.new_guardians;
    return columns.id;
  }
  const auto guardian = guardian_by_id(session, office, columns.id);
  const auto change = judge_mail(session, columns, row, guardian, confirmed, counts);
  const bool comes_back = !old->is_null(4);
  if (comes_back || change != MailChange::none || !columns.same("surname", *old, 1, row.surname) ||
      !columns.same("given_name", *old, 2, row.given_name) || !columns.same("phone", *old, 3, phone)) {
    session.exec(
        "UPDATE guardian SET surname = $1, given_name = $2, phone_index = $3, phone = $4, changed_at = $5, "
        "disabled_at = NULL WHERE id = $6",
        columns.seal("surname", std::string_view{row.surname}),
        columns.seal("given_name", std::string_view{row.given_name}), phone_index, columns.seal("phone", phone), now,
        columns.id);
    if (change != MailChange::none) {
      session.exec("UPDATE guardian SET mail_index = $1, mail = $2, mail_confirmed_at = NULL WHERE id = $3",
                   mail_index, columns.seal("mail", row.mail), columns.id);
    }
    if (change == MailChange::replace_confirmed) {
      counts.replaced.insert(columns.id);
      tell_replaced(session, office, guardian, row.mail, now);
    }
    if (comes_back) {
      append(session, office,
             {std::string{school_id}, EventName::guardian_let_in, "", "", personal_json({{"guardian", columns.id}})},
             now);
    }
    if (comes_back && !old->boolean(5)) {
      tell_register_of_guardian(session, office, RegisterEvent::credentials_unblocked, columns.id, now);
    }
    ++counts.changed_guardians;
  }
  return columns.id;
}

std::string import_pupil(Session& session, const Office& office, std::string_view school_id,
                         const import::GuardianRow& row, ImportCounts& counts, Time now) {
  const auto index = pupil_index(office, school_id, row.pupil_key);
  const auto find = [&](const secret::Bytes& by) {
    return session.first(
        "SELECT id, surname, given_name, class_name, left_at FROM pupil WHERE school_id = $1 AND key_index = $2",
        school_id, by);
  };
  auto old = find(index);
  if (!old && import::canonical_pupil_key(row.pupil_key) != row.pupil_key) {
    if (old = find(index_as_written(office, school_id, row.pupil_key)); old) {
      session.exec("UPDATE pupil SET key_index = $1 WHERE id = $2", index, old->text(0));
    }
  }
  const Columns columns{office, "pupil", school_id, old ? old->text(0) : new_id()};
  const auto seal = [&](std::string_view column, const std::string& clear) {
    return columns.seal(column, std::string_view{clear});
  };
  const bool comes_back = old && !old->is_null(4);
  if (!old) {
    Sealer sealer{office.vault};
    insert_pupils(session, std::array{new_pupil(sealer, school_id, columns.id, index, row, now)});
    ++counts.new_pupils;
  } else if (!row.tells_pupil) {
    if (session.exec("UPDATE pupil SET left_at = NULL, changed_at = $1 WHERE id = $2 AND left_at IS NOT NULL", now,
                     columns.id) > 0) {
      tell_register_of_pupil(session, office, RegisterEvent::credentials_unblocked, columns.id, now);
      ++counts.changed_pupils;
    }
  } else if (!old->is_null(4) || !columns.same("surname", *old, 1, row.pupil_surname) ||
             !columns.same("given_name", *old, 2, row.pupil_given_name) ||
             !columns.same("class_name", *old, 3, row.class_name)) {
    session.exec(
        "UPDATE pupil SET surname = $1, given_name = $2, class_name = $3, changed_at = $4, left_at = NULL "
        "WHERE id = $5",
        seal("surname", row.pupil_surname), seal("given_name", row.pupil_given_name),
        seal("class_name", row.class_name), now, columns.id);
    if (!old->is_null(4)) {
      tell_register_of_pupil(session, office, RegisterEvent::credentials_unblocked, columns.id, now);
    }
    ++counts.changed_pupils;
  }
  if (comes_back) {
    append(session, office,
           {std::string{school_id}, EventName::pupil_came_back, "", "", personal_json({{"pupil", columns.id}})}, now);
  }
  return columns.id;
}

void import_row(Session& session, const Office& office, std::string_view school_id, const import::GuardianRow& row,
                ImportCounts& counts, Time now, ConfirmedMail confirmed) {
  const auto guardian = import_guardian(session, office, school_id, row, counts, now, confirmed);
  const auto pupil = import_pupil(session, office, school_id, row, counts, now);
  const bool known =
      session.first("SELECT 1 FROM guardianship WHERE guardian_id = $1 AND pupil_id = $2", guardian, pupil)
          .has_value();
  session.exec(
      "INSERT INTO guardianship (school_id, guardian_id, pupil_id, role) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (guardian_id, pupil_id) DO UPDATE SET role = CASE WHEN $5 = 1 THEN excluded.role ELSE "
      "guardianship.role END",
      school_id, guardian, pupil, row.role, row.tells_role);
  if (!known) ++counts.new_guardianships;
}

}  // namespace sportello::store::acts
