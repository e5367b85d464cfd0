// POST /v1/device/heartbeat: the device is alive; it learns whose it is, and bears witness of the audit.
#include <memory>
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/shared/log/log.h"
#include "service/shared/wire/messages.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/witnessing.h"

namespace sportello::handlers {

namespace acts = store::acts;

awaitable<Response> heartbeat(const Call& call) {
  const auto beat = wire::parse<wire::HeartbeatRequest>(call.request.body);
  if (!beat) co_return http::problem_response(wire::Code::bad_request, beat.error().sentence);
  // Said at every heartbeat, as long as it lasts: an alarm that is raised once is missed.
  auto witnessed = std::make_shared<acts::Witnessed>(acts::Witnessed::held);
  auto act = [&office = call.context.office, device = *call.caller.device, beat = *beat, witnessed,
              now = call.now](store::Session& session) {
    acts::heartbeat(session, device.id, now);
    *witnessed = acts::witness(session, office, device, beat.seen, now);
    return kept(200, wire::to_json(wire::DeviceAnswer{
                         device.school_name, acts::signed_head(session, office, device.school_id, now),
                         *witnessed == acts::Witnessed::held, office.vault.request_key()}));
  };
  auto response = co_await save(call, std::move(act));
  if (*witnessed == acts::Witnessed::not_ours) {
    log::event(log::AuditHeadNotOurs{
        .request = call.context.request, .device = call.caller.device->id, .sequence = beat->seen->head.sequence});
  }
  if (*witnessed == acts::Witnessed::not_held) {
    log::event(log::AuditHeadNotHeld{
        .request = call.context.request, .device = call.caller.device->id, .sequence = beat->seen->head.sequence});
  }
  if (!beat->refused.empty()) {
    log::event(log::AuditHeadRefused{
        .request = call.context.request, .device = call.caller.device->id, .why = beat->refused});
  }
  co_return response;
}

}  // namespace sportello::handlers
