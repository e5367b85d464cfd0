// What will be on the slip, on a sheet: the very words, in their order, so that it can be read, and heard, before and
// without paper. The PIN stands covered. Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"

namespace sportello::screens {

// all: before it is printed. secrets: what it is called and the codes on it; while it is printed and afterwards, when
// it was read already and the words that tell of it need their page.
enum class Shown { all, secrets };
void draw_slip_preview(Ui& ui, const visit::Printing& state, Shown shown, Rect sheet);

}  // namespace sportello::screens
