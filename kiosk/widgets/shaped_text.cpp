#include "kiosk/widgets/shaped_text.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <cctype>
#include <cmath>
#include <vector>

#include "kiosk/widgets/line_breaks.h"

namespace sportello::widgets {

namespace {
constexpr std::size_t most_bytes = 32U << 20U;  // some 300 pieces of a screen of 1920×1080
// The height of a line, of the type's size, that clips no mark of the script: measured over every text of the
// screens.
constexpr float latin_line = 1.36F, arabic_line = 1.5F, nastaliq_line = 2.1F, bengali_line = 1.45F,
                gurmukhi_line = 1.45F;
constexpr std::size_t most_entries = 4000;  // measured and never drawn: small, but not for ever

struct Surrender {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
}  // namespace

std::expected<std::shared_ptr<Fonts>, std::string> Fonts::load(const std::filesystem::path& file) {
  FcConfig* config = FcConfigCreate();
  if (!FcConfigParseAndLoad(config, reinterpret_cast<const FcChar8*>(file.c_str()), FcTrue) ||
      !FcConfigBuildFonts(config)) {
    FcConfigDestroy(config);
    return std::unexpected("cannot read the list of fonts " + file.string());
  }
  const FcFontSet* set = FcConfigGetFonts(config, FcSetSystem);
  if (set == nullptr || set->nfont == 0) {
    FcConfigDestroy(config);
    return std::unexpected("no Noto fonts on this machine: install fonts-noto-core and fonts-noto-cjk");
  }
  // Also the default of this process: else Pango reads the machine's own configuration beside ours, and every font in
  // it.
  FcConfigSetCurrent(config);
  auto fonts = over(config);
  FcConfigDestroy(config);  // the map holds it
  return fonts;
}

std::shared_ptr<Fonts> Fonts::another() const { return over(pango_fc_font_map_get_config(PANGO_FC_FONT_MAP(map_))); }

std::shared_ptr<Fonts> Fonts::over(_FcConfig* config) {
  std::shared_ptr<Fonts> fonts(new Fonts);
  fonts->map_ = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map_), config);
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts->map_), 96);
  // No hinting: the same widths at every scale, so that what fits at 1280 fits at 1920.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  for (auto& [context, direction] : {std::pair<PangoContext*&, PangoDirection>{fonts->forward_, PANGO_DIRECTION_LTR},
                                     {fonts->backward_, PANGO_DIRECTION_RTL}}) {
    context = pango_font_map_create_context(fonts->map_);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_base_dir(context, direction);
  }
  cairo_font_options_destroy(options);
  return fonts;
}

Fonts::~Fonts() {
  for (auto* context : {forward_, backward_}) {
    if (context != nullptr) g_object_unref(context);
  }
  if (map_ != nullptr) g_object_unref(map_);
}

void Fonts::Drop::operator()(PangoLayout* layout) const { g_object_unref(layout); }

float line_factor(visit::Language language) {
  switch (language) {
    case visit::Language::ar: return arabic_line / latin_line;
    case visit::Language::ur: return nastaliq_line / latin_line;
    case visit::Language::bn: return bengali_line / latin_line;
    case visit::Language::pa: return gurmukhi_line / latin_line;
    default: return 1;
  }
}

// Nastaliq climbs from a deep baseline: by its metrics alone its ink stands lower beside an icon than Latin does.
// Measured over every text of the screens; the other scripts stand within 0.03 of each other.
float line_rise(visit::Language language) { return language == visit::Language::ur ? 0.08F : 0; }

namespace {

bool has_arabic(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0xD8 && c <= 0xDB) return true;  // U+0600 … U+06FF
  }
  return false;
}

// An Arabic sentence is read from the right even when it begins with "SMS"; a phone number, a mail address, a
// school's Italian name are read from the left even in Arabic.
bool from_the_right(const std::string& text, visit::Language language) {
  if (visit::right_to_left(language)) return has_arabic(text);
  for (std::size_t i = 0; i < text.size(); ++i) {  // by the first letter
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0xC3 || std::isalpha(c) != 0) return c >= 0xD6 && c <= 0xDD;
  }
  return false;
}

