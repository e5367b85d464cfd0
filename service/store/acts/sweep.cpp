// Deletes by age.
#include "service/store/acts/sweep.h"

#include "service/desk/keeping.h"
#include "service/store/acts/audit.h"

namespace sportello::store::acts {

namespace {

constexpr int visits_at_once = 500;  // after a night without the service; the next minute takes the rest

// A kiosk that lost its line, or its power, ends no visit: time does.
std::int64_t end_visits_by_time(Session& session, const Office& office, Time now) {
  const auto ended = session.query(
      "UPDATE visit SET ended_at = expires_at, reply_key = $1 WHERE id IN (SELECT id FROM visit WHERE expires_at <= "
      "$2 AND ended_at IS NULL ORDER BY expires_at, id LIMIT $3) AND ended_at IS NULL RETURNING id, school_id, "
      "device_id",
      secret::Bytes{}, now, visits_at_once);
  for (const auto& row : ended) {
    append(session, office, {row.text(1), EventName::visit_timed_out, row.text(2), row.text(0), ""}, now);
  }
  return static_cast<std::int64_t>(ended.size());
}

}  // namespace

std::int64_t sweep(Session& session, const Office& office, Time now) {
  std::int64_t gone = 0;
  gone += session.exec("DELETE FROM nonce WHERE expires_at <= $1", now);
  gone += session.exec("DELETE FROM kept_answer WHERE expires_at <= $1", now);
  gone += session.exec("DELETE FROM visit_grant WHERE expires_at <= $1", now);
  gone += end_visits_by_time(session, office, now);
  const auto today = now.time_since_epoch() / desk::day;
  gone += session.exec("DELETE FROM sending_day WHERE day < $1", std::int64_t{today});
  gone += session.exec(
      "DELETE FROM person_guard WHERE counted_from <= $1 AND (locked_until IS NULL OR locked_until <= $2)",
      now - desk::day, now);
  gone += session.exec(
      "DELETE FROM login_guard WHERE counted_from <= $1 AND (locked_until IS NULL OR locked_until <= $2)",
      now - desk::login_lock, now);
  gone += session.exec("UPDATE invitation SET kept = NULL, kept_until = NULL WHERE kept_until <= $1", now);
  gone += session.exec("DELETE FROM mail_change WHERE code_sent_at <= $1", now - desk::visit_life);
  gone += session.exec("DELETE FROM freeze_link WHERE expires_at <= $1", now);
  gone += session.exec("DELETE FROM request_day WHERE expires_at <= $1", now);
  gone += Vault::retire_request_keys(session, now - desk::request_key_after);
  gone += session.exec("DELETE FROM enrol_code WHERE expires_at <= $1", now);
  gone += session.exec("DELETE FROM code_hour WHERE hour < $1",
                       std::int64_t{(now - 7 * desk::day).time_since_epoch() / std::chrono::hours{1}});
  return gone;
}

}  // namespace sportello::store::acts
