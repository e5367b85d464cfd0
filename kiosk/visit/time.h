// The time a visit is told. It has no now(): whoever runs the visit brings it.
#pragma once

#include <chrono>

namespace sportello::visit {

// Monotonic milliseconds since an origin of the caller's choice.
struct Clock {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<Clock, duration>;
  static constexpr bool is_steady = true;
};
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

}  // namespace sportello::visit
