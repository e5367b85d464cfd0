#include "kiosk/widgets/secret_glyphs.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>

namespace sportello::widgets {

namespace {

constexpr char32_t bullet = U'•';
constexpr int atlas_width = 1024;

std::vector<char32_t> characters_for(bool every) {
  std::vector<char32_t> all = {bullet, U'–'};
  for (char32_t c = 0x20; c < 0x7F; ++c) all.push_back(c);
  if (!every) return all;
  for (char32_t c = 0xA1; c < 0x180; ++c) all.push_back(c);  // Latin accents, Romanian below
  for (const char32_t c : U"ȘșȚț€") {
    if (c != 0) all.push_back(c);
  }
  return all;
}

std::string utf8(char32_t c) {
  std::string text;
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
  return text;
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(at);
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  char32_t c = more == 3 ? first & 0x07U : more == 2 ? first & 0x0FU : more == 1 ? first & 0x1FU : first;
  for (int i = 1; i <= more; ++i) {
    if ((byte(at + static_cast<std::size_t>(i)) & 0xC0U) != 0x80U) {
      ++at;
      return first;
    }
    c = (c << 6) | (byte(at + static_cast<std::size_t>(i)) & 0x3FU);
  }
  at += static_cast<std::size_t>(more) + 1;
  return c;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_character(text, at);
  return count;
}

const SecretGlyphs::Glyph& SecretGlyphs::Atlas::glyph(char32_t character) const {
  const auto found = glyphs.find(character);
  return found != glyphs.end() ? found->second : glyphs.at(bullet);
}

const SecretGlyphs::Atlas& SecretGlyphs::atlas(float size, bool bold, bool all) {
  auto& slot = atlases_[{static_cast<int>(std::lround(size * 4)), bold, all}];
  if (slot) return *slot;
  slot = std::make_unique<Atlas>();
  Atlas& made = *slot;
  made.width = atlas_width;
  made.line = size * 1.36F;
  TextStyle style;
  style.bold = bold;
  style.slashed_zero = true;
  const auto characters = characters_for(all);
  std::vector<Fonts::Layout> layouts;
  int x = 1, y = 1, row = 0;
  for (const char32_t c : characters) {
    auto layout = fonts_->lay_out(plain(utf8(c)), style, size, 0, visit::Language::it);
    PangoRectangle ink, box;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), 0), &ink, &box);
    const auto px = [](int units) { return static_cast<float>(units) / PANGO_SCALE; };
    Glyph glyph;
    glyph.advance = px(box.width);
    glyph.left = std::floor(px(ink.x)) - 1;
    const float baseline = std::round((made.line - px(box.height)) / 2 - px(box.y));
    glyph.top = baseline + std::floor(px(ink.y)) - 1;
    glyph.w = static_cast<int>(std::ceil(px(ink.x + ink.width)) - glyph.left) + 1;
    glyph.h = static_cast<int>(std::ceil(px(ink.y + ink.height)) - std::floor(px(ink.y))) + 3;
    if (x + glyph.w + 1 > atlas_width) {
      x = 1;
      y += row + 1;
      row = 0;
    }
    glyph.x = x;
    glyph.y = y;
    x += glyph.w + 1;
    row = std::max(row, glyph.h);
    made.glyphs[c] = glyph;
    layouts.push_back(std::move(layout));
  }
  made.height = y + row + 1;
  if (surface_ == Surface::headless) return made;

  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_A8, made.width, made.height);
  cairo_t* cairo = cairo_create(surface);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const Glyph& glyph = made.glyphs[characters[i]];
    auto* line = pango_layout_get_line_readonly(layouts[i].get(), 0);
    PangoRectangle ink;
    pango_layout_line_get_extents(line, &ink, nullptr);
    const double above = std::floor(static_cast<double>(ink.y) / PANGO_SCALE) - 1;
    cairo_move_to(cairo, glyph.x - static_cast<double>(glyph.left), glyph.y - above);
    pango_cairo_show_layout_line(cairo, line);
  }
  cairo_surface_flush(surface);
  made.texture = Texture::of_coverage(surface_, cairo_image_surface_get_data(surface), made.width, made.height,
                                      cairo_image_surface_get_stride(surface));
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return made;
}

}  // namespace sportello::widgets
