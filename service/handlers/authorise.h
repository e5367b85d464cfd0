// Proves who signed a request (RFC 9421). Spends no nonce: that belongs into the request's own transaction
// (saving.h).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <expected>

#include "service/handlers/context.h"
#include "service/handlers/routes.h"

namespace sportello::handlers {

// Which headers are signed, and by whom it is claimed. Refuses signature_missing, signature_malformed,
// idempotency_key_missing, bad_request (an authority that is not ours).
std::expected<signing::SignatureParameters, wire::Problem> read_signature(const Context& context,
                                                                          const http::Request& request,
                                                                          bool idempotent);
// Refuses digest_wrong, signature_wrong, signature_stale.
std::expected<void, wire::Problem> check_signature(const http::Request& request, const signing::PublicKey& key,
                                                   Time now);

// The caller that the route needs. A key id of another kind is signature_wrong, as one of nobody is.
awaitable<std::expected<Caller, wire::Problem>> authorise(Context& context, const http::Request& request,
                                                          const Route& route, Time now);

}  // namespace sportello::handlers
