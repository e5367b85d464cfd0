// The save step that all changing calls share: nonce, repeat and act in one transaction, one commit.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "service/handlers/context.h"
#include "service/handlers/routes.h"
#include "service/store/acts/repeats.h"

namespace sportello::handlers {

using store::acts::KeptAnswer;

KeptAnswer kept(int status, std::string body);
KeptAnswer kept(const wire::Problem& problem);
Response response_of(const KeptAnswer& answer);

// `visit` is "" before there is one. `act` may run twice: it captures by value, and what it answers holds no secret
// in clear. signature_replayed, idempotency_mismatch and the store's troubles are answered here.
awaitable<Response> save_once(const Call& call, std::string visit, std::function<KeptAnswer(store::Session&)> act);
// The same for routes without an Idempotency-Key: nothing is kept, a repeat acts again.
awaitable<Response> save(const Call& call, std::function<KeptAnswer(store::Session&)> act);

store::acts::RequestKey request_key(const Call& call, std::string visit);

}  // namespace sportello::handlers
