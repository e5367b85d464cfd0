// Every script has the room it needs: measured over every text of the screens, in the fonts they are drawn with.
#include <pango/pangocairo.h>

#include <cmath>
#include <string>
#include <vector>

#include "kiosk/widgets/shaped_text.h"
#include "tests/catch.h"

using namespace sportello;

namespace {

constexpr float size = 24;               // real pixels
constexpr int pad = 48, wide = 14 * 24;  // as narrow as columns get

// The ink of each line of a text, as it stands, and how many characters no font has.
struct Lines {
  std::vector<std::vector<bool>> ink;
  int unknown = 0;
};

Lines lines_of(const widgets::Fonts& fonts, visit::Language language, const std::string& text) {
  const widgets::TextStyle style;
  const auto layout = fonts.lay_out(widgets::plain(text), style, size, wide, language);
  const float high = style.line * widgets::line_factor(language) * size;
  const int count = pango_layout_get_line_count(layout.get());
  const int across = 2 * wide, down = static_cast<int>(static_cast<float>(count) * high) + 2 * pad;
  Lines lines;
  lines.unknown = pango_layout_get_unknown_glyphs_count(layout.get());
  for (int i = 0; i < count; ++i) {
    auto* line = pango_layout_get_line_readonly(layout.get(), i);
    PangoRectangle box;
    pango_layout_line_get_extents(line, nullptr, &box);
    const auto px = [](int units) { return static_cast<float>(units) / PANGO_SCALE; };
    const float baseline = pad + static_cast<float>(i) * high + (high - px(box.height)) / 2 - px(box.y) -
                           widgets::line_rise(language) * size;
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_A8, across, down);
    cairo_t* cairo = cairo_create(surface);
    const float x = visit::right_to_left(language) ? static_cast<float>(across - pad) - px(box.width) : pad;
    cairo_move_to(cairo, static_cast<double>(x), std::round(static_cast<double>(baseline)));
    pango_cairo_show_layout_line(cairo, line);
    cairo_surface_flush(surface);
    std::vector<bool> ink(static_cast<std::size_t>(across * down));
    const auto* data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < down; ++y) {
      for (int c = 0; c < across; ++c) ink[static_cast<std::size_t>(y * across + c)] = data[y * stride + c] > 96;
    }
    lines.ink.push_back(std::move(ink));
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
  }
  return lines;
}

bool touch(const std::vector<bool>& one, const std::vector<bool>& other) {
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i] && other[i]) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("no line of any script touches the next, and every character has a font") {
  const auto fonts = widgets::Fonts::load(std::filesystem::path(SPORTELLO_ASSETS) / "fonts.conf");
  REQUIRE(fonts.has_value());
  const auto texts = widgets::Texts::load(std::filesystem::path(SPORTELLO_ASSETS) / "texts");
  REQUIRE(texts.has_value());
  for (const auto language : visit::languages) {
    int pairs = 0;
    std::string touching, unknown;
    for (const auto& [key, text] : texts->all(language)) {
      if (key.starts_with("language.")) continue;  // each in its own script
      const Lines lines = lines_of(**fonts, language, text);
      for (std::size_t i = 0; i + 1 < lines.ink.size(); ++i) {
        ++pairs;
        if (touch(lines.ink[i], lines.ink[i + 1])) touching += " " + key;
      }
      if (lines.unknown > 0) unknown += " " + key;
    }
    INFO(visit::code_of(language) << ": of " << pairs << " pairs of lines these touch:" << touching);
    CHECK(touching.empty());
    INFO("no font for a character of:" << unknown);
    CHECK(unknown.empty());
  }
}

TEST_CASE("the rule of scripts finds lines that touch and characters without a font") {
  const auto fonts = widgets::Fonts::load(std::filesystem::path(SPORTELLO_ASSETS) / "fonts.conf");
  REQUIRE(fonts.has_value());
  // Marks upon marks, as no language of ours writes them.
  const auto tall =
      lines_of(**fonts, visit::Language::it, "ggggg\nI\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308");
  REQUIRE(tall.ink.size() == 2);
  CHECK(touch(tall.ink[0], tall.ink[1]));
  CHECK(lines_of(**fonts, visit::Language::it, "\U000F0000").unknown > 0);
}

