// The table of all routes: what is asked, who may ask, which handler answers. The API page is held against it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <span>
#include <string>
#include <string_view>

#include "service/handlers/context.h"
#include "service/http/message.h"

namespace sportello::handlers {

using boost::asio::awaitable;
using http::Response;

enum class Needs {
  nothing,     // a probe on the private listener
  page,        // a guardian's own browser: the handler proves it, by cookie and form
  enrolment,   // signed by the key in the body: the handler checks, for only it knows the body
  kiosk,       // signed by an approved device
  login_page,  // signed by a register's login page, and never by a kiosk
};

struct Route {
  std::string_view method;
  std::string_view path;
  Needs needs;
  bool idempotent;  // takes an Idempotency-Key and must have one
  awaitable<Response> (*handle)(const Call& call);
};
std::string name_of(const Route& route);  // "POST /v1/visits/{id}/code"

std::span<const Route> routes();          // of the public listener
std::span<const Route> private_routes();  // of the private one

// Finds the route, proves who asks, calls the handler. not_found and method_not_allowed are answered here.
awaitable<Response> dispatch(const Context& shared, std::span<const Route> table, http::Request request);

// One file each, in the order of a visit.
awaitable<Response> open_visit(const Call& call);
awaitable<Response> resend_code(const Call& call);
awaitable<Response> check_code(const Call& call);
awaitable<Response> set_credentials(const Call& call);
awaitable<Response> ask_mail(const Call& call);
awaitable<Response> check_mail(const Call& call);
awaitable<Response> ask_invitation(const Call& call);
awaitable<Response> report_data(const Call& call);
awaitable<Response> end_visit(const Call& call);
awaitable<Response> enrol_device(const Call& call);
awaitable<Response> heartbeat(const Call& call);
awaitable<Response> deliver_requests(const Call& call);
awaitable<Response> keep_journal(const Call& call);
awaitable<Response> login(const Call& call);
// The pages of a guardian's own browser
awaitable<Response> open_invitation(const Call& call);
awaitable<Response> back_to_invitation(const Call& call);
awaitable<Response> invitation_in(const Call& call);
awaitable<Response> show_invitation(const Call& call);
awaitable<Response> send_invitation_code(const Call& call);
awaitable<Response> check_invitation_code(const Call& call);
awaitable<Response> redeem_invitation(const Call& call);
awaitable<Response> renew_invitation(const Call& call);
awaitable<Response> show_not_me(const Call& call);
awaitable<Response> freeze_credentials(const Call& call);
awaitable<Response> not_me_in(const Call& call);
awaitable<Response> page_file(const Call& call);
awaitable<Response> change_at_login(const Call& call);
awaitable<Response> livez(const Call& call);
awaitable<Response> readyz(const Call& call);
awaitable<Response> show_metrics(const Call& call);
awaitable<Response> kannel_receipt(const Call& call);

}  // namespace sportello::handlers
