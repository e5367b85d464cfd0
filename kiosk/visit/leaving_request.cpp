// A request that waits for the line.
#include "kiosk/visit/turn.h"

namespace sportello::visit {

void leaving_request(Turn& turn, const Event& event) {
  static_cast<void>(turn);
  static_cast<void>(event);
}

}  // namespace sportello::visit
