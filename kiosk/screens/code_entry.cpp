// The six digits of the SMS. Eyes go phone, cells, keypad; the time left is calm and in words.
#include "kiosk/screens/code_page.h"

namespace sportello::screens {

void draw_code_entry(Frame& frame, const visit::CodeEntry& state) {
  Ui& ui = frame.ui;
  draw_code_page(frame, {.cells = state,
                         .title = ui.say("code.title"_t),
                         .sent = ui.say("code.sent"_t, {{"digits", state.phone_hint}}),
                         .late = ui.say("code.late"_t),
                         .other = {.id = "code.not_mine", .label = ui.say("code.not_mine"_t), .icon = "phone"},
                         .other_means = visit::NotMyNumber{}});
}

}  // namespace sportello::screens
