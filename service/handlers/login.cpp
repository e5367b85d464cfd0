// POST /v1/login: do user code, password and PIN belong together?
#include <utility>

#include "service/handlers/comparing.h"
#include "service/handlers/routes.h"
#include "service/handlers/waiting.h"
#include "service/shared/wire/messages.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> login(const Call& call) {
  const auto wish = wire::parse<wire::LoginRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  auto& context = call.context;

  // Taken before a try is spent: a service that is busy must not lock anybody out.
  auto place = context.pool.reserve();
  if (!place) co_return http::problem_response(too_many_hashes());
  auto user_code = wish->user_code;
  auto begun = co_await begin_login(call, std::move(user_code), acts::LoginFor::entry);
  if (auto* answer = std::get_if<Response>(&begun)) co_return std::move(*answer);
  const auto& attempt = std::get<acts::LoginAttempt>(begun);

  auto work = [attempt, wish = *wish, &nothing = context.hash_of_nothing] {
    return compare(attempt, wish.password, wish.pin, nothing);
  };
  const auto compared = co_await hash_in_place<Compared>(context, std::move(*place), std::move(work));

  auto finish = [&office = context.office, page = *call.caller.login_page,
                 result = result_of(attempt, compared, wish->user_code), now = call.now](store::Session& session) {
    acts::finish_login(session, office, page, result, now);
    return true;
  };
  const auto finished = co_await write<bool>(context, std::move(finish));
  if (!finished) co_return http::problem_response(finished.error());
  if (!compared.right) co_return http::problem_response(wire::Code::login_refused);
  if (attempt.account->off) co_return http::problem_response(wire::Code::credentials_off);
  co_return http::json_response(200,
                                wire::to_json(wire::LoginAnswer{attempt.account->change_due, compared.pin_checked}));
}

}  // namespace sportello::handlers
