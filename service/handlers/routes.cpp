// The table, and the way from a request to its handler.
#include "service/handlers/routes.h"

#include <array>
#include <utility>

#include "service/handlers/authorise.h"
#include "service/handlers/pages.h"
#include "service/http/router.h"

namespace sportello::handlers {
namespace {

constexpr std::array<Route, 30> public_table = {{
    {"POST", "/v1/visits", Needs::kiosk, true, open_visit},
    {"POST", "/v1/visits/{id}/code", Needs::kiosk, true, resend_code},
    {"POST", "/v1/visits/{id}/code/check", Needs::kiosk, true, check_code},
    {"POST", "/v1/visits/{id}/credentials", Needs::kiosk, true, set_credentials},
    {"POST", "/v1/visits/{id}/mail", Needs::kiosk, true, ask_mail},
    {"POST", "/v1/visits/{id}/mail/check", Needs::kiosk, true, check_mail},
    {"POST", "/v1/visits/{id}/invitation", Needs::kiosk, true, ask_invitation},
    {"POST", "/v1/visits/{id}/report", Needs::kiosk, true, report_data},
    {"DELETE", "/v1/visits/{id}", Needs::kiosk, false, end_visit},
    {"POST", "/v1/device/enrol", Needs::enrolment, false, enrol_device},
    {"POST", "/v1/device/heartbeat", Needs::kiosk, false, heartbeat},
    {"POST", "/v1/requests", Needs::kiosk, false, deliver_requests},
    {"POST", "/v1/journal", Needs::kiosk, false, keep_journal},
    {"POST", "/v1/login", Needs::login_page, false, login},
    {"POST", "/v1/login/password", Needs::login_page, false, change_at_login},
    {"GET", "/invitation", Needs::page, false, show_invitation},
    {"GET", "/invitation/in/{language}", Needs::page, false, invitation_in},
    {"POST", "/invitation/code", Needs::page, false, send_invitation_code},
    {"POST", "/invitation/check", Needs::page, false, check_invitation_code},
    {"POST", "/invitation/password", Needs::page, false, redeem_invitation},
    {"POST", "/invitation/renew", Needs::page, false, renew_invitation},
    {"GET", "/invitation/code", Needs::page, false, back_to_invitation},
    {"GET", "/invitation/check", Needs::page, false, back_to_invitation},
    {"GET", "/invitation/password", Needs::page, false, back_to_invitation},
    {"GET", "/invitation/renew", Needs::page, false, back_to_invitation},
    {"GET", "/invitation/{token}", Needs::page, false, open_invitation},
    {"GET", "/not-me/{token}", Needs::page, false, show_not_me},
    {"POST", "/not-me/{token}", Needs::page, false, freeze_credentials},
    {"GET", "/not-me/{token}/in/{language}", Needs::page, false, not_me_in},
    {"GET", "/page/{name}", Needs::page, false, page_file},
}};

constexpr std::array<Route, 4> private_table = {{
    {"GET", "/livez", Needs::nothing, false, livez},
    {"GET", "/readyz", Needs::nothing, false, readyz},
    {"GET", "/metrics", Needs::nothing, false, show_metrics},
    {"GET", "/receipts/kannel/{id}/{token}/{status}", Needs::nothing, false, kannel_receipt},
}};

// What a route is held against. A mail's gateway hangs a query on a link, a hand types one slash more: for a page
// that is opened both mean nothing. Signed requests are taken as they stand.
std::string_view path_of(const http::Request& request, const Route& route) {
  std::string_view path = request.target;
  if (route.needs != Needs::page || request.method != "GET") return path;
  path = path.substr(0, path.find('?'));
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// Somebody with a browser, at an address that the office's programs do not use.
bool is_lost_person(const http::Request& request) {
  return request.method == "GET" && !request.target.starts_with("/v1/") && request.accept &&
         request.accept->find("text/html") != std::string::npos;
}

Response lost(Context& context, const http::Request& request) {
  static constexpr Route nowhere{"GET", "", Needs::page, false, nullptr};
  const Caller nobody{};
  return lost_page({context, request, nowhere, nobody, context.now()});
}

// Nothing: go on. A device has proved itself by now; a browser is known by its address alone.
std::optional<Response> too_often(const Call& call) {
  auto* const rates = call.context.rates;
  if (rates == nullptr) return std::nullopt;
  if (call.caller.device) return rates->kiosk(call.caller.device->id);
  if (call.caller.login_page) return rates->login_page(call.caller.login_page->id);
  if (call.route.needs == Needs::nothing) return std::nullopt;
  // A device that enrols has no part in what the browsers behind its school's address do.
  return rates->address((call.route.needs == Needs::enrolment ? "enrolment " : "") + call.request.peer);
}

}  // namespace

std::string name_of(const Route& route) { return std::string{route.method}.append(" ").append(route.path); }
std::span<const Route> routes() { return public_table; }
std::span<const Route> private_routes() { return private_table; }

awaitable<Response> dispatch(const Context& shared, std::span<const Route> table, http::Request request) {
  Context context = shared;
  context.request = request.id;
  const Route* found = nullptr;
  std::string allowed;  // the methods that this address takes
  for (const auto& route : table) {
    auto parameters = http::match(route.path, path_of(request, route));
    if (!parameters) continue;
    if (route.method != request.method) {
      if (!allowed.contains(route.method)) allowed.append(allowed.empty() ? "" : ", ").append(route.method);
      continue;
    }
    request.parameters = std::move(*parameters);
    found = &route;
    break;
  }
  if (found == nullptr) {
    if (allowed.empty() && table.data() == public_table.data() && is_lost_person(request)) {
      co_return lost(context, request);
    }
    if (allowed.empty()) co_return http::problem_response(wire::Code::not_found);
    auto refusal = http::problem_response(wire::Code::method_not_allowed);
    refusal.headers.push_back({"Allow", std::move(allowed)});  // RFC 9110 section 15.5.6
    co_return refusal;
  }
  const auto now = context.now();
  auto caller = co_await authorise(context, request, *found, now);
  Response response;
  if (caller) {
    const Call call{context, request, *found, *caller, now};
    auto refused = too_often(call);
    if (refused) {
      response = std::move(*refused);
    } else {  // GCC 12 runs both arms of a ?: that awaits
      response = co_await found->handle(call);
    }
    if (caller->device) response.device = caller->device->id;
    if (caller->login_page) response.device = caller->login_page->id;
  } else {
    response = http::problem_response(caller.error());
  }
  response.route = name_of(*found);
  co_return response;
}

}  // namespace sportello::handlers
