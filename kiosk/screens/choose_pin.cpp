// Where the register leaves it to the guardian: a PIN beside the password, or none.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_choose_pin(Frame& frame, const visit::ChoosePin&) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const widgets::ActionCard yes = {"pin.yes", "lock", ui.say("pin.yes"_t), ui.say("pin.yes_line"_t),
                                   !ui.turns_pages()};
  const widgets::ActionCard no = {"pin.no", "unlock", ui.say("pin.no"_t), ui.say("pin.no_line"_t)};
  const int columns = ui.portrait() || ui.turns_pages() ? 1 : 2, rows = 2 / columns;
  const float gap = 18;
  Stack stack(ui, area.w);
  stack.text("title", ui.say("pin.title"_t), title_style, Role::title);
  stack.gap(12);
  stack.text("pin.what", ui.say("pin.what"_t), lead_style);
  stack.gap(30);
  const float each = (area.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float least = std::max(widgets::action_card_height(ui, yes, each), widgets::action_card_height(ui, no, each));
  const float left = area.h - stack.height();
  const float tall = std::max(
      least,
      std::min(350 * ui.grown(Type::body), (left - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows)));
  if (ui.turns_pages()) {
    stack.add(least, [&](Rect box) {
      if (widgets::action_card(ui, yes, box)) frame.emit(visit::WantPin{true});
    });
    stack.gap(gap);
    stack.add(least, [&](Rect box) {
      if (widgets::action_card(ui, no, box)) frame.emit(visit::WantPin{false});
    });
  } else
    stack.add(tall * static_cast<float>(rows) + gap * static_cast<float>(rows - 1), [&](Rect box) {
      if (widgets::action_card(ui, yes, cell(box, 0, columns, gap, tall))) frame.emit(visit::WantPin{true});
      if (widgets::action_card(ui, no, cell(box, 1, columns, gap, tall))) frame.emit(visit::WantPin{false});
    });
  // In a tall window, what is pressed stands where hands are.
  stack.draw(area, ui.portrait() ? Align::end : Align::start);
  draw_footer(frame, {});
}

}  // namespace sportello::screens
