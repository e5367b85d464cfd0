// GET /receipts/kannel/{id}/{token}/{status}, on the private listener: what Kannel tells about a message. The token
// is derived from the id, so that nobody else can say that a message arrived.
#include "service/handlers/routes.h"
#include "service/handlers/waiting.h"
#include "service/store/acts/deliveries.h"

namespace sportello::handlers {

namespace acts = store::acts;
namespace {

struct Told {
  acts::Delivery delivery;
  std::string_view word;
};
// Kannel's %d.
std::optional<Told> told_by(std::string_view status) {
  using enum acts::Delivery;
  if (status == "1") return Told{delivered, ""};
  if (status == "2") return Told{bounced, "not_delivered"};
  if (status == "4" || status == "8") return Told{accepted, ""};  // queued at the centre, taken by it
  if (status == "16") return Told{bounced, "refused_by_centre"};
  return std::nullopt;
}

}  // namespace

awaitable<Response> kannel_receipt(const Call& call) {
  const auto& id = call.request.parameters.at(0);
  const secret::SecretText token{std::string_view{call.request.parameters.at(1)}};
  const auto told = told_by(call.request.parameters.at(2));
  if (!told || !(call.context.office.vault.link_token(store::LinkKind::receipt, id) == token)) {
    co_return http::problem_response(wire::Code::not_found);
  }
  std::function<bool(store::Session&)> act = [id, told = *told, now = call.now](store::Session& session) {
    return acts::delivery_told(session, id, told.delivery, told.word, now);
  };
  const auto known = co_await write<bool>(call.context, act);
  if (!known) co_return http::problem_response(known.error());
  co_return *known ? http::json_response(200, R"({"noted":true})") : http::problem_response(wire::Code::not_found);
}

}  // namespace sportello::handlers
