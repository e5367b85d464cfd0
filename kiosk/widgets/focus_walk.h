// Where an arrow leads from a control: by the eye among keys and among choices in rows, elsewhere one after the
// other. Pure: knows a record, no finger.
//
// One arrow alone (right; left where one reads from the right) leads through every control and comes round: whoever
// does not see needs no other. Up and down go straight in a grid, and out of it at its edges.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/widgets/layout_record.h"
#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

// The id of the control the focus comes to. `from`: empty, or gone from the screen: the first one. A control that has
// just fallen asleep is still a place to go on from. Empty: nothing here can be pressed.
std::string focus_after(const LayoutRecord& record, std::string_view from, Arrow arrow, bool right_to_left);

}  // namespace sportello::widgets
