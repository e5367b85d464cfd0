// Counts up in one statement, so that parallel guesses are all counted.
#include "service/store/acts/login_guard.h"

#include <algorithm>

namespace sportello::store::acts {

secret::Bytes user_code_index(const Office& office, std::string_view school_id, std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c != ' ') code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return office.vault.index(IndexKind::user_code, school_id, code);
}

LoginTry spend_login_try(Session& session, std::string_view school_id, const secret::Bytes& index, Time now) {
  if (const auto locked = session.first(
          "SELECT locked_until FROM login_guard WHERE school_id = $1 AND user_code_index = $2 AND locked_until > $3",
          school_id, index, now)) {
    return {false, 0, locked->optional_time(0)};
  }
  const auto row = session.first(
      "INSERT INTO login_guard (school_id, user_code_index, failures, counted_from) VALUES ($1, $2, 1, $3) "
      "ON CONFLICT (school_id, user_code_index) DO UPDATE SET "
      "failures = CASE WHEN login_guard.counted_from <= $4 THEN 1 ELSE login_guard.failures + 1 END, "
      "counted_from = CASE WHEN login_guard.counted_from <= $4 THEN $3 ELSE login_guard.counted_from END, "
      "locked_until = NULL RETURNING failures",
      school_id, index, now, now - desk::login_lock);
  const auto failures = static_cast<int>(row->integer(0));
  LoginTry spent{true, std::max(0, desk::login_failures - failures), std::nullopt};
  if (failures >= desk::login_failures) {
    spent.locked_until = now + desk::login_lock;
    session.exec("UPDATE login_guard SET locked_until = $1 WHERE school_id = $2 AND user_code_index = $3",
                 *spent.locked_until, school_id, index);
  }
  return spent;
}

void forgive_login_tries(Session& session, std::string_view school_id, const secret::Bytes& index) {
  session.exec("DELETE FROM login_guard WHERE school_id = $1 AND user_code_index = $2", school_id, index);
}

}  // namespace sportello::store::acts
