// How it works, in three steps, and whom to ask.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_help(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const bool tall = ui.portrait();
  const float panel_w = tall ? area.w : std::max(420.0F, area.w * 0.36F);
  const Rect side =
      tall ? Rect{area.x, area.y, area.w, area.h * 0.55F} : Rect{area.x, area.y, area.w - panel_w - 36, area.h};
  const Rect sheet = tall ? Rect{area.x, side.bottom() + 24, area.w, area.bottom() - side.bottom() - 24}
                          : Rect{area.right() - panel_w, area.y, panel_w, area.h};
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
  panel.draw(in, Align::centre);
  draw_page_footer(frame);
}

}  // namespace sportello::screens
