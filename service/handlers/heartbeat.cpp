// POST /v1/device/heartbeat: the device is alive; it learns whose it is.
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/shared/wire/messages.h"
#include "service/store/acts/devices.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> heartbeat(const Call& call) {
  if (const auto error = wire::parse_empty(call.request.body)) {
    co_return http::problem_response(wire::Code::bad_request, error->sentence);
  }
  auto act = [device = *call.caller.device, now = call.now](store::Session& session) {
    acts::heartbeat(session, device.id, now);
    return kept(200, wire::to_json(wire::DeviceAnswer{device.school_name}));
  };
  co_return co_await save(call, std::move(act));
}

}  // namespace sportello::handlers