TEST_CASE("a sentence is read from the side of its language, what is foreign from its own") {
  const auto fonts = widgets::Fonts::load(std::filesystem::path(SPORTELLO_ASSETS) / "fonts.conf");
  REQUIRE(fonts.has_value());
  const auto backward = [&](visit::Language language, const char* text) {
    const auto layout = (*fonts)->lay_out(widgets::plain(text), {}, 20, 0, language);
    return pango_context_get_base_dir(pango_layout_get_context(layout.get())) == PANGO_DIRECTION_RTL;
  };
  CHECK(backward(visit::Language::ar, "SMS رسالة"));
  CHECK(backward(visit::Language::it, "العربية"));
  CHECK_FALSE(backward(visit::Language::ar, "06 5550 1234"));
  CHECK_FALSE(backward(visit::Language::ur, "Segreteria didattica"));
  CHECK_FALSE(backward(visit::Language::it, "Buongiorno, محمد."));
}

namespace {

// The lines of a text, without the blanks at their ends.
std::vector<std::string> broken(const std::string& text, float width, const widgets::TextStyle& style,
                                visit::Language language = visit::Language::it) {
  static const auto fonts = widgets::Fonts::load(std::filesystem::path(SPORTELLO_ASSETS) / "fonts.conf");
  REQUIRE(fonts.has_value());
  const auto layout = (*fonts)->lay_out(widgets::plain(text), style, 20, width, language);
  std::vector<std::string> lines;
  for (int i = 0; i < pango_layout_get_line_count(layout.get()); ++i) {
    auto* line = pango_layout_get_line_readonly(layout.get(), i);
    lines.emplace_back(pango_layout_get_text(layout.get()) + line->start_index,
                       static_cast<std::size_t>(line->length));
    while (lines.back().ends_with(' ')) lines.back().pop_back();
  }
  return lines;
}

using Broken = std::vector<std::string>;
const widgets::TextStyle title = {.display = true}, centred = {.align = widgets::Align::centre}, body = {};

}  // namespace

TEST_CASE("a title and a centred sentence break into lines alike in length, a paragraph leaves no word alone") {
  const std::string text = "La visita si è chiusa da sola";
  for (const auto& style : {title, centred}) {
    CHECK(broken(text, 225, style) == Broken{"La visita si è", "chiusa da sola"});
    CHECK(broken(text, 600, style) == Broken{text});
  }
  CHECK(broken(text, 240, body) == Broken{"La visita si è chiusa", "da sola"});
  CHECK(broken("La visita si è chiusa adesso qui", 270, body).back() == "adesso qui");
  CHECK(broken("Uno due tre quattro cinque sei sette otto nove", 200, body).size() == 3);
  CHECK(broken("Uno\ndue", 200, centred) == Broken{"Uno", "due"});
  CHECK(broken("Impossibilissimamente", 40, centred).size() == 1);
}

TEST_CASE("even lines are found in scripts without blanks and in those read from the right") {
  const auto chinese = broken("办理已经自动结束了", 140, title, visit::Language::zh);
  REQUIRE(chinese.size() == 2);
  CHECK(chinese[0].size() - chinese[1].size() <= 3);  // nine signs of three bytes
  const auto urdu = broken("کام خود ہی ختم ہو گیا ہے", 130, title, visit::Language::ur);
  REQUIRE(urdu.size() == 2);
  CHECK(urdu[1].find(' ') != std::string::npos);
  CHECK(urdu[0].starts_with("کام"));
}

TEST_CASE("an address and what a no-break space holds are parted only where alone they have no room") {
  const std::string sentence = "Quella di adesso è m…\u2060@casa\u200B.example";
  CHECK(broken(sentence, 260, body).back() == "m…\u2060@casa\u2060.example");
  CHECK(broken("segreteria\u200B@casa\u200B.example", 150, body) ==
        Broken{"segreteria\u200B", "@casa\u200B.example"});
  CHECK(broken("carta (tessera\u00A0sanitaria)", 200, body) == Broken{"carta", "(tessera\u00A0sanitaria)"});
  CHECK(broken("(tessera\u00A0sanitaria)", 120, body) == Broken{"(tessera", "sanitaria)"});
}
