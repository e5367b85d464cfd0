// A guardian's children as chips: an initial, the first name, the class. No surname, ever.
// Internal to this folder.
#pragma once

#include <vector>

#include "kiosk/screens/common.h"

namespace sportello::screens {

// Rows of chips, after some words in the first row (none: empty). Recorded as pupil.1, pupil.1.class, …
float children_height(Ui& ui, const std::vector<wire::Pupil>& pupils, const Words& before, float width);
void draw_children(Ui& ui, const std::vector<wire::Pupil>& pupils, const Words& before, Rect box);

}  // namespace sportello::screens
