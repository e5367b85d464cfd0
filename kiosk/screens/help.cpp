// How it works, in three steps, and whom to ask.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_help(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const auto [side, sheet] = two_sides(ui, {.least = 420, .of_width = 0.36F});
  Stack stack(ui, side.w);
  stack.text("title", ui.say("help.title"_t), title_style, Role::title);
  stack.gap(24);
  stack.grow();
  const Hint steps[] = {{"help.one", "card", ui.say("help.one"_t), ui.say("help.one_how"_t)},
                        {"help.two", "phone", ui.say("help.two"_t), ui.say("help.two_how"_t)},
                        {"help.three", "key", ui.say("help.three"_t), ui.say("help.three_how"_t)}};
  for (const auto& step : steps) {
    stack.add(hint_height(ui, step, side.w), [&ui, step](Rect box) { draw_hint(ui, step, box); });
    stack.gap(20);
    stack.grow();
  }
  stack.draw(side);
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(34, 30);
  Stack panel(ui, in.w);
  panel.text("help.lost", ui.say("help.lost"_t), {.type = Type::lead, .bold = true});
  panel.gap(26);
  add_office(panel, ui, 26);
  add_contact(panel, ui, 26);
  panel.draw(in, Align::centre);
  draw_page_footer(frame);
}

}  // namespace sportello::screens
