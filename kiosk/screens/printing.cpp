// The slip: what will be on it, its printing, what became of it.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_printing(Frame& frame, const visit::Printing& state) {
  static_cast<void>(state);
  draw_header(frame);
  draw_footer(frame, {});
}

}  // namespace sportello::screens
