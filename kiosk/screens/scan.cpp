// The camera's picture, large, and what to do with the card.
#include <algorithm>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

TextKey hint_key(visit::ScanHint hint) {
  switch (hint) {
    case visit::ScanHint::show_card: return "scan.hint_show_card"_t;
    case visit::ScanHint::not_a_tax_code: return "scan.hint_not_a_tax_code"_t;
    case visit::ScanHint::organisation_code: return "scan.hint_organisation_code"_t;
    case visit::ScanHint::camera_lost: return "scan.hint_camera_lost"_t;
  }
  return "scan.hint_show_card"_t;
}

bool is_trouble(visit::ScanHint hint) {
  switch (hint) {
    case visit::ScanHint::show_card: return false;
    case visit::ScanHint::not_a_tax_code:
    case visit::ScanHint::organisation_code:
    case visit::ScanHint::camera_lost: return true;
  }
  return false;
}

void corner(Ui& ui, float x, float y, float dx, float dy) {
  // Two arms of 50; Colour::surface is white or black with the theme, the glass is dark in all of them.
  const float arm = 52, thick = 7;
  const auto arms = [&](Colour colour, float grow) {
    ui.fill({std::min(x, x + dx * arm) - grow, y - thick / 2 - grow, arm + 2 * grow, thick + 2 * grow}, colour, 3);
    ui.fill({x - thick / 2 - grow, std::min(y, y + dy * arm) - grow, thick + 2 * grow, arm + 2 * grow}, colour, 3);
  };
  arms(Colour::glass_ink, 0);
}

// What to do, or what went wrong; upon the camera's pane, or below it.
struct Message {
  Words words;
  bool trouble = false;
};
constexpr TextStyle message_style = {.type = Type::body, .bold = true};
constexpr float message_pad = 18, message_gap = 14;
float message_down(const Ui& ui) { return ui.turns_pages() ? 8 : message_gap; }
float message_sign(const Ui& ui) { return 30 * ui.grown(Type::body); }
float message_height(Ui& ui, const Words& words, float width) {
  const float room = width - 2 * message_pad - message_sign(ui) - message_gap;
  return ui.measure(words, message_style, room).h + 2 * message_down(ui);
}
void draw_message(Ui& ui, const Message& message, Rect sheet) {
  const float sign = message_sign(ui), x = sheet.x + message_pad + sign + message_gap;
  const float room = sheet.right() - message_pad - x, text = ui.measure(message.words, message_style, room).h;
  ui.boxed(sheet, Colour::surface, ui.contrast() ? Colour::edge : Colour::surface, ui.measure(Measure::radius_button),
           2);
  ui.icon(message.trouble ? "warn" : "card", {sheet.x + message_pad, sheet.middle_y() - sign / 2, sign, sign},
          Colour::ink);
  ui.text("scan.hint", message.words, message_style, {x, sheet.middle_y() - text / 2, room, text});
}

// `free`: the part of the pane that nothing covers, where the card is held.
void draw_glass(Ui& ui, Rect box, float free, bool lost) {
  const float radius = ui.measure(Measure::radius_card);
  if (ui.contrast()) {  // black on black: the pane has an edge
    ui.boxed(box, Colour::glass, Colour::edge, radius, ui.measure(Measure::border));
  } else {
    ui.fill(box, Colour::glass, radius);
  }
  const Rect seen = {box.x, box.y, box.w, free};
  if (ui.preview && !lost) {
    ui.picture(*ui.preview, ui.contrast() ? box.inset(ui.measure(Measure::border)) : box, radius);
  } else if (!lost) {
    ui.drawing("scan-guide", seen);
  }
  ui.note({"scan.picture", widgets::flat(ui.say("scan.picture"_t)), Role::image, box});
  if (lost) {
    ui.icon("camera", {seen.middle_x() - 60, seen.middle_y() - 60, 120, 120}, Colour::glass_ink, 1.4F);
    return;
  }
  const float across = std::min(seen.w - 100, (seen.h - 72) * 1.6F), down = across / 1.6F;
  const float left = seen.middle_x() - across / 2, top = seen.middle_y() - down / 2;
  for (const float side : {0.0F, 1.0F}) {
    for (const float end : {0.0F, 1.0F}) {
      corner(ui, left + side * across, top + end * down, side > 0 ? -1 : 1, end > 0 ? -1 : 1);
    }
  }
}

}  // namespace

