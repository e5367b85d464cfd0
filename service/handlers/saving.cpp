// One write. Everything it needs is copied into it: it runs on the store's thread, and may run again.
#include "service/handlers/saving.h"

#include <utility>

#include "service/handlers/waiting.h"

namespace sportello::handlers {
namespace {

namespace acts = store::acts;
constexpr std::string_view problem_type = "application/problem+json";

awaitable<Response> commit(const Call& call, std::function<KeptAnswer(store::Session&)> act) {
  auto guarded = [is_kiosk = call.caller.device.has_value(), key_id = call.caller.signature.key_id,
                  nonce = call.caller.signature.nonce, now = call.now,
                  act = std::move(act)](store::Session& session) {
    if (!acts::spend_nonce(session, key_id, nonce, now)) {
      return kept(wire::Problem{wire::Code::signature_replayed, {}, {}, {}, {}});
    }
    if (is_kiosk && !acts::is_active(session, key_id)) {  // revoked since its signature was checked
      return kept(wire::Problem{wire::Code::device_revoked, {}, {}, {}, {}});
    }
    return act(session);
  };
  auto answer = co_await write<KeptAnswer>(call.context, std::move(guarded));
  if (!answer) co_return http::problem_response(answer.error());
  call.context.wake_worker();
  co_return response_of(*answer);
}

}  // namespace

KeptAnswer kept(int status, std::string body) { return {status, "application/json", std::move(body)}; }

KeptAnswer kept(const wire::Problem& problem) {
  return {wire::status_of(problem.code), std::string{problem_type}, wire::to_json(problem)};
}

Response response_of(const KeptAnswer& answer) {
  auto response = http::json_response(answer.status, answer.body);
  if (answer.content_type == problem_type) {
    response.content_type = problem_type;
    if (const auto problem = wire::problem_from_json(answer.body)) response.retry_after_s = problem->retry_after_s;
  }
  return response;
}

acts::RequestKey request_key(const Call& call, std::string visit) {
  return {call.caller.device->school_id,
          call.caller.device->id,
          std::move(visit),
          name_of(call.route),
          call.request.idempotency_key.value_or(""),
          acts::hash_of_body(call.request.body)};
}

awaitable<Response> save_once(const Call& call, std::string visit, std::function<KeptAnswer(store::Session&)> act) {
  auto whole = [key = request_key(call, std::move(visit)), now = call.now,
                act = std::move(act)](store::Session& session) {
    auto answer = acts::once(session, key, now, [&] { return act(session); });
    return answer ? std::move(*answer) : kept(answer.error());
  };
  return commit(call, std::move(whole));
}

awaitable<Response> save(const Call& call, std::function<KeptAnswer(store::Session&)> act) {
  return commit(call, std::move(act));
}

}  // namespace sportello::handlers
