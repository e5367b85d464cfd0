// The whole behaviour of a visit: one event in, the new visit and the effects out.
// Draws nothing, waits for nothing, asks no clock.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/visit/effects.h"
#include "kiosk/visit/events.h"

namespace sportello::visit {

struct Step {
  Visit visit;
  std::vector<Effect> effects;
};

// A kiosk that waits for its first guardian.
Visit fresh(Comfort home, std::chrono::year_month_day today, TimePoint now);

Step next(const Visit& visit, const Event& event, TimePoint now);

// When a Tick will change something next; nothing when only an event can. The loop sleeps until then.
std::optional<TimePoint> next_deadline(const Visit& visit);

// Out of service, and somebody can leave a request all the same.
bool may_leave_request(const Visit& visit);

// What the screen may want to show of waiting: nothing yet, progress, or progress with a way out.
enum class Waiting { no, progress, way_out };
Waiting waiting(const Visit& visit, TimePoint now);

}  // namespace sportello::visit
