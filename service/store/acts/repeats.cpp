// Kept answers.
#include "service/store/acts/repeats.h"

#include "service/shared/secret/hash.h"

namespace sportello::store::acts {

secret::Bytes hash_of_body(std::string_view body) { return secret::hash(body); }

Outcome<std::optional<KeptAnswer>> recall(Session& session, const RequestKey& request, Time now) {
  const auto row = session.first(
      "SELECT body_hash, status, content_type, body, visit_id, route FROM kept_answer WHERE school_id = $1 AND "
      "device_id = $2 AND request_key = $3 AND expires_at > $4",
      request.school_id, request.device_id, request.key, now);
  if (!row) return std::optional<KeptAnswer>{};
  if (row->blob(0) != request.body_hash || row->text(4) != request.visit || row->text(5) != request.route) {
    return refused(wire::Code::idempotency_mismatch, "take a new Idempotency-Key for a new request");
  }
  return KeptAnswer{static_cast<int>(row->integer(1)), row->text(2), row->text(3)};
}

void remember(Session& session, const RequestKey& request, const KeptAnswer& answer, Time now) {
  session.exec(
      "INSERT INTO kept_answer (school_id, device_id, visit_id, route, request_key, body_hash, status, content_type, "
      "body, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "ON CONFLICT (school_id, device_id, request_key) DO UPDATE SET visit_id = excluded.visit_id, "
      "route = excluded.route, body_hash = excluded.body_hash, status = excluded.status, content_type = "
      "excluded.content_type, body = excluded.body, "
      "expires_at = excluded.expires_at",
      request.school_id, request.device_id, request.visit, request.route, request.key, request.body_hash,
      answer.status, answer.content_type, answer.body, now + desk::answer_life);
}

Outcome<KeptAnswer> once(Session& session, const RequestKey& request, Time now,
                         const std::function<KeptAnswer()>& act) {
  auto kept = recall(session, request, now);
  if (!kept) return std::unexpected(kept.error());
  if (*kept) return std::move(**kept);
  auto answer = act();
  if (answer.status < 500) remember(session, request, answer, now);
  return answer;
}

}  // namespace sportello::store::acts
