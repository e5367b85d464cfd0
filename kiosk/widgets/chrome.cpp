#include "kiosk/widgets/chrome.h"

#include <algorithm>
#include <array>

namespace sportello::widgets {

namespace {

// From the third text size on there is no room for words under the icons: they grow instead.
bool icons_only(const Ui& ui) {
  switch (ui.comfort().size) {
    case visit::TextSize::normal:
    case visit::TextSize::large: return false;
    case visit::TextSize::larger:
    case visit::TextSize::largest: return true;
  }
  return false;
}

float header_height(const Ui& ui) { return ui.measure(Measure::header) + (icons_only(ui) ? 16 : 0); }
float footer_height(const Ui& ui) { return ui.measure(Measure::footer) + (icons_only(ui) ? 32 : 0); }

constexpr float icon_button = 96;

}  // namespace

Rect content(const Ui& ui) {
  const float margin = ui.measure(Measure::margin);
  const Rect window = ui.window();
  return {margin, header_height(ui) + 6, window.w - 2 * margin,
          window.h - header_height(ui) - footer_height(ui) - 24};
}

void header(Ui& ui, int step, const Words& words, const Words& short_words) {
  const float margin = ui.measure(Measure::margin), middle = header_height(ui) / 2, right = ui.window().w - margin;
  const float crest = 44 * std::min(ui.grown(Type::body), 1.4F);
  ui.drawing("crest", {margin, middle - crest / 2, crest, crest});

  const float bars = steps * 34 + (steps - 1) * 6;
  const float left = margin + crest + 14;
  const TextStyle school = {.type = Type::body, .bold = true};
  const TextStyle count = {.type = Type::body, .align = Align::end};
  const auto& premises = ui.premises;
  Words name = plain(premises.school), said = words;
  bool with_bars = true;
  const auto room = [&] {
    const float taken = step == 0 ? 0 : ui.measure(said, count).w + (with_bars ? bars + 18 : 0) + 24;
    return right - left - taken;
  };
  if (ui.measure(name, school).w > room() && !premises.school_short.empty()) name = plain(premises.school_short);
  if (ui.measure(name, school).w > room()) with_bars = false;
  if (ui.measure(name, school).w > room()) said = short_words;
  const float line = ui.type(Type::body) * school.line;
  ui.text("header.school", name, school, {left, middle - line / 2, room(), line + 1});
  if (step == 0) return;
  const float end = with_bars ? right - bars - 18 : right;
  const float width = ui.measure(said, count).w;
  ui.text("header.step", said, count, {end - width, middle - line / 2, width, line + 1});
  if (!with_bars) return;
  for (int i = 0; i < steps; ++i) {
    const Rect bar = {right - bars + static_cast<float>(i) * 40, middle - 4, 34, 8};
    if (i < step) {
      ui.fill(bar, Colour::mark, 4);
    } else {
      ui.boxed(bar, Colour::bg, Colour::edge, 4, 2);
    }
  }
  ui.note({"header.bars",
           std::to_string(step) + "/" + std::to_string(steps),
           Role::progress,
           {right - bars, middle - 4, bars, 8}});
}

namespace {

struct Utility {
  std::string_view id, icon;
  const std::optional<Words>& label;
  FooterPress press;
};

bool utility(Ui& ui, const Utility& utility, Rect box) {
  const bool big = icons_only(ui);
  const TextStyle style = {.type = Type::caption, .align = Align::centre, .line = 1.25F};
  const Size size = ui.measure(*utility.label, style);
  const auto pressed = ui.target({.id = utility.id,
                                  .label = flat(*utility.label),
                                  .role = Role::button,
                                  .box = box,
                                  .fits = big || size.w <= box.w});
  const float radius = ui.measure(Measure::radius_button);
  if (pressed.held) {
    ui.boxed(box, Colour::soft, Colour::mark, radius, 3);
  } else if (big && ui.contrast()) {
    ui.boxed(box, Colour::surface, Colour::edge, radius, 3);
  }
  if (big) {
    ui.icon(utility.icon, box.inset(22), Colour::ink);
  } else {
    const float icon = 28, tall = icon + 2 + size.h;
    const float top = box.middle_y() - tall / 2;
    ui.icon(utility.icon, {box.middle_x() - icon / 2, top, icon, icon}, Colour::ink);
    ui.paint_text(*utility.label, style, {box.x, top + icon + 2, box.w, size.h});
  }
  if (pressed.focused) ui.focus_ring(box, radius);
  return pressed.acted;
}

}  // namespace

FooterPress footer(Ui& ui, const Footer& footer) {
  const Rect window = ui.window();
  const float height = footer_height(ui), top = window.h - height, margin = ui.measure(Measure::margin);
  ui.fill({0, top, window.w, height}, Colour::surface);
  ui.line(0, top, window.w, top, Colour::line, ui.measure(Measure::line));
  const bool big = icons_only(ui);
  const float tall = big ? icon_button : 76, y = top + (height - tall) / 2;

  const std::array utilities = {
      Utility{"footer.back", "back", footer.back, FooterPress::back},
      Utility{"footer.exit", "exit", footer.exit, FooterPress::exit},
      Utility{"footer.help", "help", footer.help, FooterPress::help},
      Utility{"footer.language", "language", footer.language, FooterPress::language},
      Utility{"footer.access", "access", footer.access, FooterPress::access},
  };
  FooterPress press = FooterPress::none;
  float x = margin;
  for (std::size_t i = 0; i < utilities.size(); ++i) {
    const auto& one = utilities[i];
    float width = big ? icon_button : ui.measure(Measure::footer_button);
    if (one.label && !big) {
      width = std::max(width, ui.measure(*one.label, {.type = Type::caption}).w + 20);
    }
    if (one.label && utility(ui, one, {x, y, width, tall})) press = one.press;
    x += width + 12;
    // The places of the first two are as wide as back and exit need in the widest language, present or not.
    if (i == 1) x = std::max(x + 36, margin + (big ? 2 * 108 : 264 * ui.grown(Type::caption)) + 24);
  }
  if (footer.brand) {
    const float mark = 48;
    ui.drawing("brand", {margin, top + (height - mark) / 2, mark, mark});
    if (!big) {
      const TextStyle style = {.type = Type::lead, .bold = true};
      const float line = ui.type(Type::lead) * style.line;
      ui.text("footer.brand", plain("Sportello"), style, {margin + mark + 14, top + (height - line) / 2, 0, line});
    }
  }
  if (footer.primary) {
    const float high = std::max(button_height(ui, *footer.primary), 76.0F);
    const float wide = std::min(button_width(ui, *footer.primary), window.w - margin - x - 12);
    const Rect box = {window.w - margin - wide, top + (height - high) / 2, wide, high};
    if (button(ui, *footer.primary, box)) press = FooterPress::primary;
  }
  return press;
}

Rect overlay_sheet(Ui& ui, float width, float height) {
  const Rect window = ui.window();
  if (ui.contrast()) {
    ui.fill(window, Colour::scrim);
  } else {
    ui.squared_paper(window, 32, Colour::scrim, Colour::scrim_grid, 0);
  }
  const float w = std::min(width, window.w - 48), h = std::min(height, window.h - 48);
  const Rect sheet = {(window.w - w) / 2, (window.h - h) / 2, w, h};
  ui.boxed(sheet, Colour::surface, ui.contrast() ? Colour::line : Colour::surface,
           ui.measure(Measure::radius_overlay), 3);
  return sheet.inset(48);
}

}  // namespace sportello::widgets
