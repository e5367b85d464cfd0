// POST /v1/visits/{id}/report: "my data is wrong". The answer is a reference, which says nothing of anybody.
#include <utility>

#include "service/handlers/grant.h"
#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/store/acts/reports.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> report_data(const Call& call) {
  const auto wish = wire::parse<wire::ReportRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  const auto bearer = bearer_of(call);
  if (!bearer) co_return http::problem_response(wire::Code::grant_invalid);

  auto act = [&office = call.context.office, bearer = *bearer, wish = *wish,
              now = call.now](store::Session& session) {
    const auto answer = acts::report(session, office, bearer, wish, now);
    return answer ? kept(200, wire::to_json(*answer)) : kept(answer.error());
  };
  co_return co_await save_once(call, bearer->visit, std::move(act));
}

}  // namespace sportello::handlers
