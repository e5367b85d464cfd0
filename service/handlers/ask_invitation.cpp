// POST /v1/visits/{id}/invitation: the link to choose the password at home.
#include <utility>

#include "service/handlers/grant.h"
#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/sealing.h"
#include "service/store/acts/asking_invitation.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> ask_invitation(const Call& call) {
  if (const auto error = wire::parse_empty(call.request.body)) {
    co_return http::problem_response(wire::Code::bad_request, error->sentence);
  }
  const auto bearer = bearer_of(call);
  if (!bearer) co_return http::problem_response(wire::Code::grant_invalid);

  auto act = [&office = call.context.office, bearer = *bearer, now = call.now](store::Session& session) {
    const auto asked = acts::ask_invitation(session, office, bearer, now);
    return asked ? kept(200, sealed_json(asked->answer, asked->reply_key)) : kept(asked.error());
  };
  co_return co_await save_once(call, bearer->visit, std::move(act));
}

}  // namespace sportello::handlers
