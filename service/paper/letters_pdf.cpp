// One letter is half a page: drawn once to see how tall it is, then for good.
#include "service/paper/letters_pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>

namespace sportello::paper {
namespace {

// In points, 72 an inch.
constexpr double page_width = 595.276;  // A4
constexpr double page_height = 841.89;
constexpr double half = page_height / 2;
constexpr double side = 45;  // a printer's edge and a ring binder
constexpr double top = 30;
constexpr double bottom = 22;  // above the cut
constexpr double box_padding = 14;
constexpr double box_radius = 7;
constexpr double secret_size = 22;
constexpr double least_secret_size = 8;
constexpr std::array<double, 8> scales = {1.0, 0.9, 0.8, 0.7,
                                          0.6, 0.5, 0.4, 0.3};  // the first with which everything fits

struct Free {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using Surface = std::unique_ptr<cairo_surface_t, Free>;
using Cairo = std::unique_ptr<cairo_t, Free>;
using Layout = std::unique_ptr<PangoLayout, Free>;

struct Style {
  double size = 10.5;
  bool bold = false;
  bool mono = false;  // a face in which nothing looks like anything else
  double ink = 0.0;   // 0 black … 1 white
  PangoAlignment align = PANGO_ALIGN_LEFT;
};

class Pen {
 public:
  explicit Pen(cairo_t* cairo) : cairo_(cairo) {}
  bool dry = false;
  double scale = 1.0;

