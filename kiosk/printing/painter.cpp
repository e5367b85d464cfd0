// Drawn once on nothing, to know how long it is, then for good.
#include "kiosk/printing/painter.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <array>
#include <cmath>
#include <type_traits>

#include "kiosk/widgets/qr_code.h"
#include "kiosk/widgets/secret_glyphs.h"

namespace sportello::printing {

namespace {

using widgets::TextStyle;

struct Free {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, Free>;
using Cairo = std::unique_ptr<cairo_t, Free>;

struct Face {
  double size, line, before;  // points; line: of the size; before: the gap above
  bool bold;
};
// 8 points are the least that people over forty read without glasses at arm's length on thermal paper.
constexpr Face face_of(Look look) {
  switch (look) {
    case Look::school: return {9.5, 1.3, 0, true};
    case Look::title: return {14.5, 1.25, 2, true};
    case Look::label: return {9.5, 1.36, 5, true};
    case Look::sentence: return {9.5, 1.36, 3, false};
    case Look::strong: return {9.5, 1.36, 1, true};
    case Look::small: return {8.7, 1.36, 0, false};
  }
  return {};
}
constexpr double secret_size = 21, least_secret_size = 7, secret_line = 1.3, secret_gap = 0.08;
constexpr double rule_before = 6, rule_after = 4, rule_thick = 0.8;
constexpr double square_of_width = 0.62, square_most = 120, square_before = 3;
// What a page may shrink to before it is refused.
constexpr std::array<double, 7> shrinks = {1.0, 0.93, 0.86, 0.8, 0.74, 0.68, 0.6};
// Sentences of 7 points, codes of 15.
constexpr double least_scale = 0.74;
// Half covered is black. Strokes of thermal paper spread by themselves.
constexpr std::uint8_t black_from = 128;

// A line of letters and signs that all scripts share needs no more height in Urdu than in Italian.
bool latin_only(const widgets::Words& words) {
  for (const auto& run : words) {
    for (const auto c : run.text) {
      if (static_cast<unsigned char>(c) >= 0xD8 && static_cast<unsigned char>(c) != 0xE2) return false;
    }
  }
  return true;
}

class Hand {
 public:
  Hand(cairo_t* cairo, const widgets::Fonts& fonts, visit::Language language, const Sheet& sheet, double dots)
      : cairo_(cairo), fonts_(fonts), language_(language), sheet_(sheet), dots_(dots), y_(sheet.end) {}

  void operator()(const Line& line) {
    const Face face = face_of(line.look);
    const double size = face.size * sheet_.scale;
    y_ += face.before * sheet_.scale;
    TextStyle style;
    style.bold = face.bold;
    const auto layout =
        fonts_.lay_out(line.words, style, static_cast<float>(size), static_cast<float>(inner()), language_);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);  // a mail address is longer than a receipt is wide
    const double high =
        size * face.line * (latin_only(line.words) ? 1.0 : static_cast<double>(widgets::line_factor(language_)));
    for (GSList* at = pango_layout_get_lines_readonly(layout.get()); at != nullptr; at = at->next) {
      show(static_cast<PangoLayoutLine*>(at->data), start_of(width_of(at->data)), high, size);
      y_ += high;
    }
  }

  // One character at a time: no layout holds the whole.
  void operator()(const Hidden& hidden) {
    TextStyle style;
    style.bold = true;
    style.slashed_zero = true;
    double size = secret_size * sheet_.scale;
    const double wide = secret_width(hidden.text, style, size);
    if (wide > inner()) size = std::max(least_secret_size, size * inner() / wide * 0.995);
    double x = start_of(std::min(inner(), secret_width(hidden.text, style, size)));
    const double high = size * secret_line;
    each(hidden.text, [&](const std::string& character) {
      const auto layout = lay_out(character, style, size);
      auto* line = pango_layout_get_line_readonly(layout.get(), 0);
      show(line, x, high, 0);
      x += width_of(line) + size * secret_gap;
    });
    y_ += high;
  }

  void operator()(const Square& square) {
    const auto modules = widgets::qr_modules(square.address);
    if (modules.side == 0) return;
    const double most = std::min(inner() * square_of_width, square_most * sheet_.scale);
    double one = most / modules.side;
    if (dots_ > 0) one = std::max(1.0, std::floor(one * dots_)) / dots_;
    const double whole = one * modules.side;
    y_ += square_before * sheet_.scale;
    const double left = snapped(start_of(whole)), top = snapped(y_);
    if (cairo_ != nullptr) {
      for (int y = 0; y < modules.side; ++y) {
        for (int x = 0; x < modules.side; ++x) {
          if (modules.at(x, y)) cairo_rectangle(cairo_, left + x * one, top + y * one, one, one);
        }
      }
      cairo_fill(cairo_);
    }
    y_ = top + whole;
  }

  void operator()(const Rule& /*rule*/) {
    y_ += rule_before * sheet_.scale;
    if (cairo_ != nullptr) {
      cairo_rectangle(cairo_, sheet_.side, snapped(y_), inner(),
                      dots_ > 0 ? std::ceil(rule_thick * dots_) / dots_ : rule_thick);
      cairo_fill(cairo_);
    }
    y_ += rule_after * sheet_.scale;
  }

  [[nodiscard]] double height() const { return y_ + sheet_.end; }

 private:
  [[nodiscard]] double inner() const { return sheet_.width - 2 * sheet_.side; }
  // Where something so wide begins: on the side from which the language is read.
  [[nodiscard]] double start_of(double wide) const {
    return visit::right_to_left(language_) ? sheet_.width - sheet_.side - wide : sheet_.side;
  }
  [[nodiscard]] double snapped(double at) const { return dots_ > 0 ? std::round(at * dots_) / dots_ : at; }

