// The screen of six digits that were sent, by SMS or by mail: cells, time left, keypad.
// Internal to this folder.
#pragma once

#include "kiosk/screens/common.h"

namespace sportello::screens {

struct CodePage {
  const visit::CodeCells& cells;
  Words title, sent, late;
  widgets::Button other;  // the way out when the code goes elsewhere
  visit::Event other_means;
  bool may_go_back = true;  // while it is checked
};
void draw_code_page(Frame& frame, const CodePage& page);

}  // namespace sportello::screens
