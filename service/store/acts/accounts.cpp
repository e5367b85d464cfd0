// Reads and writes accounts. Hashes are sealed under the pepper, user codes as personal data.
#include "service/store/acts/accounts.h"

#include "service/store/acts/login_guard.h"

namespace sportello::store::acts {
namespace {

constexpr int user_code_draws =
    20;  // with 240 million codes, a school of 5,000 meets a taken one once in 48,000 draws
constexpr std::string_view columns =
    "SELECT id, school_id, guardian_id, pupil_id, user_code, user_code_index, pin, change_due, frozen_at, "
    "password_ends_at FROM account ";

Place place_of(std::string_view column, std::string_view school_id, std::string_view id) {
  return {"account", column, school_id, id};
}

std::optional<Account> account_of(const Office& office, const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  Account account;
  account.id = row->text(0);
  account.school_id = row->text(1);
  account.guardian_id = row->optional_text(2).value_or("");
  account.pupil_id = row->optional_text(3).value_or("");
  account.user_code =
      office.vault.reveal(Seal::personal, place_of("user_code", account.school_id, account.id), row->blob(4));
  account.user_code_index = row->blob(5);
  account.has_pin = !row->is_null(6);
  account.change_due = row->boolean(7);
  account.frozen = !row->is_null(8);
  account.password_ends_at = row->optional_time(9);
  return account;
}

// A user code that no other account of the school has; nothing: each that was drawn is taken.
std::optional<desk::Resolved> free_user_code(Session& session, const Office& office, const Holder& holder,
                                             std::string_view pattern, std::string_view own_account) {
  const auto is_taken = [&](const std::string& code) {
    return session
        .first("SELECT 1 FROM account WHERE school_id = $1 AND user_code_index = $2 AND id <> $3", holder.school_id,
               user_code_index(office, holder.school_id, code), own_account)
        .has_value();
  };
  for (int draw = 0; draw < user_code_draws && desk::draws(pattern); ++draw) {
    auto code = desk::fill_user_code(pattern, holder.names, system_random());
    if (!is_taken(code)) return desk::Resolved{std::move(code), false};
  }
  if (!desk::uses_names(pattern)) return std::nullopt;
  return desk::resolve(desk::fill_user_code(pattern, holder.names, system_random()), is_taken);
}

}  // namespace

std::optional<Account> account_of_guardian(Session& session, const Office& office, std::string_view guardian_id) {
  return account_of(office, session.first(std::string{columns} + "WHERE guardian_id = $1", guardian_id));
}

std::optional<Account> account_of_pupil(Session& session, const Office& office, std::string_view pupil_id) {
  return account_of(office, session.first(std::string{columns} + "WHERE pupil_id = $1", pupil_id));
}

std::optional<Account> account_by_user_code(Session& session, const Office& office, std::string_view school_id,
                                            secret::BytesView user_code_index) {
  return account_of(office, session.first(std::string{columns} + "WHERE school_id = $1 AND user_code_index = $2",
                                          school_id, user_code_index));
}

std::optional<Account> give_set(Session& session, const Office& office, const Holder& holder,
                                std::string_view pattern, const NewPassword& password,
                                const std::optional<secret::SecretText>& pin_hash, Time now) {
  const bool of_guardian = holder.kind == HolderKind::guardian;
  auto account =
      of_guardian ? account_of_guardian(session, office, holder.id) : account_of_pupil(session, office, holder.id);
  const bool replaces = account.has_value();
  if (!account) {
    account.emplace();
    account->id = new_id();
    account->school_id = holder.school_id;
    (of_guardian ? account->guardian_id : account->pupil_id) = holder.id;
  }
  const auto code = free_user_code(session, office, holder, pattern, account->id);
  if (!code) return std::nullopt;
  const auto place = [&](std::string_view column) { return place_of(column, holder.school_id, account->id); };
  if (replaces) forgive_login_tries(session, holder.school_id, account->user_code_index);
  account->user_code = secret::SecretText{std::string_view{code->given}};
  account->user_code_index = user_code_index(office, holder.school_id, code->given);
  account->has_pin = pin_hash.has_value();
  account->change_due = password.change_due;
  account->password_ends_at = password.ends_at;
  account->frozen = false;
  const auto user_code = office.vault.seal(Seal::personal, place("user_code"), code->given);
  const auto sealed = office.vault.seal(Seal::pepper, place("password"), password.hash.reveal());
  const auto pin =
      pin_hash ? std::optional{office.vault.seal(Seal::pepper, place("pin"), pin_hash->reveal())} : std::nullopt;
  if (replaces) {
    session.exec(
        "UPDATE account SET user_code_index = $1, user_code = $2, password = $3, pin = $4, change_due = $5, "
        "password_ends_at = $6, issued_at = $7, password_set_at = $7, frozen_at = NULL WHERE id = $8",
        account->user_code_index, user_code, sealed, pin, password.change_due, password.ends_at, now, account->id);
    forgive_login_tries(session, holder.school_id, account->user_code_index);
  } else {
    session.exec(
        "INSERT INTO account (id, school_id, guardian_id, pupil_id, user_code_index, user_code, password, pin, "
        "change_due, password_ends_at, issued_at, password_set_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
        account->id, holder.school_id, of_guardian ? std::optional{holder.id} : std::nullopt,
        of_guardian ? std::nullopt : std::optional{holder.id}, account->user_code_index, user_code, sealed, pin,
        password.change_due, password.ends_at, now);
  }
  if (code->homonym) {
    const auto wanted = desk::fill_user_code(pattern, holder.names, system_random());
    note_homonym(session, office,
                 {holder.school_id, HomonymKind::user_code, holder.kind, holder.id, wanted, code->given}, now);
  }
  return account;
}

void set_password(Session& session, const Office& office, const Account& account, const NewPassword& password,
                  Time now) {
  session.exec(
      "UPDATE account SET password = $1, change_due = $2, password_ends_at = $3, "
      "password_set_at = CASE WHEN $4 = 1 THEN password_set_at ELSE $5 END WHERE id = $6",
      office.vault.seal(Seal::pepper, place_of("password", account.school_id, account.id), password.hash.reveal()),
      password.change_due, password.ends_at, password.same, now, account.id);
  forgive_login_tries(session, account.school_id, account.user_code_index);
}

void set_pin(Session& session, const Office& office, const Account& account,
             const std::optional<secret::SecretText>& pin_hash) {
  std::optional<secret::Bytes> sealed;
  if (pin_hash) {
    sealed = office.vault.seal(Seal::pepper, place_of("pin", account.school_id, account.id), pin_hash->reveal());
  }
  session.exec("UPDATE account SET pin = $1 WHERE id = $2", sealed, account.id);
}

void reseal_secrets(Session& session, const Office& office, const Account& account) {
  const auto row = session.first("SELECT password, pin FROM account WHERE id = $1", account.id);
  if (!row) return;
  const auto reseal = [&](std::string_view column, std::size_t at) {
    if (row->is_null(at) || row->blob(at).empty() || office.vault.is_newest(Seal::pepper, row->blob(at))) return;
    const auto place = place_of(column, account.school_id, account.id);
    const auto hash = office.vault.reveal(Seal::pepper, place, row->blob(at));
    session.exec("UPDATE account SET " + std::string{column} + " = $1 WHERE id = $2",
                 office.vault.seal(Seal::pepper, place, hash.reveal()), account.id);
  };
  reseal("password", 0);
  reseal("pin", 1);
}

secret::SecretText password_hash_of(Session& session, const Office& office, const Account& account) {
  const auto row = session.first("SELECT password FROM account WHERE id = $1", account.id);
  if (!row) throw Failure("an account is gone");
  return office.vault.reveal(Seal::pepper, place_of("password", account.school_id, account.id), row->blob(0));
}

std::optional<secret::SecretText> pin_hash_of(Session& session, const Office& office, const Account& account) {
  const auto row = session.first("SELECT pin FROM account WHERE id = $1", account.id);
  if (!row || row->is_null(0)) return std::nullopt;
  return office.vault.reveal(Seal::pepper, place_of("pin", account.school_id, account.id), row->blob(0));
}

}  // namespace sportello::store::acts
