// Headers of every page beside those that the listener gives every answer, and the answers that several handlers
// share.
#include "service/handlers/pages.h"

#include <utility>

namespace sportello::handlers {
namespace {

// What stands on a page is ours alone: no script, style, picture, form or frame of anybody else.
constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";
constexpr std::string_view permissions =
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), "
    "geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
    "publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

void guard(Response& response) {
  const auto add = [&](std::string name, std::string_view value) {
    response.headers.push_back({std::move(name), std::string{value}});
  };
  add("Content-Security-Policy", policy);
  add("Referrer-Policy", "no-referrer");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Permissions-Policy", permissions);
}

// The chooser of languages leads back to the page where the trouble was met.
invitation::Frame trouble_frame(const Call& call) {
  constexpr std::string_view not_me = "/not-me/";
  if (!call.route.path.starts_with(not_me)) return invitation_frame(call);
  return frame_of(call, std::string{not_me}.append(call.request.parameters.at(0)).append("/in/"));
}

}  // namespace

invitation::Frame frame_of(const Call& call, std::string language_path,
                           std::optional<store::acts::PageSchool> school) {
  return {call.context.site, language_of(call), std::move(language_path), std::move(school)};
}

invitation::Frame invitation_frame(const Call& call, std::optional<store::acts::PageSchool> school) {
  return frame_of(call, "/invitation/in/", std::move(school));
}

invitation::TokenFor tokens_of(const store::acts::Browser& browser) {
  return [nonce = browser.nonce](std::string_view action) {
    return std::string{store::acts::form_token(nonce, action).reveal()};
  };
}

Response page(int status, std::string html) {
  Response response;
  response.status = status;
  response.body = std::move(html);
  response.content_type = "text/html; charset=utf-8";
  guard(response);
  return response;
}

Response see_other(std::string location) {
  Response response;
  response.status = 303;
  guard(response);
  response.headers.push_back({"Location", std::move(location)});
  return response;
}

Response stale(const Call& call) { return page(403, invitation::stale_page(trouble_frame(call))); }

// No languages to choose: there is nothing to come back to. The browser's own is taken.
Response lost_page(const Call& call) { return page(404, invitation::lost_page(frame_of(call, ""))); }

Response troubled(const Call& call, const wire::Problem& problem) {
  auto response = page(wire::status_of(problem.code), invitation::busy_page(trouble_frame(call)));
  response.retry_after_s = problem.retry_after_s;
  return response;
}

}  // namespace sportello::handlers
