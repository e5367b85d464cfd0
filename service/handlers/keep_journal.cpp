// POST /v1/journal: the kiosk's journal, in sequence, held to its chain; answers up to where it is kept.
#include <memory>
#include <utility>

#include "service/handlers/routes.h"
#include "service/handlers/saving.h"
#include "service/metrics/instruments.h"
#include "service/shared/log/log.h"
#include "service/store/acts/journal.h"

namespace sportello::handlers {

namespace acts = store::acts;

namespace {

struct Told {
  std::int64_t taken = 0, repeated = 0;
  std::string refused;  // by which code
};

}  // namespace

awaitable<Response> keep_journal(const Call& call) {
  const auto wish = wire::parse<wire::JournalDelivery>(call.request.body);
  if (!wish) co_return http::problem_response(wire::Code::bad_request, wish.error().sentence);

  auto told = std::make_shared<Told>();
  auto act = [&office = call.context.office, device = *call.caller.device, entries = wish->entries, told,
              now = call.now](store::Session& session) {
    *told = {};
    const auto done = acts::keep_journal(session, office, device, entries, now);
    if (!done) {
      told->refused = wire::name_of(done.error().code);
      return kept(done.error());
    }
    *told = {done->taken, done->repeated, {}};
    return kept(200, wire::to_json(done->answer));
  };
  auto response = co_await save(call, std::move(act));
  if (response.status == 200) {
    metrics::journal_entries.add({"taken"}, told->taken);
    metrics::journal_entries.add({"repeated"}, told->repeated);
  } else if (!told->refused.empty() && response.status == 409) {
    metrics::journal_entries.add({"refused"}, static_cast<std::int64_t>(wish->entries.size()));
    log::event(
        log::JournalRefused{.request = call.context.request, .device = call.caller.device->id, .why = told->refused});
  }
  co_return response;
}

}  // namespace sportello::handlers
