// Idempotency: a request that comes again gets the answer it got, and nothing happens twice.
// Keeps only what may stand in clear: secret parts of an answer are sealed to the visit's reply key before.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct RequestKey {
  std::string school_id;
  std::string device_id;
  std::string visit;        // "" before there is one
  std::string route;        // method and template: "POST /v1/visits/{id}/code"
  std::string key;          // the Idempotency-Key
  secret::Bytes body_hash;  // BLAKE2b-256 of the body, see hash_of_body
};
secret::Bytes hash_of_body(std::string_view body);

struct KeptAnswer {
  int status = 200;
  std::string content_type;
  std::string body;
};

// The answer given before; nothing: this is the first time. idempotency_mismatch: the device used this key for
// another visit, route or body. Works in a read too, so that a repeat need not hash a password first.
Outcome<std::optional<KeptAnswer>> recall(Session& session, const RequestKey& request, Time now);
// Inside the act's own transaction. Kept for ten minutes, or until the visit's end.
void remember(Session& session, const RequestKey& request, const KeptAnswer& answer, Time now);

// recall, else act and remember. A refusal is an answer too, and kept, so that a repeat spends no second try;
// only 5xx answers are not kept.
Outcome<KeptAnswer> once(Session& session, const RequestKey& request, Time now,
                         const std::function<KeptAnswer()>& act);

}  // namespace sportello::store::acts
