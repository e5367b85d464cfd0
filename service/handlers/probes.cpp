// GET /livez: the process answers. GET /readyz: so does the store, by its writer and by a reader, and no stop is
// near.
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/waiting.h"

namespace sportello::handlers {

awaitable<Response> livez(const Call& /*call*/) { co_return http::json_response(200, R"({"live":true})"); }

awaitable<Response> readyz(const Call& call) {
  if (call.context.draining != nullptr && *call.context.draining) {
    wire::Problem draining{wire::Code::busy, "draining: a stop is near", {}, {}, {}};
    co_return http::problem_response(draining);
  }
  std::function<bool(store::Session&)> ask = [](store::Session& session) {
    return session.first("SELECT 1").has_value();
  };
  const auto written = co_await write<bool>(call.context, ask);
  if (!written) co_return http::problem_response(written.error());
  const auto seen = co_await read<bool>(call.context, ask);
  if (!seen) co_return http::problem_response(seen.error());
  co_return http::json_response(200, R"({"ready":true})");
}

}  // namespace sportello::handlers