void draw_scan(Frame& frame, const visit::Scan& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const bool tall = ui.portrait(), lost = state.hint == visit::ScanHint::camera_lost;
  const Message message = {ui.say(hint_key(state.hint)), is_trouble(state.hint)};
  const float wide = tall ? area.w : area.w * (ui.comfort().size == visit::TextSize::normal ? 0.5927F : 0.5F);
  // Large words would cover the card: they stand below the pane, as wide as the window.
  const bool below = ui.turns_pages();
  // Its room is that of the longest: the frame stands still.
  float strip = 0;
  for (const auto hint : {visit::ScanHint::show_card, visit::ScanHint::not_a_tax_code,
                          visit::ScanHint::organisation_code, visit::ScanHint::camera_lost}) {
    strip = std::max(strip, message_height(ui, ui.say(hint_key(hint)), below ? area.w : wide - 36));
  }
  const float under = below ? strip + 12 : 0;
  const Rect glass = {area.x, area.y, wide, (tall ? area.h * 0.48F : area.h) - under};
  const Rect side =
      tall ? Rect{area.x, glass.bottom() + under + 30, area.w, area.bottom() - glass.bottom() - under - 30}
           : Rect{glass.right() + 36, area.y, area.w - wide - 36, area.h - under};
  if (below) {
    draw_glass(ui, glass, glass.h, lost);
    draw_message(ui, message, {area.x, glass.bottom() + 12, area.w, strip});
  } else {
    const float high = message_height(ui, message.words, glass.w - 36);
    draw_glass(ui, glass, glass.h - strip - 18, lost);
    draw_message(ui, message, {glass.x + 18, glass.bottom() - 18 - high, glass.w - 36, high});
  }

  Stack stack(ui, side.w);
  const widgets::Button type = {
      .id = "scan.type", .label = ui.say("scan.type"_t), .icon = "keyboard", .kind = Kind::plain};
  const auto add_type = [&] {
    // Larger words need two lines.
    const float two_lines = ui.turns_pages() ? 2 * ui.line_height({.type = Type::label, .line = 1.2F}) + 12 : 0;
    stack.add(std::max(widgets::button_height(ui, type), two_lines), [&](Rect box) {
      if (widgets::button(ui, type, box)) frame.emit(visit::TypeInstead{});
    });
  };
  stack.text("title", ui.say("scan.title"_t), title_style, Role::title);
  stack.gap(30);
  // The way out of a stubborn card is on the first page.
  if (ui.turns_pages()) {
    add_type();
    stack.gap(22);
  }
  const Hint hints[] = {{"scan.turn", "flip", ui.say("scan.turn"_t), ui.say("scan.turn_how"_t)},
                        {"scan.fill", "still", ui.say("scan.fill"_t), ui.say("scan.fill_how"_t)},
                        {"scan.glare", "sun", ui.say("scan.glare"_t), ui.say("scan.glare_how"_t)}};
  for (const auto& hint : hints) {
    stack.add(hint_height(ui, hint, side.w), [&ui, hint](Rect box) { draw_hint(ui, hint, box); });
    stack.gap(22);
  }
  // The least needed sentence makes room first; where pages turn there is room for all.
  const float button = widgets::button_height(ui, {.label = ui.say("scan.type"_t)});
  const float also = ui.measure(ui.say("scan.also"_t), caption_style, side.w).h;
  if (ui.turns_pages() || stack.height() * 0.93F + also + button < side.h) {
    stack.text("scan.also", ui.say("scan.also"_t), caption_style);
  }
  if (!ui.turns_pages()) {
    stack.gap(12);
    stack.grow();
    add_type();
  }
  stack.draw(side);
  draw_footer(frame, {});
}

}  // namespace sportello::screens
