// No line: what the guardian wants, kept until there is one.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_request_wish(Frame& frame, const visit::RequestWish& state) {
  static_cast<void>(state);
  draw_header(frame);
  draw_footer(frame, {});
}

}  // namespace sportello::screens
