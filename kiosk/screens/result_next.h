// What to do after the visit, in numbered steps; the way into the register among them. Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"

namespace sportello::screens {

// The least height of its sheet.
[[nodiscard]] float next_steps_height(Ui& ui, const visit::Result& state, float width);
void draw_next_steps(Ui& ui, const visit::Result& state, Rect sheet);

}  // namespace sportello::screens
