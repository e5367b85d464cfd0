// Deletes by age.
#include "service/store/acts/sweep.h"

#include "service/desk/keeping.h"

namespace sportello::store::acts {

std::int64_t sweep(Session& session, Time now) {
  std::int64_t gone = 0;
  gone += session.exec("DELETE FROM nonce WHERE expires_at <= $1", now);
  gone += session.exec("DELETE FROM kept_answer WHERE expires_at <= $1", now);
  gone += session.exec("DELETE FROM visit_grant WHERE expires_at <= $1", now);
  gone += session.exec(
      "UPDATE visit SET ended_at = expires_at, reply_key = $1 WHERE expires_at <= $2 AND ended_at IS NULL",
      secret::Bytes{}, now);
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
  gone += session.exec("DELETE FROM enrol_code WHERE expires_at <= $1", now);
  gone += session.exec("DELETE FROM code_hour WHERE hour < $1",
                       std::int64_t{(now - 7 * desk::day).time_since_epoch() / std::chrono::hours{1}});
  gone += session.exec(
      "DELETE FROM outbox_try WHERE outbox_id IN (SELECT id FROM outbox WHERE finished_at <= $1 AND (channel <> "
      "'mail' "
      "OR finished_at <= $2))",
      now - desk::keep_sms, now - desk::keep_mail);
  gone += session.exec("DELETE FROM outbox WHERE finished_at <= $1 AND (channel <> 'mail' OR finished_at <= $2)",
                       now - desk::keep_sms, now - desk::keep_mail);
  return gone;
}

}  // namespace sportello::store::acts