const char* family_of(const TextStyle& style, visit::Language language) {
  if (language == visit::Language::ur) return "Sportello Nastaliq";
  return style.display ? "Sportello Display" : "Sportello";
}

}  // namespace

Fonts::Layout Fonts::shape(const Words& words, const TextStyle& style, float size, int width,
                           visit::Language language) const {
  std::string text;
  for (const auto& run : words) text += run.text;
  Layout layout(pango_layout_new(from_the_right(text, language) ? backward_ : forward_));
  pango_layout_set_auto_dir(layout.get(), FALSE);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, family_of(style, language));
  pango_font_description_set_absolute_size(font, static_cast<double>(size) * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);

  PangoAttrList* attributes = pango_attr_list_new();
  std::size_t end = 0;
  for (const auto& run : words) {
    const auto begin = static_cast<guint>(end);
    end += run.text.size();
    if (!run.bold && !style.bold) continue;
    PangoAttribute* weight = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
    weight->start_index = begin;
    weight->end_index = static_cast<guint>(end);
    pango_attr_list_insert(attributes, weight);
  }
  pango_attr_list_insert(attributes, pango_attr_font_features_new(style.slashed_zero ? "tnum=1, zero=1" : "tnum=1"));
  pango_attr_list_insert(
      attributes, pango_attr_language_new(pango_language_from_string(std::string(visit::code_of(language)).c_str())));
  if (style.tracking != 0) {
    pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(
                                           static_cast<int>(std::lround(style.tracking * size * PANGO_SCALE))));
  }
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  pango_layout_set_width(layout.get(), width);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  return layout;
}

Fonts::Layout Fonts::lay_out(const Words& words, const TextStyle& style, float size, float width,
                             visit::Language language, Lines* found) const {
  Lines lines;
  // Half a pixel of grace: a text measured in one line must not break in a box of its own width.
  if (width > 0) lines.width = static_cast<int>(std::ceil((width + 0.5F) * PANGO_SCALE));
  auto layout = lay_out(words, style, size, lines, language);
  if (sticks_out(layout.get()) && (kept_together(words) || parted(words))) {
    lines.parted = true;
    layout = lay_out(words, style, size, lines, language);
  }
  balance(layout.get(), style.display || style.align == Align::centre);
  lines.width = pango_layout_get_width(layout.get());
  if (found != nullptr) *found = lines;
  return layout;
}

Fonts::Layout Fonts::lay_out(const Words& words, const TextStyle& style, float size, const Lines& lines,
                             visit::Language language) const {
  const auto other = lines.parted ? parted(words) : kept_together(words);
  return shape(other ? *other : words, style, size, lines.width, language);
}

namespace {

std::string key_of(const Words& words, const TextStyle& style, float size, float width, visit::Language language) {
  std::string key;
  for (const auto& run : words) {
    key += run.text;
    key += run.bold ? '\1' : '\2';
  }
  for (const float number : {size, width, style.line, style.tracking}) {
    key += std::to_string(std::lround(number * 64)) + ",";
  }
  key += static_cast<char>('a' + (style.bold ? 1 : 0) + (style.display ? 2 : 0) + (style.slashed_zero ? 4 : 0));
  key += static_cast<char>('a' + static_cast<int>(style.align));
  key += visit::code_of(language);
  return key;
}

}  // namespace