  static double width_of(void* line) {
    PangoRectangle box;
    pango_layout_line_get_extents(static_cast<PangoLayoutLine*>(line), nullptr, &box);
    return static_cast<double>(box.width) / PANGO_SCALE;
  }
  [[nodiscard]] widgets::Fonts::Layout lay_out(const std::string& text, const TextStyle& style, double size) const {
    // Latin in every language: codes are typed as they stand.
    return fonts_.lay_out(widgets::plain(text), style, static_cast<float>(size), 0, visit::Language::it);
  }
  template <class Do>
  static void each(const secret::SecretText& text, Do&& act) {
    const auto all = text.reveal();
    for (std::size_t at = 0; at < all.size();) {
      const auto from = at;
      widgets::next_character(all, at);
      std::string character{all.substr(from, at - from)};
      act(character);
      sodium_memzero(character.data(), character.size());
    }
  }
  [[nodiscard]] double secret_width(const secret::SecretText& text, const TextStyle& style, double size) const {
    double wide = 0;
    each(text, [&](const std::string& character) {
      const auto layout = lay_out(character, style, size);
      wide += width_of(pango_layout_get_line_readonly(layout.get(), 0)) + size * secret_gap;
    });
    return std::max(0.0, wide - size * secret_gap);
  }
  // In a line `high` points high from y_ on; `size`: of its type, whose script may stand lower than its metrics say.
  void show(PangoLayoutLine* line, double x, double high, double size) {
    if (cairo_ == nullptr) return;
    PangoRectangle box;
    pango_layout_line_get_extents(line, nullptr, &box);
    const double ascent = -static_cast<double>(box.y) / PANGO_SCALE,
                 tall = static_cast<double>(box.height) / PANGO_SCALE;
    const double lift = size * static_cast<double>(widgets::line_rise(language_));
    cairo_move_to(cairo_, x, snapped(y_ + (high - tall) / 2 + ascent - lift));
    pango_cairo_show_layout_line(cairo_, line);
  }

  cairo_t* cairo_;  // null: only measure
  const widgets::Fonts& fonts_;
  visit::Language language_;
  Sheet sheet_;
  double dots_;
  double y_;
};

double drawn(cairo_t* cairo, const widgets::Fonts& fonts, const Slip& slip, const std::vector<Block>& blocks,
             const Sheet& sheet, double dots) {
  Hand hand{cairo, fonts, slip.language, sheet, dots};
  for (const auto& block : blocks) std::visit(hand, block);
  return hand.height();
}

cairo_status_t keep(void* into, const unsigned char* bytes, unsigned int count) {
  auto& all = *static_cast<WipedBytes*>(into);
  return all.append({reinterpret_cast<const char*>(bytes), count}) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

}  // namespace

double Painter::draw(cairo_t* cairo, const Slip& slip, const Sheet& sheet, double dots_a_point) const {
  if (cairo != nullptr) cairo_set_source_rgb(cairo, 0, 0, 0);
  return drawn(cairo, *fonts_, slip, blocks_of(slip, texts_), sheet, dots_a_point);
}

std::optional<Sheet> Painter::fitted(const Slip& slip, const Sheet& asked) const {
  if (asked.height <= 0) return asked;
  const auto blocks = blocks_of(slip, texts_);
  for (const double shrink : shrinks) {
    Sheet sheet = asked;
    sheet.scale = asked.scale * shrink;
    if (sheet.scale < least_scale) break;
    if (drawn(nullptr, *fonts_, slip, blocks, sheet, 0) <= sheet.height) return sheet;
  }
  return std::nullopt;
}

WipedBytes Painter::pdf(const Slip& slip, const Sheet& asked) const {
  const auto fits = fitted(slip, asked);
  if (!fits) return {};
  const Sheet& sheet = *fits;
  const auto blocks = blocks_of(slip, texts_);
  const double height = drawn(nullptr, *fonts_, slip, blocks, sheet, 0);
  WipedBytes bytes{limits_.pdf_bytes};
  const Surface surface{
      cairo_pdf_surface_create_for_stream(keep, &bytes, sheet.width, sheet.height > 0 ? sheet.height : height)};
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);  // printers read no newer one
  {
    const Cairo cairo{cairo_create(surface.get())};
    cairo_set_source_rgb(cairo.get(), 0, 0, 0);
    drawn(cairo.get(), *fonts_, slip, blocks, sheet, 0);
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return {};
  return bytes;
}

Picture Painter::picture(const Slip& slip, int dots) const {
  const auto blocks = blocks_of(slip, texts_);
  const Sheet sheet = receipt(dots);
  const double a_point = receipt_dots_an_inch / points_an_inch;
  const int rows = static_cast<int>(std::ceil(drawn(nullptr, *fonts_, slip, blocks, sheet, a_point) * a_point));
  if (rows > limits_.most_rows) return {};
  // Ours, not Cairo's: so that it is wiped.
  const int stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, dots);
  std::vector<std::uint8_t> coverage(static_cast<std::size_t>(stride) * static_cast<std::size_t>(rows));
  Picture picture{dots, rows};
  {
    const Surface surface{cairo_image_surface_create_for_data(coverage.data(), CAIRO_FORMAT_A8, dots, rows, stride)};
    const Cairo cairo{cairo_create(surface.get())};
    cairo_scale(cairo.get(), a_point, a_point);
    drawn(cairo.get(), *fonts_, slip, blocks, sheet, a_point);
    cairo_surface_flush(surface.get());
  }
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < dots; ++x) {
      if (coverage[static_cast<std::size_t>(y * stride + x)] >= black_from) picture.blacken(x, y);
    }
  }
  sodium_memzero(coverage.data(), coverage.size());
  return picture;
}

}  // namespace sportello::printing
