// Counting and answering logins.
#include "service/store/acts/login.h"

#include "service/store/acts/audit.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

// User codes are typed: case and spaces around do not count. Codes are made in capitals.
secret::Bytes index_of(const Office& office, const LoginPage& page, std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c != ' ') code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return office.vault.index(IndexKind::user_code, page.school_id, code);
}

// True: this try may be compared. The tenth try of a quarter of an hour sets the lock; a success takes it away again.
bool spend_login(Session& session, std::string_view school_id, const secret::Bytes& index, Time now) {
  if (session.first("SELECT 1 FROM login_guard WHERE school_id = $1 AND user_code_index = $2 AND locked_until > $3",
                    school_id, index, now)) {
    return false;
  }
  const auto row = session.first(
      "INSERT INTO login_guard (school_id, user_code_index, failures, counted_from) VALUES ($1, $2, 1, $3) "
      "ON CONFLICT (school_id, user_code_index) DO UPDATE SET "
      "failures = CASE WHEN login_guard.counted_from <= $4 THEN 1 ELSE login_guard.failures + 1 END, "
      "counted_from = CASE WHEN login_guard.counted_from <= $4 THEN $3 ELSE login_guard.counted_from END, "
      "locked_until = NULL RETURNING failures",
      school_id, index, now, now - desk::login_lock);
  if (row->integer(0) >= desk::login_failures) {
    session.exec("UPDATE login_guard SET locked_until = $1 WHERE school_id = $2 AND user_code_index = $3",
                 now + desk::login_lock, school_id, index);
  }
  return true;
}

}  // namespace

LoginAttempt begin_login(Session& session, const Office& office, const LoginPage& page, std::string_view user_code,
                         Time now) {
  LoginAttempt attempt;
  const auto index = index_of(office, page, user_code);
  attempt.locked = !spend_login(session, page.school_id, index, now);
  if (attempt.locked) append(session, office, {page.school_id, EventName::login_locked, page.id, "", ""}, now);
  const auto row = session.first(
      "SELECT a.id, a.password, a.pin, a.change_due FROM account a JOIN guardian g ON g.id = a.guardian_id "
      "WHERE a.school_id = $1 AND a.user_code_index = $2 AND g.blocked = 0",
      page.school_id, index);
  if (!row) return attempt;
  const auto reveal = [&](std::string_view column, std::size_t at) {
    return office.vault.reveal(Seal::pepper, {"account", column, page.school_id, row->text(0)}, row->blob(at));
  };
  LoginAccount account{row->text(0), reveal("password", 1), {}, false, row->boolean(3)};
  if (!row->is_null(2)) account.pin_hash = reveal("pin", 2);
  account.pin_required = profile_of(session, office, page.school_id).pin == desk::PinUse::second_factor;
  attempt.account = std::move(account);
  return attempt;
}

void finish_login(Session& session, const Office& office, const LoginPage& page, const LoginResult& result,
                  Time now) {
  const auto event = result.right ? EventName::login_right : EventName::login_wrong;
  // Written also where there is no account: the same rows for every user code.
  append(session, office, {page.school_id, event, page.id, "", personal_json({{"account", result.account_id}})}, now);
  if (!result.right) return;
  session.exec("DELETE FROM login_guard WHERE school_id = $1 AND user_code_index = $2", page.school_id,
               index_of(office, page, result.user_code));
  if (!result.stronger_hash) return;
  const Place place{"account", "password", page.school_id, result.account_id};
  const auto row = session.first("SELECT password FROM account WHERE id = $1", result.account_id);
  // A password that was reset meanwhile stays.
  if (!row || !(office.vault.reveal(Seal::pepper, place, row->blob(0)) == result.compared_hash)) return;
  session.exec("UPDATE account SET password = $1 WHERE id = $2",
               office.vault.seal(Seal::pepper, place, result.stronger_hash->reveal()), result.account_id);
}

}  // namespace sportello::store::acts
