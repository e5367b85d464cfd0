// POST /v1/device/enrol: a blank device shows the code of its enrolment sheet and proves that it holds its key.
#include <utility>

#include "service/handlers/authorise.h"
#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/handlers/waiting.h"
#include "service/shared/wire/messages.h"
#include "service/store/acts/devices.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> enrol_device(const Call& call) {
  const auto wish = wire::parse<wire::EnrolRequest>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);
  if (call.caller.signature.key_id != "enrol") co_return http::problem_response(wire::Code::device_unknown);
  const auto right = check_signature(call.request, wish->key, call.now);
  if (!right) co_return http::problem_response(right.error());
  // Anybody can sign with a key of their own: without a code that stands they cost a read, and no commit.
  std::function<bool(store::Session&)> look = [code = wish->code, now = call.now](store::Session& session) {
    return acts::enrol_code_stands(session, code, now);
  };
  const auto stands = co_await read<bool>(call.context, std::move(look));
  if (!stands) co_return http::problem_response(stands.error());
  if (!*stands) {
    co_return http::problem_response(wire::Code::enrolment_refused, "make a new code with device enrol-code");
  }

  auto act = [&office = call.context.office, wish = *wish, now = call.now](store::Session& session) {
    const auto enrolled = acts::enrol_device(session, office, wish.code, wish.key, now);
    if (!enrolled) return kept(enrolled.error());
    return kept(201,
                wire::to_json(wire::EnrolAnswer{enrolled->device, enrolled->school_name, office.vault.public_key()}));
  };
  co_return co_await save(call, std::move(act));
}

}  // namespace sportello::handlers
