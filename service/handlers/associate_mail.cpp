// POST /v1/visits/{id}/mail and /mail/check: a mail address, and the code that went there.
#include <utility>

#include "service/handlers/grant.h"
#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/sealing.h"
#include "service/store/acts/mail_change.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> ask_mail(const Call& call) {
  const auto wish = wire::parse<wire::MailRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  if (!acts::is_mail_address(wish->mail.reveal())) {
    co_return http::problem_response(wire::Code::bad_request, "field \"mail\" must be one mail address");
  }
  const auto bearer = bearer_of(call);
  if (!bearer) co_return http::problem_response(wire::Code::grant_invalid);

  auto act = [&office = call.context.office, bearer = *bearer, mail = wish->mail,
              now = call.now](store::Session& session) {
    const auto asked = acts::ask_mail(session, office, bearer, mail, now);
    return asked ? kept(200, sealed_json(asked->answer, asked->reply_key)) : kept(asked.error());
  };
  co_return co_await save_once(call, bearer->visit, std::move(act));
}

awaitable<Response> check_mail(const Call& call) {
  const auto wish = wire::parse<wire::CodeCheckRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  const auto bearer = bearer_of(call);
  if (!bearer) co_return http::problem_response(wire::Code::grant_invalid);

  auto act = [&office = call.context.office, bearer = *bearer, code = wish->code,
              now = call.now](store::Session& session) {
    const auto taken = acts::check_mail(session, office, bearer, code, now);
    return taken ? kept(200, sealed_json(taken->answer, taken->reply_key)) : kept(taken.error());
  };
  co_return co_await save_once(call, bearer->visit, std::move(act));
}

}  // namespace sportello::handlers
