// DELETE /v1/visits/{id}: the guardian has left. Ending twice is no error.
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/store/acts/visits.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> end_visit(const Call& call) {
  if (!call.request.body.empty()) {
    co_return http::problem_response(wire::Code::bad_request, "this call takes no body");
  }
  auto act = [&office = call.context.office, device = *call.caller.device, visit = call.request.parameters.at(0),
              now = call.now](store::Session& session) {
    const auto ended = acts::end_visit(session, office, device, visit, now);
    return ended ? kept(204, "") : kept(ended.error());
  };
  co_return co_await save(call, std::move(act));
}

}  // namespace sportello::handlers
