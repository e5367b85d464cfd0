// POST /v1/visits/{id}/code/check: the code against the visit; whoever has it right learns who they are.
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/sealing.h"
#include "service/store/acts/visits.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> check_code(const Call& call) {
  const auto wish = wire::parse<wire::CodeCheckRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  const auto& visit = call.request.parameters.at(0);

  auto act = [&office = call.context.office, device = *call.caller.device, visit, code = wish->code,
              now = call.now](store::Session& session) {
    const auto checked = acts::check_code(session, office, device, visit, code, now);
    return checked ? kept(200, sealed_json(checked->person, checked->reply_key)) : kept(checked.error());
  };
  co_return co_await save_once(call, visit, std::move(act));
}

}  // namespace sportello::handlers
