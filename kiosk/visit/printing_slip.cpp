// From the result to a slip of paper and back.
#include "kiosk/visit/turn.h"

namespace sportello::visit {

void printing_slip(Turn& turn, const Event& event) {
  static_cast<void>(turn);
  static_cast<void>(event);
}

}  // namespace sportello::visit
