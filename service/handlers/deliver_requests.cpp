// POST /v1/requests: what guardians left at a kiosk that had no line. The kiosk learns what it may let go of, and
// nothing of anybody.
#include <memory>
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/waiting.h"
#include "service/metrics/instruments.h"
#include "service/shared/log/log.h"
#include "service/store/acts/requests.h"

namespace sportello::handlers {

namespace acts = store::acts;
using wire::RequestOutcome;

namespace {

// After the commit: what was rolled back was not delivered.
void tell(const Call& call, const std::vector<acts::TakenRequest>& taken) {
  for (const auto& one : taken) {
    const std::string outcome{one.repeated ? "repeated" : wire::name_of(one.answer.outcome)};
    metrics::sealed_requests.add({outcome});
    switch (one.answer.outcome) {
      case RequestOutcome::taken:
      case RequestOutcome::too_old: break;
      case RequestOutcome::unreadable:
      case RequestOutcome::not_signed:
      case RequestOutcome::number_taken:
        if (one.repeated) break;
        log::event(log::RequestRefused{.request = call.context.request,
                                       .device = call.caller.device->id,
                                       .sequence = one.answer.sequence,
                                       .why = outcome});
        break;
    }
  }
}

}  // namespace

awaitable<Response> deliver_requests(const Call& call) {
  const auto wish = wire::parse<wire::RequestDelivery>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  std::function<std::vector<acts::DeliveredRequest>(store::Session&)> look =
      [&office = call.context.office, device = *call.caller.device, requests = wish->requests](
          store::Session& session) { return acts::look_into(session, office, device, requests); };
  auto looked = co_await read<std::vector<acts::DeliveredRequest>>(call.context, std::move(look));
  if (!looked) co_return http::problem_response(looked.error());

  auto told = std::make_shared<std::vector<acts::TakenRequest>>();
  auto act = [&office = call.context.office, device = *call.caller.device, requests = std::move(*looked), told,
              now = call.now](store::Session& session) {
    told->clear();
    auto taken = acts::take_requests(session, office, device, requests, now);
    if (!taken) return kept(taken.error());
    wire::RequestsAnswer answer;
    for (const auto& one : *taken) answer.answers.push_back(one.answer);
    *told = std::move(*taken);
    return kept(200, wire::to_json(answer));
  };
  auto response = co_await save(call, std::move(act));
  if (response.status == 200) tell(call, *told);
  co_return response;
}

}  // namespace sportello::handlers
