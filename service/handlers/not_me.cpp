// GET /not-me/{token}: one page, one button; opening it changes nothing. POST /not-me/{token}: the button. The form's
// token is derived from the nonce in a cookie of its own: a page elsewhere can send the form, not know the token.
#include <utility>

#include "service/handlers/pages.h"
#include "service/handlers/waiting.h"
#include "service/store/acts/freezing.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;
using School = std::optional<acts::PageSchool>;

std::string path_of(const Call& call) { return "/not-me/" + call.request.parameters.at(0); }

invitation::Frame frame(const Call& call, School school) {
  return frame_of(call, path_of(call) + "/in/", std::move(school));
}

}  // namespace

awaitable<Response> show_not_me(const Call& call) {
  auto find = [token = call.request.parameters.at(0), now = call.now](store::Session& session) -> School {
    const auto school = acts::school_behind_freeze_link(session, token, now);
    if (!school) return std::nullopt;
    return acts::contact_of(session, *school);
  };
  auto school = co_await read<School>(call.context, std::move(find));
  if (!school) co_return troubled(call, school.error());
  const auto around = frame(call, std::move(*school));
  if (!around.school) co_return page(404, invitation::not_me_gone_page(around));
  const auto known = browser_of(call, PageCookie::not_me);
  const auto fresh = known ? std::nullopt : std::optional{make_cookie(call, PageCookie::not_me, "-")};
  const auto& browser = known ? *known : fresh->browser;
  auto response = page(200, invitation::not_me_page(around, path_of(call), tokens_of(browser)));
  if (fresh) response.headers.push_back({"Set-Cookie", fresh->header});
  co_return response;
}

awaitable<Response> freeze_credentials(const Call& call) {
  const auto browser = browser_of(call, PageCookie::not_me);
  const auto form = form_of(call.request);
  if (!browser || !form || !is_ours(call.request, *browser, *form, path_of(call))) co_return stale(call);
  auto act = [&office = call.context.office, token = call.request.parameters.at(0),
              now = call.now](store::Session& session) -> School {
    const auto frozen = acts::freeze(session, office, token, now);
    if (!frozen) return std::nullopt;
    return acts::contact_of(session, frozen->school_id);
  };
  auto school = co_await write<School>(call.context, std::move(act));
  if (!school) co_return troubled(call, school.error());
  call.context.wake_worker();
  const auto around = frame(call, std::move(*school));
  if (!around.school) co_return page(404, invitation::not_me_gone_page(around));
  co_return page(200, invitation::frozen_page(around));
}

// GET /not-me/{token}/in/{language}
awaitable<Response> not_me_in(const Call& call) {
  const auto& language = call.request.parameters.at(1);
  auto response = see_other(path_of(call));
  if (call.context.site->texts().has(language)) response.headers.push_back({"Set-Cookie", language_cookie(language)});
  co_return response;
}

}  // namespace sportello::handlers
