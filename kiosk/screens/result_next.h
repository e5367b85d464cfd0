// What to do after the visit, in numbered steps; the way into the register among them. Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"

namespace sportello::screens {

// What a slip of paper holds already: nobody need write that down.
enum class OnPaper { nothing, user_code, user_code_and_pin };

// The least height of its sheet.
[[nodiscard]] float next_steps_height(Ui& ui, const visit::Result& state, float width,
                                      OnPaper paper = OnPaper::nothing);
void draw_next_steps(Ui& ui, const visit::Result& state, Rect sheet, OnPaper paper = OnPaper::nothing);

}  // namespace sportello::screens
