// What becomes of a request that was left, and what to do if no answer comes.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_request_left(Frame& frame, const visit::RequestLeft& state) {
  static_cast<void>(state);
  draw_header(frame);
  draw_footer(frame, {});
}

}  // namespace sportello::screens
