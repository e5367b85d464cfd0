// What will be on the slip, on a sheet: the very words, in their order, so that it can be read, and heard, before and
// without paper. The PIN stands covered. Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_slip_preview(Ui& ui, const visit::Printing& state, Rect sheet);

}  // namespace sportello::screens
