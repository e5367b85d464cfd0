// The camera's picture, large, and what to do with the card.
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

void draw_glass(Frame& frame, Rect box, const visit::Scan& state) {
  Ui& ui = frame.ui;
  const float radius = ui.measure(Measure::radius_card);
  ui.fill(box, Colour::glass, radius);
  const bool lost = state.hint == visit::ScanHint::camera_lost;
  if (ui.preview && !lost) {
    ui.picture(*ui.preview, box, radius);
  } else if (!lost) {
    ui.drawing("scan-guide", box);
  }
  ui.note({"scan.picture", widgets::flat(ui.say("scan.picture"_t)), Role::image, box});
  if (lost) {
    ui.icon("camera", {box.middle_x() - 60, box.middle_y() - 90, 120, 120}, Colour::glass_ink, 1.4F);
  } else {
    const float across = std::min(box.w - 140, (box.h - 170) * 1.6F), down = across / 1.6F;
    const float left = box.middle_x() - across / 2, top = box.y + (box.h - 60 - down) / 2;
    for (const float side : {0.0F, 1.0F}) {
      for (const float end : {0.0F, 1.0F}) {
        corner(ui, left + side * across, top + end * down, side > 0 ? -1 : 1, end > 0 ? -1 : 1);
      }
    }
  }
  const Words words = ui.say(hint_key(state.hint));
  const TextStyle style = {.type = Type::body, .bold = true};
  const float sign = 30 * ui.grown(Type::body), room = box.w - 2 * 18 - 2 * 18 - sign - 14;
  const float height = ui.measure(words, style, room).h + 28;
  const Rect sheet = {box.x + 18, box.bottom() - 18 - height, box.w - 36, height};
  ui.boxed(sheet, Colour::surface, ui.contrast() ? Colour::edge : Colour::surface, ui.measure(Measure::radius_button),
           2);
  ui.icon(is_trouble(state.hint) ? "warn" : "card", {sheet.x + 18, sheet.middle_y() - sign / 2, sign, sign},
          Colour::ink);
  ui.text("scan.hint", words, style, {sheet.x + 18 + sign + 14, sheet.y + 14, room, height - 28});
}

}  // namespace

void draw_scan(Frame& frame, const visit::Scan& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const bool tall = ui.portrait();
  const float wide = tall ? area.w : area.w * (ui.comfort().size == visit::TextSize::normal ? 0.5927F : 0.5F);
  const Rect glass = {area.x, area.y, wide, tall ? area.h * 0.48F : area.h};
  const Rect side = tall ? Rect{area.x, glass.bottom() + 30, area.w, area.bottom() - glass.bottom() - 30}
                         : Rect{glass.right() + 36, area.y, area.w - wide - 36, area.h};
  draw_glass(frame, glass, state);

  Stack stack(ui, side.w);
  stack.text("title", ui.say("scan.title"_t), title_style, Role::title);
  stack.gap(30);
  const Hint hints[] = {{"scan.turn", "flip", ui.say("scan.turn"_t), ui.say("scan.turn_how"_t)},
                        {"scan.fill", "still", ui.say("scan.fill"_t), ui.say("scan.fill_how"_t)},
                        {"scan.glare", "sun", ui.say("scan.glare"_t), ui.say("scan.glare_how"_t)}};
  for (const auto& hint : hints) {
    stack.add(hint_height(ui, hint, side.w), [&ui, hint](Rect box) { draw_hint(ui, hint, box); });
    stack.gap(22);
  }
  // The least needed sentence makes room first.
  const float button = widgets::button_height(ui, {.label = ui.say("scan.type"_t)});
  const float also = ui.measure(ui.say("scan.also"_t), caption_style, side.w).h;
  if (stack.height() * 0.93F + also + button < side.h) stack.text("scan.also", ui.say("scan.also"_t), caption_style);
  stack.gap(12);
  stack.grow();
  const widgets::Button type = {
      .id = "scan.type", .label = ui.say("scan.type"_t), .icon = "keyboard", .kind = Kind::plain};
  stack.add(widgets::button_height(ui, type), [&](Rect box) {
    if (widgets::button(ui, type, box)) frame.emit(visit::TypeInstead{});
  });
  stack.draw(side);
  draw_footer(frame, {});
}

}  // namespace sportello::screens
