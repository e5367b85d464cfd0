#include "kiosk/widgets/keys.h"

#include <algorithm>

namespace sportello::widgets {

namespace {
constexpr float least_word = 24;       // design pixels
constexpr float least_share = 0.72F;   // of the caption, as on buttons: 6.2 mm at the largest size
constexpr float least_letter = 0.68F;  // of what is asked
constexpr float beside_word = 24, beside_latin = 8, above_word = 8, above_letter = 6;
constexpr TextStyle word_style = {.type = Type::caption, .bold = true, .line = 1.2F};

float least_word_size(const Ui& ui) { return std::max(least_word, least_share * ui.type(Type::caption)); }
}  // namespace

float common_word_size(Ui& ui, std::span<const KeyWord> words) {
  TextStyle style = word_style;
  style.size = ui.type(Type::caption);
  for (const auto& word : words) {
    const float room = word.w - beside_word, high = word.h - above_word;
    const auto fits = [&] {
      if (ui.measure(word.label, style).w <= room) return ui.line_height(style) <= high;
      const Size size = ui.measure(word.label, style, room);
      return size.w <= room + 1 && size.h <= high;
    };
    while (style.size > least_word_size(ui) && !fits()) {
      style.size = std::max(least_word_size(ui), style.size - 1);
    }
  }
  return style.size;
}

bool key(Ui& ui, const KeyCap& cap, Rect box) {
  const float radius = cap.big ? 14 : ui.measure(Measure::radius_key);
  TextStyle style = {.type = cap.word ? Type::caption : Type::head, .bold = cap.word || cap.wanted, .line = 1.2F};
  if (!cap.word || cap.latin) style.language = visit::Language::it;  // what is typed is Latin, in every language
  if (cap.big && !cap.word) {
    style.size = 42 * ui.grown(Type::head);
    style.bold = true;
  }
  const float sign = (cap.under ? 34 : 28) * std::min(ui.grown(Type::caption), 1.4F);
  if (cap.word) style.size = cap.size;
  Size size = ui.measure(cap.label, style);
  // The word is what is needed: the icon goes first.
  const bool beside = !cap.icon.empty() && !cap.spare && !cap.under && size.w <= box.w - 16 - sign - 8;
  const float room = box.w - (cap.latin ? beside_latin : cap.word ? 16 : 4) - (beside ? sign + 8 : 0);
  const float high = box.h - (cap.word ? above_word : above_letter) - (cap.under ? sign + 2 : 0);
  if (size.w > room && cap.word) size = ui.measure(cap.label, style, room);
  // Known by its place, a key may be marked smaller than its size of text asks: a word as far as buttons go, a letter
  // to what its box holds.
  const float asked = style.size > 0 ? style.size : ui.type(style.type);
  const float least = cap.word ? least_word_size(ui) : asked * least_letter;
  for (style.size = asked; (size.w > room + 1 || size.h > high) && style.size > least;) {
    style.size = std::max(least, style.size - 1);
    size = ui.measure(cap.label, style);
    if (size.w > room && cap.word) size = ui.measure(cap.label, style, room);
  }
  // A word that is too long even so gives way to its sign.
  const bool crowded = cap.word && (size.w > room + 1 || size.h > high);
  const bool icon_alone = crowded && cap.sign.empty() && !cap.icon.empty();
  Words label = cap.label;
  if (crowded && !cap.sign.empty()) {
    label = plain(std::string(cap.sign));
    style.language = visit::Language::it;
    size = ui.measure(label, style);
  }
  const float tall = icon_alone ? 0 : size.h + (cap.under ? sign + 2 : 0);
  const auto pressed = ui.target({.id = cap.id,
                                  .label = flat(cap.name.empty() ? cap.label : cap.name),
                                  .role = Role::key,
                                  .box = box,
                                  .enabled = cap.enabled,
                                  .selected = cap.held_on,
                                  .fits = icon_alone || (size.w <= room + 1 && tall <= box.h)});
  const float thin = ui.contrast() ? 2 : 1;
  Colour ink = Colour::ink;
  if (!cap.enabled) {
    ink = Colour::off_ink;
    if (ui.contrast()) {
      ui.fill(box, Colour::off, radius);
      ui.dashed(box, Colour::edge, radius, 2);
    } else {
      ui.fill(box, Colour::off, radius);
    }
  } else if (cap.held_on && ui.contrast()) {  // with no tint, a border alone does not tell it
    ui.fill(box, Colour::accent, radius);
    ink = Colour::on_accent;
  } else if ((pressed.held && !cap.hidden) || cap.held_on) {
    ui.boxed(box, Colour::soft, Colour::mark, radius, 3);
  } else if (cap.wanted) {
    ui.boxed(box, Colour::soft, Colour::mark, radius, ui.contrast() ? 5 : 2, ui.contrast() ? 5 : 3);
  } else {
    ui.boxed(box, cap.word ? Colour::tonal : Colour::surface, Colour::edge, radius, thin, 3);
  }
  style.colour = ink;
  const float middle = box.middle_y() - 1;
  if (icon_alone) {
    const float large = std::min(sign * 1.4F, box.h - 2 * above_word);
    ui.icon(cap.icon, {box.middle_x() - large / 2, middle - large / 2, large, large}, ink);
  } else if (cap.under) {
    ui.icon(cap.icon, {box.middle_x() - sign / 2, middle - tall / 2, sign, sign}, ink);
    style.align = Align::centre;
    ui.paint_text(label, style, {box.x + 8, middle + tall / 2 - size.h, box.w - 16, size.h});
  } else {
    float x = box.middle_x() - (size.w + (beside ? sign + 8 : 0)) / 2;
    if (beside) {
      ui.icon(cap.icon, {x, middle - sign / 2, sign, sign}, ink);
      x += sign + 8;
    }
    style.align = Align::centre;
    ui.paint_text(label, style, {x, middle - size.h / 2, size.w, size.h});
  }
  if (pressed.focused) ui.focus_ring(box, radius);
  return pressed.acted;
}

void cell(Ui& ui, std::string_view id, std::string_view character, CellState state, float size, Rect box) {
  const float radius = ui.measure(Measure::radius_key);
  Colour back = Colour::surface, edge = Colour::edge;
  float thick = ui.measure(Measure::border);
  switch (state) {
    case CellState::plain: break;
    case CellState::now:
      back = Colour::soft, edge = Colour::mark, thick = ui.contrast() ? 6 : ui.measure(Measure::strong);
      break;
    case CellState::wrong: edge = Colour::err, thick = ui.contrast() ? 5 : 3; break;
    case CellState::marked: back = Colour::warn_soft, edge = Colour::warn, thick = ui.contrast() ? 5 : 3; break;
  }
  ui.boxed(box, back, edge, radius, thick);
  const TextStyle style = {.bold = true, .slashed_zero = true, .align = Align::centre, .size = size};
  ui.paint_secret(character, style, box);
  if (state == CellState::now && character.empty()) {
    ui.fill({box.middle_x() - 1.5F, box.middle_y() - box.h / 4, 3, box.h / 2}, Colour::mark);
  }
  ui.note({std::string(id), std::string(character.empty() ? std::string_view() : secret_label), Role::cell, box, true,
           false, state == CellState::now});
}

}  // namespace sportello::widgets
