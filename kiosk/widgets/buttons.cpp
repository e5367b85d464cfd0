#include "kiosk/widgets/buttons.h"

#include <algorithm>
#include <array>

namespace sportello::widgets {

namespace {

constexpr float icon_size = 28, icon_gap = 12, tight = 1.2F;
constexpr float least_share = 0.72F;  // nearly 35 to 46: the captions of the last two sizes

float padding_of(const Button& button) {
  switch (button.kind) {
    case Kind::primary: return 36;
    case Kind::plain: return 24;
    case Kind::quiet: return 24;
    case Kind::link: return 12;
  }
  return 24;
}

TextStyle label_style(const Button& button) {
  TextStyle style;
  style.type = button.type;
  style.bold = button.kind != Kind::link;
  style.line = tight;
  return style;
}

struct Label {
  TextStyle style;
  Size size;
  bool fits = true;
};

// One line if it can be, else two, else the next smaller type, down to the caption of this text size.
Label fitted(Ui& ui, const Words& words, TextStyle style, float width, float height) {
  std::array types = {style.type, Type::body, Type::caption};
  for (const Type type : types) {
    if (ui.type(type) > ui.type(style.type)) continue;
    style.type = type;
    if (const Size one = ui.measure(words, style); one.w <= width && one.h <= height) return {style, one, true};
    if (const Size more = ui.measure(words, style, width); more.w <= width + 1 && more.h <= height) {
      return {style, more, true};
    }
  }
  // A word too long for all of this is as small as at the size of text before this one.
  const float asked = style.size > 0 ? style.size : ui.type(style.type);
  for (style.size = asked; style.size > asked * least_share;) {
    style.size = std::max(asked * least_share, style.size - 1);
    const Size more = ui.measure(words, style, width);
    if (more.w <= width + 1 && more.h <= height) return {style, more, true};
  }
  return {style, ui.measure(words, style, width), false};
}

}  // namespace

float button_width(Ui& ui, const Button& button) {
  float width = ui.measure(button.label, label_style(button)).w + 2 * padding_of(button) + 2;
  for (const auto icon : {button.icon, button.icon_after}) {
    if (!icon.empty()) width += icon_size * ui.grown(button.type) + icon_gap;
  }
  if (button.kind == Kind::primary) width = std::max(width, ui.measure(Measure::primary_width));
  return width;
}

float button_height(const Ui& ui, const Button& button) {
  const float least =
      button.kind == Kind::primary ? ui.measure(Measure::primary_height) : ui.measure(Measure::button);
  return std::max(least, ui.line_height(label_style(button)) + 30);
}

bool button(Ui& ui, const Button& button, Rect box) {
  const float radius = ui.measure(Measure::radius_button), edge = ui.measure(Measure::border);
  const float picture = icon_size * ui.grown(button.type);
  float icons = 0;
  for (const auto icon : {button.icon, button.icon_after}) {
    if (!icon.empty()) icons += picture + icon_gap;
  }
  // A label may come nearer to the edge than it likes before it breaks.
  const float room = box.w - icons - 2 * std::min(padding_of(button), 14.0F);
  Label label = fitted(ui, button.label, label_style(button), room, box.h - 8);
  // Asleep it is no longer bold, and stands in the lines and the size that it has awake.
  if (!button.enabled && label.style.bold) {
    const bool lines = label.size.h > ui.line_height(label.style) * 1.5F;
    label.style.bold = false;
    label.size = ui.measure(button.label, label.style, lines ? label.size.w : 0);
  }

  const auto pressed = ui.target({.id = button.id,
                                  .label = flat(button.label),
                                  .role = Role::button,
                                  .box = box,
                                  .enabled = button.enabled,
                                  .primary = button.kind == Kind::primary,
                                  .fits = label.fits});
  Colour ink = Colour::ink;
  if (!button.enabled) {
    ink = Colour::off_ink;
    if (ui.contrast()) {
      ui.fill(box, Colour::surface, radius);
      ui.dashed(box, Colour::edge, radius, edge);
    } else {
      ui.boxed(box, Colour::off, Colour::line, radius, 1);  // in the dark, off and footer are nearly one colour
    }
  } else if (pressed.held) {
    ui.boxed(box, Colour::soft, Colour::mark, radius, 3);
  } else {
    switch (button.kind) {
      case Kind::primary:
        ink = Colour::on_accent;
        ui.fill(box, Colour::accent, radius);
        break;
      case Kind::plain: ui.boxed(box, Colour::surface, Colour::edge, radius, edge); break;
      case Kind::quiet:
        if (ui.contrast()) {
          ui.boxed(box, Colour::surface, Colour::edge, radius, edge);
        } else {
          ui.fill(box, Colour::tonal, radius);
        }
        break;
      case Kind::link: break;
    }
  }
  const float whole = label.size.w + icons;
  float x = button.kind == Kind::link ? box.x + padding_of(button) : box.middle_x() - whole / 2;
  if (!button.icon.empty()) {
    ui.icon(button.icon, {x, box.middle_y() - picture / 2, picture, picture}, ink);
    x += picture + icon_gap;
  }
  label.style.colour = ink;
  label.style.align = label.size.h > ui.line_height(label.style) * 1.5F ? Align::centre : Align::start;
  const Rect words = {x, box.middle_y() - label.size.h / 2, label.size.w, label.size.h};
  ui.paint_text(button.label, label.style, words);
  if (button.kind == Kind::link) {
    // Below what hangs from the line, which is much in Nastaliq.
    const float latin = label.style.line * (label.style.size > 0 ? label.style.size : ui.type(label.style.type));
    const float under = words.bottom() + 2 + (ui.line_height(label.style) > latin * 1.3F ? latin * 0.1F : 0);
    ui.line(words.x, under, words.right(), under, ink, 2);
  }
  x += label.size.w + icon_gap;
  if (!button.icon_after.empty()) {
    ui.icon(button.icon_after, {x, box.middle_y() - picture / 2, picture, picture}, ink);
  }
  if (pressed.focused) ui.focus_ring(box, radius);
  return pressed.acted;
}

namespace {
constexpr float card_pad = 26;
constexpr TextStyle card_title = {.type = Type::lead, .bold = true, .line = 1.25F};
constexpr TextStyle card_line = {.type = Type::body, .line = 1.3F};
float card_tile(const Ui& ui) { return 60 * ui.grown(Type::lead); }
}  // namespace

float action_card_height(Ui& ui, const ActionCard& card, float width, bool beside) {
  const float inner = width - 2 * card_pad - (beside ? card_tile(ui) + 18 : 0);
  const float words = ui.measure(card.title, card_title, inner).h + 4 + ui.measure(card.line, card_line, inner).h;
  return beside ? std::max(card_tile(ui), words) + 24 : words + 18 + card_tile(ui) + 2 * 22;
}

bool action_card(Ui& ui, const ActionCard& card, Rect box) {
  const float radius = ui.measure(Measure::radius_card), pad = card_pad;
  const TextStyle title = card_title, line = card_line;
  const float tile = card_tile(ui);
  // The icon above the words; beside them where the card is low.
  float inner = box.w - 2 * pad;
  Size title_size = ui.measure(card.title, title, inner), line_size = ui.measure(card.line, line, inner);
  const bool low = card.beside || title_size.h + 4 + line_size.h + 18 + tile + 2 * 22 > box.h + 1;
  if (low) {
    inner -= tile + 18;
    title_size = ui.measure(card.title, title, inner);
    line_size = ui.measure(card.line, line, inner);
  }
  const float words = title_size.h + 4 + line_size.h;
  const auto pressed = ui.target({.id = card.id,
                                  .label = flat(card.title),
                                  .role = Role::button,
                                  .box = box,
                                  .primary = card.likeliest,
                                  .fits = words <= box.h - 12 && title_size.w <= inner + 1});
  const bool filled = card.likeliest && !pressed.held;
  if (filled) {
    ui.fill(box, Colour::accent, radius);
  } else {
    ui.boxed(box, pressed.held ? Colour::soft : Colour::surface, pressed.held ? Colour::mark : Colour::edge, radius,
             pressed.held ? 3 : ui.measure(Measure::border));
  }
  const Rect ground = {box.x + pad, low ? box.middle_y() - tile / 2 : box.y + 22, tile, tile};
  ui.fill(ground, filled ? Colour::on_accent : Colour::soft, 14);
  ui.icon(card.icon, ground.inset(tile * 0.2F), Colour::accent);
  TextStyle upper = title, lower = line;
  upper.colour = filled ? Colour::on_accent : Colour::ink;
  lower.colour = filled ? Colour::on_accent : Colour::ink2;
  const float x = low ? ground.right() + 18 : ground.x;
  const float y = low ? box.middle_y() - words / 2 : box.bottom() - 22 - words;
  ui.paint_text(card.title, upper, {x, y, inner, title_size.h});
  ui.paint_text(card.line, lower, {x, y + title_size.h + 4, inner, line_size.h});
  if (pressed.focused) ui.focus_ring(box, radius);
  return pressed.acted;
}

bool choice(Ui& ui, const Choice& choice, Rect box) {
  const float radius = ui.measure(Measure::radius_button), sign = 22 * ui.grown(Type::body);
  TextStyle style = choice.style;
  style.bold = choice.chosen;
  style.line = tight;
  const float room = box.w - 28 - (choice.chosen ? sign + 8 : 0);
  const Label label = fitted(ui, choice.label, style, room, box.h - 8);
  const auto pressed = ui.target({.id = choice.id,
                                  .label = flat(choice.label),
                                  .role = Role::choice,
                                  .box = box,
                                  .selected = choice.chosen,
                                  .fits = label.fits});
  const bool marked = choice.chosen || pressed.held;
  ui.boxed(box, marked ? Colour::soft : Colour::surface, marked ? Colour::mark : Colour::edge, radius,
           marked ? ui.measure(Measure::strong) : ui.measure(Measure::border));
  const float whole = label.size.w + (choice.chosen ? sign + 8 : 0);
  float x = box.middle_x() - whole / 2;
  if (choice.chosen) {
    ui.icon("check", {x, box.middle_y() - sign / 2, sign, sign}, Colour::ink, 2.6F);
    x += sign + 8;
  }
  style = label.style;
  style.align = Align::centre;
  ui.paint_text(choice.label, style, {x, box.middle_y() - label.size.h / 2, label.size.w, label.size.h});
  if (pressed.focused) ui.focus_ring(box, radius);
  return pressed.acted;
}

namespace {
constexpr TextStyle row_style = {.type = Type::body, .line = 1.3F};
constexpr float row_pad = 20;
float tick_size(const Ui& ui) { return 34 * ui.grown(Type::body); }
}  // namespace

float check_row_height(Ui& ui, const CheckRow& row, float width) {
  const float words = ui.measure(row.sentence, row_style, width - 3 * row_pad - tick_size(ui)).h;
  return std::max(72.0F, std::max(words, tick_size(ui)) + 2 * 14);
}

bool check_row(Ui& ui, const CheckRow& row, Rect box) {
  const float radius = ui.measure(Measure::radius_button), sign = tick_size(ui);
  const float room = box.w - 3 * row_pad - sign;
  const Size size = ui.measure(row.sentence, row_style, room);
  const auto pressed = ui.target({.id = row.id,
                                  .label = flat(row.sentence),
                                  .role = Role::checkbox,
                                  .box = box,
                                  .selected = row.ticked,
                                  .fits = size.h <= box.h - 8 && size.w <= room + 1});
  const bool marked = row.ticked || pressed.held;
  ui.boxed(box, marked ? Colour::soft : Colour::surface, marked ? Colour::mark : Colour::edge, radius,
           marked ? 3 : ui.measure(Measure::border));
  tick(ui, row.ticked, {box.x + row_pad, box.middle_y() - sign / 2, sign, sign}, true);
  ui.paint_text(row.sentence, row_style, {box.x + 2 * row_pad + sign, box.middle_y() - size.h / 2, room, size.h});
  if (pressed.focused) ui.focus_ring(box, radius);
  return pressed.acted;
}

void tick(Ui& ui, bool met, Rect box, bool square) {
  const float radius = square ? box.w / 4 : box.w / 2;
  if (met) {
    ui.fill(box, Colour::ok, radius);
    ui.icon("check", box.inset(box.w * 0.12F), Colour::surface, 2.8F);
  } else {
    ui.boxed(box, Colour::surface, Colour::edge, radius, 2);
  }
}

namespace {
constexpr float banner_icon = 28, banner_gap = 14, banner_across = 18, banner_down = 14;
constexpr float banner_least_down = 8;
TextStyle banner_style(const Banner& banner) { return {.type = banner.type, .line = 1.32F, .size = banner.size}; }
float banner_sign(const Ui& ui, const Banner& banner) {
  return banner_icon * ui.grown(banner.type) * (banner.size > 0 ? banner.size / ui.type(banner.type) : 1);
}
float banner_room(const Ui& ui, const Banner& banner, float width) {
  return width - 2 * banner_across - banner_gap - banner_sign(ui, banner);
}
}  // namespace

float banner_height(Ui& ui, const Banner& banner, float width) {
  return ui.measure(banner.words, banner_style(banner), banner_room(ui, banner, width)).h + 2 * banner_down;
}

Banner fitted_banner(Ui& ui, Banner banner, float width, float height) {
  const float least = ui.type(Type::caption) * least_share;
  for (banner.size = ui.type(banner.type); banner.size > least; banner.size = std::max(least, banner.size - 1)) {
    const float room = banner_room(ui, banner, width);
    const Size size = ui.measure(banner.words, banner_style(banner), room);
    if (size.w <= room + 1 && size.h + 2 * banner_least_down <= height) break;
  }
  return banner;
}

void banner(Ui& ui, const Banner& banner, Rect box) {
  Colour back = Colour::soft, ink = Colour::ink;
  switch (banner.tone) {
    case Tone::info: break;
    case Tone::ok: back = Colour::ok_soft, ink = Colour::ok; break;
    case Tone::warn: back = Colour::warn_soft, ink = Colour::warn; break;
    case Tone::err: back = Colour::err_soft, ink = Colour::err; break;
  }
  const float radius = ui.measure(Measure::radius_button), sign = banner_sign(ui, banner);
  if (ui.contrast()) {
    ui.boxed(box, back, Colour::edge, radius, 3);
  } else {
    ui.fill(box, back, radius);
  }
  TextStyle style = banner_style(banner);
  style.colour = ink;
  const float room = banner_room(ui, banner, box.w);
  const Size size = ui.measure(banner.words, style, room);
  ui.icon(banner.icon, {box.x + banner_across, box.middle_y() - sign / 2, sign, sign}, ink);
  ui.paint_text(banner.words, style,
                {box.x + banner_across + sign + banner_gap, box.middle_y() - size.h / 2, room, size.h});
  ui.note({std::string(banner.id), flat(banner.words), Role::banner, box, true, false, false, -1,
           size.w <= room + 1 && size.h <= box.h + 1});
}

void icon_tile(Ui& ui, std::string_view icon, Rect box, float size, float radius) {
  if (ui.contrast()) {
    ui.boxed(box, Colour::surface, Colour::edge, radius, 2);
  } else {
    ui.fill(box, Colour::soft, radius);
  }
  ui.icon(icon, {box.middle_x() - size / 2, box.middle_y() - size / 2, size, size}, Colour::accent);
}

void panel(Ui& ui, Rect box) {
  ui.boxed(box, Colour::surface, Colour::line, ui.measure(Measure::radius_card), ui.measure(Measure::line));
}

float chip_width(Ui& ui, std::string_view icon, const Words& words) {
  const float sign = icon.empty() ? 0 : 28 * ui.grown(Type::body) + 10;
  return 16 + sign + ui.measure(words, {}).w + 20;
}

void chip(Ui& ui, std::string_view id, std::string_view icon, const Words& words, Rect box) {
  if (ui.contrast()) {
    ui.boxed(box, Colour::surface, Colour::edge, box.h / 2, 2);
  } else {
    ui.fill(box, Colour::soft, box.h / 2);
  }
  float x = box.x + 16;
  const float sign = 28 * ui.grown(Type::body);
  if (!icon.empty()) {
    ui.icon(icon, {x, box.middle_y() - sign / 2, sign, sign}, Colour::accent);
    x += sign + 10;
  }
  const Size size = ui.measure(words, {});
  ui.text(id, words, {}, {x, box.middle_y() - size.h / 2, 0, size.h});
}

}  // namespace sportello::widgets
