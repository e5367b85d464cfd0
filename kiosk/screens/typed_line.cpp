#include "kiosk/screens/typed_line.h"

#include <algorithm>

#include "kiosk/widgets/secret_glyphs.h"

namespace sportello::screens {

namespace {

// What is drawn lives in wiped memory, like the secret itself.
visit::SecretText covered(const visit::SecretText& text, bool last_shown) {
  const auto typed = text.reveal();
  const auto count = widgets::count_characters(typed);
  const bool last = last_shown && count > 0;
  std::string dots;
  for (std::size_t i = 0; i < (last ? count - 1 : count); ++i) dots += "•";
  visit::SecretText shown{dots};
  if (!last) return shown;
  std::size_t at = 0;
  for (std::size_t i = 0; i + 1 < count; ++i) widgets::next_character(typed, at);
  return shown.appended(typed.substr(at));
}

}  // namespace

void draw_typed_line(Ui& ui, const TypedLine& line, Rect box) {
  const widgets::LeftToRight keep{ui, box};
  ui.boxed(box, Colour::surface, line.wrong ? Colour::err : Colour::mark, ui.measure(Measure::radius_button),
           ui.measure(Measure::strong));
  TextStyle style = {.bold = true, .slashed_zero = true, .tracking = line.shown ? 0.06F : 0.14F};
  visit::SecretText shown = line.shown ? line.text : covered(line.text, line.last_shown);
  const float room = box.w - 40 - 11;
  // A long one is drawn smaller, in few steps as each has an atlas of its own; then it shows its end.
  constexpr float least = 36, smaller = 0.82F;
  for (style.size = std::min(36 * ui.grown(Type::body), box.h * 0.68F);
       style.size > least && ui.secret_width(shown.reveal(), style) > room;) {
    style.size = std::max(least, style.size * smaller);
  }
  while (!shown.empty() && ui.secret_width(shown.reveal(), style) > room) {
    std::size_t first = 0;
    widgets::next_character(shown.reveal(), first);
    shown = visit::SecretText{shown.reveal().substr(first)};
  }
  const float width = ui.secret_width(shown.reveal(), style);
  ui.paint_secret(shown.reveal(), style, {box.x + 20, box.y, width, box.h});
  ui.fill({box.x + 20 + width + 3, box.middle_y() - style.size / 2, std::max(3.0F, style.size / 14), style.size},
          Colour::mark);
  const auto label = widgets::flat(line.label) + (line.text.empty() ? "" : " ‹secret›");
  ui.note({line.id, label, Role::cell, box, true, false, true});
}

void draw_covered_line(Frame& frame, const TypedLine& line, Rect box) {
  Ui& ui = frame.ui;
  const auto button = [&](bool shown) {
    return widgets::Button{
        .id = "password.show", .label = shown ? ui.say("password.hide"_t) : ui.say("password.show"_t), .icon = "eye"};
  };
  // As wide as the longer of its two labels: the line must not change its width.
  const float wide = std::max(widgets::button_width(ui, button(true)), widgets::button_width(ui, button(false)));
  draw_typed_line(ui, line, {box.x, box.y, box.w - wide - 12, box.h});
  if (widgets::button(ui, button(line.shown), {box.right() - wide, box.y + 2, wide, box.h - 4})) {
    frame.emit(visit::ShowPassword{});
  }
}

}  // namespace sportello::screens
