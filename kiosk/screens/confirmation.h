// One touch from done: what will happen, in two sentences, and the button that does it.
// Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"

namespace sportello::screens {

struct Confirmation {
  std::string_view icon;
  Words title, how;
  std::string_view id;  // of the button
  Words label;
  bool pending = false, lost = false;
  bool may_go_back = true;  // while it is asked
};
void draw_confirmation(Frame& frame, const Confirmation& confirmation);

}  // namespace sportello::screens
