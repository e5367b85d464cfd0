// POST /v1/visits/{id}/code: send the code again.
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/shared/wire/messages.h"
#include "service/store/acts/visits.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> resend_code(const Call& call) {
  if (const auto error = wire::parse_empty(call.request.body)) {
    co_return http::problem_response(wire::Code::bad_request, error->sentence);
  }
  const auto& visit = call.request.parameters.at(0);

  auto act = [&office = call.context.office, device = *call.caller.device, visit,
              now = call.now](store::Session& session) {
    const auto state = acts::resend_code(session, office, device, visit, now);
    return state ? kept(200, wire::to_json(*state)) : kept(state.error());
  };
  co_return co_await save_once(call, visit, std::move(act));
}

}  // namespace sportello::handlers
