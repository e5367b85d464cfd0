// How it works, in three steps, and whom to ask: with the visit's reference to read out, where there is one.
#include <algorithm>

#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_help(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const auto [side, sheet] = two_sides(ui, {.least = 420, .of_width = 0.36F});
  Stack stack(ui, side.w);
  stack.text("title", ui.say("help.title"_t), title_style, Role::title);
  // Where pages turn, what one would read out to the office stands on the first.
  const auto* opened = visit::opened_in(frame.visit.state);
  const bool referred = opened != nullptr && !opened->reference.empty();
  if (referred && ui.turns_pages() && !ui.portrait()) {
    stack.gap(10);
    const Words label = ui.say("help.reference"_t), reference = widgets::plain(opened->reference);
    const TextStyle code = {.type = Type::title, .bold = true, .slashed_zero = true, .line = 1.2F};
    const float code_w = ui.measure(reference, code).w, high = ui.line_height(code);
    const float room = stack.width() - code_w - 18, words = ui.measure(label, quiet_style, room).h;
    stack.add(std::max(high, words), [=, &ui](Rect box) {
      const float wide = std::min(room, ui.measure(label, quiet_style, room).w);
      ui.text("help.reference.label", label, quiet_style, {box.x, box.middle_y() - words / 2, wide + 1, words});
      ui.text("help.reference", reference, code, {box.x + wide + 18, box.middle_y() - high / 2, 0, high});
    });
  }
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
  const TextStyle heading = {.type = Type::lead, .bold = true, .line = 1.3F};
  if (referred) {
    panel.text("help.call", ui.say("help.call"_t), heading);
    panel.gap(8);
    panel.text("help.reference.label", ui.say("help.reference"_t), quiet_style);
    add_reference(panel, ui, "help.reference", opened->reference);
    panel.gap(16);
  } else {
    panel.text("help.lost", ui.say("help.lost"_t), heading);
    panel.gap(26);
  }
  add_office(panel, ui, 22);
  Stack contact(ui, in.w);
  add_contact(contact, ui, 22);
  if (panel.height() + contact.height() <= in.h + 60) add_contact(panel, ui, 22);  // gaps give way that much
  panel.draw(in, Align::centre);
  draw_page_footer(frame);
}

}  // namespace sportello::screens
