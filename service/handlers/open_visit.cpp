// POST /v1/visits: identify, and send the code. The same steps and the same answer for whoever is not on file.
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/shared/wire/messages.h"
#include "service/store/acts/visits.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> open_visit(const Call& call) {
  const auto wish = wire::parse<wire::VisitRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  auto document = identity::CodiceFiscale::parse(wish->document.reveal());
  if (!document) {
    co_return http::problem_response(wire::Code::bad_request, "field \"document\" must be a valid codice fiscale");
  }
  if (call.context.rates != nullptr) {
    auto refused = call.context.rates->person(call.caller.device->school_id, wish->document.reveal());
    if (refused) co_return std::move(*refused);
  }
  const acts::OpenVisit opening{*call.caller.device, std::move(*document), wish->language, wish->reply_key};

  auto act = [&office = call.context.office, opening, now = call.now](store::Session& session) {
    const auto answer = acts::open_visit(session, office, opening, now);
    return answer ? kept(201, wire::to_json(*answer)) : kept(answer.error());
  };
  co_return co_await save_once(call, "", std::move(act));
}

}  // namespace sportello::handlers
