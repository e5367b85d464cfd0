// GET /invitation/{token}: the token for a cookie, and on to an address without it. Changes nothing and sends
// nothing, however often a mail scanner opens it; a token that is nobody's gets a cookie like any other. Who comes
// back to the mail for the same link stays the same browser: the code on its way, and the proof, are not lost.
#include <utility>

#include "service/handlers/pages.h"
#include "service/handlers/waiting.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> open_invitation(const Call& call) {
  auto find = [token = call.request.parameters.at(0)](store::Session& session) {
    return acts::invitation_of(session, token);
  };
  const auto found = co_await read<std::optional<std::string>>(call.context, std::move(find));
  if (!found) co_return troubled(call, found.error());
  const auto known = browser_of(call, PageCookie::invitation);
  const auto cookie = known && known->invitation == *found
                          ? renewed_cookie(call, PageCookie::invitation, *known)
                          : make_cookie(call, PageCookie::invitation, found->value_or(acts::new_id()));
  auto response = see_other(std::string{invitation_path});
  response.headers.push_back({"Set-Cookie", cookie.header});
  co_return response;
}

// GET /invitation/code and the like: somebody reloads the address of a form. Back to the page, the cookie stays.
awaitable<Response> back_to_invitation(const Call& /*call*/) { co_return see_other(std::string{invitation_path}); }

// GET /invitation/in/{language}
awaitable<Response> invitation_in(const Call& call) {
  const auto& language = call.request.parameters.at(0);
  auto response = see_other(std::string{invitation_path});
  if (call.context.site->texts().has(language)) response.headers.push_back({"Set-Cookie", language_cookie(language)});
  co_return response;
}

}  // namespace sportello::handlers
