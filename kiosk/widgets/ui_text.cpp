// The half of Ui that measures and paints words, and secrets glyph by glyph.
#include "kiosk/widgets/imgui.h"
#include "kiosk/widgets/inside.h"

namespace sportello::widgets {

namespace {
float size_of(const Ui& ui, const TextStyle& style) { return style.size > 0 ? style.size : ui.type(style.type); }

// "Start" is where one begins to read.
TextStyle seen(TextStyle style, bool flips) {
  if (!flips) return style;
  switch (style.align) {
    case Align::start: style.align = Align::end; break;
    case Align::centre: break;
    case Align::end: style.align = Align::start; break;
  }
  return style;
}
// Larger ones show codes only, and memory is finite.
bool holds_all(const Ui& ui, const TextStyle& style) { return size_of(ui, style) <= 80; }
}  // namespace

Size Ui::measure(const Words& words, const TextStyle& style, float width) {
  auto& in = *inside_;
  const auto piece = in.shaped->measure(words, seen(style, in.flips()), size_of(*this, style) * in.scale,
                                        width * in.scale, style.language.value_or(in.comfort.language));
  return {piece.w / in.scale, piece.h / in.scale};
}

void Ui::paint_text(const Words& words, const TextStyle& style, Rect box) {
  auto& in = *inside_;
  Rect here = box;
  if (words.empty() || !in.place(here)) return;
  in.record.wrote(size_of(*this, style) * in.scale, flat(words));
  if (in.paint == nullptr) return;
  const auto piece = in.shaped->picture(words, seen(style, in.flips()), size_of(*this, style) * in.scale,
                                        box.w * in.scale, style.language.value_or(in.comfort.language));
  if (box.w <= 0) {  // one line, which begins there
    box.w = piece.w / in.scale;
  }
  if (!in.place(box)) return;
  const float x = in.snap(box.x) - piece.pad_x, y = in.snap(box.y) - piece.pad_y;
  in.paint->AddImage(texture_id(piece.texture->name()), {x, y},
                     {x + static_cast<float>(piece.texture_w), y + static_cast<float>(piece.texture_h)}, {0, 0},
                     {1, 1}, in.colour(style.colour));
}

float Ui::text(std::string_view id, const Words& words, const TextStyle& style, Rect box, Role role) {
  const Size size = measure(words, style, box.w);
  paint_text(words, style, box);
  const float shown = box.w > 0 ? std::min(size.w, box.w) : size.w;
  float x = box.x;
  switch (style.align) {
    case Align::start: break;
    case Align::centre: x += (box.w - shown) / 2; break;
    case Align::end: x += box.w - shown; break;
  }
  const bool fits = (box.w <= 0 || size.w <= box.w + 1) && (box.h <= 0 || size.h <= box.h + 1);
  note({std::string(id), flat(words), role, {x, box.y, shown, size.h}, true, false, false, -1, fits});
  return size.h;
}

float Ui::secret_width(std::string_view text, const TextStyle& style) {
  auto& in = *inside_;
  const float size = size_of(*this, style) * in.scale;
  const auto& atlas = in.glyphs->atlas(size, style.bold, holds_all(*this, style));
  float width = 0;
  for (std::size_t at = 0; at < text.size();) {
    width += atlas.glyph(next_character(text, at)).advance + style.tracking * size;
  }
  return width / in.scale;
}

void Ui::paint_secret(std::string_view text, const TextStyle& style, Rect box) {
  auto& in = *inside_;
  if (text.empty() || !in.place(box)) return;
  in.record.wrote(size_of(*this, style) * in.scale, secret_label);
  if (in.paint == nullptr) return;
  const float size = size_of(*this, style) * in.scale;
  const auto& atlas = in.glyphs->atlas(size, style.bold, holds_all(*this, style));
  const float width = secret_width(text, style) * in.scale - style.tracking * size;
  float pen = box.x * in.scale;
  switch (seen(style, in.flips()).align) {
    case Align::start: break;
    case Align::centre: pen += (box.w * in.scale - width) / 2; break;
    case Align::end: pen += box.w * in.scale - width; break;
  }
  if (conceal && text.find("\u2022") != 0) {  // covered characters need no second cover
    in.paint->AddRectFilled({pen, box.middle_y() * in.scale - size / 3},
                            {pen + width, box.middle_y() * in.scale + size / 3}, in.colour(Colour::edge), size / 8);
    return;
  }
  const float top = std::round(box.middle_y() * in.scale - atlas.line / 2);
  const auto across = static_cast<float>(atlas.width), down = static_cast<float>(atlas.height);
  for (std::size_t at = 0; at < text.size();) {
    const auto& glyph = atlas.glyph(next_character(text, at));
    const float x = std::round(pen + glyph.left), y = top + glyph.top;
    const auto gx = static_cast<float>(glyph.x), gy = static_cast<float>(glyph.y);
    const auto gw = static_cast<float>(glyph.w), gh = static_cast<float>(glyph.h);
    in.paint->AddImage(texture_id(atlas.texture.name()), {x, y}, {x + gw, y + gh}, {gx / across, gy / down},
                       {(gx + gw) / across, (gy + gh) / down}, in.colour(style.colour));
    pen += glyph.advance + style.tracking * size;
  }
}

float Ui::secret(std::string_view id, const secret::SecretText& text, const TextStyle& style, Rect box) {
  const float width = secret_width(text.reveal(), style);
  paint_secret(text.reveal(), style, box);
  note({std::string(id), std::string(secret_label), Role::text, box, true, false, false, -1, width <= box.w + 1});
  return width;
}

}  // namespace sportello::widgets
