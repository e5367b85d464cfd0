// Speech, volume, pace, reach, keys: what a guardian chose of them, on any screen.
#include "kiosk/visit/turn.h"

namespace sportello::visit {

void listening(Turn& turn, const Event& event) {
  static_cast<void>(turn);
  static_cast<void>(event);
}

}  // namespace sportello::visit