  // The height it took.
  double text(double x, double y, double width, std::string_view words, const Style& style) const {
    const auto layout = lay_out(words, style, style.mono ? style.size : style.size * scale, width);
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    if (!dry) {
      cairo_set_source_rgb(cairo_, style.ink, style.ink, style.ink);
      cairo_move_to(cairo_, x, y);
      pango_cairo_show_layout(cairo_, layout.get());
    }
    return static_cast<double>(height) / PANGO_SCALE;
  }
  // In one line: smaller, until it fits.
  double secret(double x, double y, double width, std::string_view words) const {
    Style style{secret_size * scale, true, true};
    while (style.size > least_secret_size && width_of(words, style) > width) style.size -= 1;
    return text(x, y, width, words, style);
  }
  void box(double x, double y, double width, double height) const {
    if (dry) return;
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, x + width - box_radius, y + box_radius, box_radius, -M_PI / 2, 0);
    cairo_arc(cairo_, x + width - box_radius, y + height - box_radius, box_radius, 0, M_PI / 2);
    cairo_arc(cairo_, x + box_radius, y + height - box_radius, box_radius, M_PI / 2, M_PI);
    cairo_arc(cairo_, x + box_radius, y + box_radius, box_radius, M_PI, 3 * M_PI / 2);
    cairo_close_path(cairo_);
    cairo_set_source_rgb(cairo_, 0.95, 0.95, 0.95);
    cairo_fill_preserve(cairo_);
    line_style(0.8, 0.55);
    cairo_stroke(cairo_);
  }
  void rule(double y, double ink, bool dashed) const {
    if (dry) return;
    const std::array<double, 2> dashes = {5, 4};
    line_style(0.6, ink);
    if (dashed) cairo_set_dash(cairo_, dashes.data(), static_cast<int>(dashes.size()), 0);
    cairo_move_to(cairo_, dashed ? 0 : side, y);
    cairo_line_to(cairo_, page_width - (dashed ? 0 : side), y);
    cairo_stroke(cairo_);
    cairo_set_dash(cairo_, nullptr, 0, 0);
  }
  // White behind words that stand on a line.
  void clear(double x, double y, double width, double height) const {
    if (dry) return;
    cairo_set_source_rgb(cairo_, 1, 1, 1);
    cairo_rectangle(cairo_, x, y, width, height);
    cairo_fill(cairo_);
  }
  [[nodiscard]] double width_of(std::string_view words, const Style& style) const {
    int width = 0;
    pango_layout_get_size(lay_out(words, style, style.size, -1).get(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
  }

 private:
  [[nodiscard]] Layout lay_out(std::string_view words, const Style& style, double size, double width) const {
    Layout layout{pango_cairo_create_layout(cairo_)};
    auto* font = pango_font_description_new();
    pango_font_description_set_family_static(
        font, style.mono ? "DejaVu Sans Mono, monospace" : "Noto Sans, DejaVu Sans, sans-serif");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
    pango_layout_set_alignment(layout.get(), style.align);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    if (width > 0) pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    return layout;
  }
  void line_style(double width, double ink) const {
    cairo_set_line_width(cairo_, width);
    cairo_set_source_rgb(cairo_, ink, ink, ink);
  }
  cairo_t* cairo_;
};

// Draws a letter from `y` down; returns where it ends.
double draw(const Pen& pen, double y, double floor, const Letter& letter, const Sender& sender,
            const LetterWords& words) {
  constexpr double width = page_width - 2 * side;
  const double gap = 12 * pen.scale;
  y += pen.text(side, y, width, sender.school, {11, true, false, 0.3}) + gap / 2;
  y += pen.text(side, y, width, words.title, {19, true}) + gap;
  const double for_class = width / 4;
  const Style right{14, false, false, 0, PANGO_ALIGN_RIGHT};
  const auto name_height = pen.text(side, y, width - for_class, letter.given_name + " " + letter.surname, {14, true});
  y += std::max(name_height,
                pen.text(side + width - for_class, y, for_class, words.class_name + " " + letter.class_name, right)) +
       gap;

  const double column = width / 2;
  const double inner = column - 1.5 * box_padding;
  const auto boxed = [&](const Pen& with) {
    double bottom_of_box = y;
    double x = side + box_padding;
    for (const auto& [label, value] : {std::pair{std::string_view{words.user_code}, letter.user_code.reveal()},
                                       std::pair{std::string_view{words.password}, letter.password.reveal()}}) {
      const auto label_height = with.text(x, y + box_padding * 0.7, inner, label, {11, false, false, 0.3});
      const auto value_y = y + box_padding * 0.7 + label_height + 2;
      bottom_of_box = std::max(bottom_of_box, value_y + with.secret(x, value_y, inner, value));
      x += column;
    }
    return bottom_of_box + box_padding * 0.8;
  };
  auto measuring = pen;
  measuring.dry = true;
  const auto box_end = boxed(measuring);
  pen.box(side, y, width, box_end - y);
  boxed(pen);
  y = box_end + gap * 1.2;

  y += pen.text(side, y, width, words.how, {13, true}) + gap / 3;
  constexpr double number_width = 18;
  for (std::size_t i = 0; i < words.steps.size(); ++i) {
    pen.text(side, y, number_width, std::to_string(i + 1) + ".", {12, true});
    y += pen.text(side + number_width, y, width - number_width, words.steps[i], {12}) + gap / 4;
  }
  y += gap / 2;
  y += pen.text(side, y, width, words.yours, {12, true}) + gap;

  auto dry = pen;
  dry.dry = true;
  const Style small{11, false, false, 0.15};
  const auto help_height = dry.text(side, y, width, words.help, small);
  const auto help_y = std::max(y + gap, floor - help_height);  // at the foot, where there is room
  pen.rule(help_y - gap * 0.7, 0.75, false);
  pen.text(side, help_y, width, words.help, small);
  return help_y + help_height;
}

void draw_fitting(cairo_t* cairo, double y, const Letter& letter, const Sender& sender, const LetterWords& words) {
  Pen pen{cairo};
  const auto floor = y + half - bottom;
  for (const auto scale : scales) {
    pen.scale = scale;
    pen.dry = true;
    if (draw(pen, y + top, floor, letter, sender, words) <= floor + 0.5) break;
  }
  pen.dry = false;
  draw(pen, y + top, floor, letter, sender, words);
}

void draw_cut(cairo_t* cairo, const std::string& words) {
  const Pen pen{cairo};
  pen.rule(half, 0.45, true);
  const Style style{8, false, false, 0.45};
  const auto text = "✂  " + words;
  const auto width = pen.width_of(text, style);
  const double x = page_width - side - width;
  pen.clear(x - 5, half - 6, width + 10, 12);
  pen.text(x, half - 5.5, width + 2, text, style);
}

cairo_status_t hand_on(void* sink, const unsigned char* bytes, unsigned int count) {
  const auto& take = *static_cast<const Sink*>(sink);
  return take({reinterpret_cast<const char*>(bytes), count}) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

}  // namespace

bool write_letters(const std::vector<Letter>& letters, const Sender& sender, const LetterWords& words,
                   const Sink& sink) {
  Surface surface{cairo_pdf_surface_create_for_stream(hand_on, const_cast<Sink*>(&sink), page_width, page_height)};
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, words.title.c_str());
  {
    Cairo cairo{cairo_create(surface.get())};
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const bool upper = i % 2 == 0;
      draw_fitting(cairo.get(), upper ? 0 : half, letters[i], sender, words);
      if (upper) draw_cut(cairo.get(), words.cut);
      if (!upper || i + 1 == letters.size()) cairo_show_page(cairo.get());
    }
    if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) return false;
  }
  cairo_surface_finish(surface.get());
  return cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS;
}

}  // namespace sportello::paper