ShapedText::Kept& ShapedText::find(const Words& words, const TextStyle& style, float size, float width,
                                   visit::Language language) {
  auto key = key_of(words, style, size, width, language);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    return kept_.front();
  }
  Fonts::Lines lines;
  const auto layout = fonts_->lay_out(words, style, size, width, language, &lines);
  kept_.push_front({std::move(key), {}, lines, {}});
  by_key_[kept_.front().key] = kept_.begin();
  auto& piece = kept_.front().piece;
  piece.lines = pango_layout_get_line_count(layout.get());
  for (GSList* line = pango_layout_get_lines_readonly(layout.get()); line != nullptr; line = line->next) {
    PangoRectangle box;
    pango_layout_line_get_extents(static_cast<PangoLayoutLine*>(line->data), nullptr, &box);
    piece.w = std::max(piece.w, static_cast<float>(box.width) / PANGO_SCALE);
  }
  piece.h = static_cast<float>(piece.lines) * style.line * line_factor(language) * size;
  return kept_.front();
}

ShapedText::Piece ShapedText::measure(const Words& words, const TextStyle& style, float size, float width,
                                      visit::Language language) {
  const Piece piece = find(words, style, size, width, language).piece;
  make_room();
  return piece;
}

ShapedText::Piece ShapedText::picture(const Words& words, const TextStyle& style, float size, float width,
                                      visit::Language language) {
  auto& kept = find(words, style, size, width, language);
  auto& piece = kept.piece;
  if (!kept.texture) {
    const auto layout = fonts_->lay_out(words, style, size, kept.lines, language);
    // Marks above capitals and below the line reach out of a tight line box.
    const float factor = line_factor(language);
    piece.pad_x = std::ceil(size * 0.12F * factor * factor);
    piece.pad_y = std::ceil(size * 0.4F * factor * factor);
    const float across = width > 0 ? std::max(width, piece.w) : piece.w;
    piece.texture_w = static_cast<int>(std::ceil(across + 2 * piece.pad_x));
    piece.texture_h = static_cast<int>(std::ceil(piece.h + 2 * piece.pad_y));
    const std::unique_ptr<cairo_surface_t, Surrender> surface(
        cairo_image_surface_create(CAIRO_FORMAT_A8, piece.texture_w, piece.texture_h));
    const std::unique_ptr<cairo_t, Surrender> cairo(cairo_create(surface.get()));
    const float high = style.line * factor * size;
    float top = piece.pad_y;
    for (GSList* at = pango_layout_get_lines_readonly(layout.get()); at != nullptr; at = at->next) {
      auto* line = static_cast<PangoLayoutLine*>(at->data);
      PangoRectangle box;
      pango_layout_line_get_extents(line, nullptr, &box);
      const float w = static_cast<float>(box.width) / PANGO_SCALE, h = static_cast<float>(box.height) / PANGO_SCALE;
      float x = piece.pad_x;
      switch (style.align) {
        case Align::start: break;
        case Align::centre: x += (across - w) / 2; break;
        case Align::end: x += across - w; break;
      }
      const float ascent = -static_cast<float>(box.y) / PANGO_SCALE;
      const float baseline = top + (high - h) / 2 + ascent - line_rise(language) * size;
      cairo_move_to(cairo.get(), static_cast<double>(x), std::round(static_cast<double>(baseline)));
      pango_cairo_show_layout_line(cairo.get(), line);
      top += high;
    }
    cairo_surface_flush(surface.get());
    kept.texture = Texture::of_coverage(surface_, cairo_image_surface_get_data(surface.get()), piece.texture_w,
                                        piece.texture_h, cairo_image_surface_get_stride(surface.get()));
    bytes_ += kept.texture.bytes();
  }
  Piece answer = piece;
  answer.texture = &kept.texture;
  make_room();
  return answer;
}

// Never drops the first: it is the one just asked for.
void ShapedText::make_room() {
  while (kept_.size() > 1 && (bytes_ > most_bytes || kept_.size() > most_entries)) {
    bytes_ -= kept_.back().texture.bytes();
    by_key_.erase(kept_.back().key);
    kept_.pop_back();
  }
}

void ShapedText::clear() {
  by_key_.clear();
  kept_.clear();
  bytes_ = 0;
}

}  // namespace sportello::widgets
