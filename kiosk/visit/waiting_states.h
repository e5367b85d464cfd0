// In which states no visit is going on. Apart from states.h, for those few who ask.
#pragma once

#include "kiosk/visit/states.h"

namespace sportello::visit {

// States that nobody has begun.
inline bool waits_for_guardian(const State& state) {
  return std::holds_alternative<Welcome>(state) || std::holds_alternative<OutOfService>(state);
}

// Those, and the one that ends by itself.
inline bool nothing_goes_on(const State& state) {
  return waits_for_guardian(state) || std::holds_alternative<Goodbye>(state);
}

}  // namespace sportello::visit
