// How large letters are, in millimetres, as the fonts draw them: on every display that docs/installation.md declares.
#include <pango/pango.h>

#include <array>
#include <cmath>
#include <map>

#include "kiosk/widgets/shaped_text.h"
#include "tests/accessibility/clause.h"
#include "tests/accessibility/displays.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;
using visit::Language;
using visit::TextSize;

namespace {

constexpr double pi = 3.14159265358979;
// EN 301 549, 5.1.4: a capital H fills 0.7° of the eye.
double least_capital(double millimetres_away) { return millimetres_away * std::tan(0.7 * pi / 180); }

const widgets::Fonts& fonts() {
  static const auto loaded = widgets::Fonts::load(std::filesystem::path(SPORTELLO_ASSETS) / "fonts.conf");
  REQUIRE(loaded);
  return **loaded;
}

// The ink of a capital H in the faces of this language, of the type's size.
double capital_share(Language language) {
  static std::map<Language, double> known;
  if (const auto at = known.find(language); at != known.end()) return at->second;
  constexpr float size = 200;
  double least = 1;
  for (const bool bold : {false, true}) {
    const auto layout = fonts().lay_out(widgets::plain("H"), {.bold = bold}, size, 0, language);
    PangoRectangle ink;
    pango_layout_get_pixel_extents(layout.get(), &ink, nullptr);
    least = std::min(least, static_cast<double>(ink.height) / size);
  }
  return known[language] = least;
}

double capital_mm(float size, Language language, const Display& display) {
  return size * capital_share(language) / display.dots_per_mm;
}

// Draws every page of every preview, and calls with each.
template <class Do>
void on_every_page(const visit::Comfort& comfort, const Display& display, Do&& then) {
  if (display.declared) headless().dots_per_mm = display.dots_per_mm;
  for (auto& preview : screens::previews(comfort)) {
    int pages = 1;
    for (int page = 0; page < pages; ++page) {
      auto visit = preview;
      visit.visit.page += page;
      draw(visit, {display.width, display.height});
      if (page == 0) pages = headless().pages() - headless().page();
      then(preview.name);
    }
  }
  headless().dots_per_mm.reset();
}

}  // namespace

TEST_CASE("at the largest size every word is large enough for who stands before it, keys and small buttons too") {
  double least = 1000;
  for (const auto& display : displays) {
    for (const auto language : visit::languages) {
      on_every_page({.language = language, .size = TextSize::largest}, display, [&](const std::string& name) {
        // The mode that is asked for is the largest size alone; who asks for low reach too gets all of it smaller.
        if (headless().comfort().low_reach) return;
        const auto& smallest = headless().record().smallest();
        const double mm = capital_mm(smallest.size, language, display);
        INFO(display.name << ", " << visit::code_of(language) << ", " << name << ": " << smallest.words);
        CHECK(mm >= least_capital(500));
        least = std::min(least, mm);
      });
    }
  }
  clause("5.1.4", "smallest capitals of the largest size, mm, read from 500 mm", least, ">=", least_capital(500));
  clause("5.1.4", "from how far they fill 0.7°, mm", least / std::tan(0.7 * pi / 180), ">=", 500);
}

TEST_CASE("capitals of running text lie in the bands that voting machines keep, in the faces of every language") {
  struct Band {
    std::string name;
    double least, most;
  };
  const std::array bands = {Band{"normal", 3.5, 4.2}, Band{"large", 4.8, 5.6}, Band{"larger", 6.4, 7.1},
                            Band{"largest", 8.5, 9.0}};
  for (std::size_t i = 0; i < bands.size(); ++i) {
    double least = 1000, most = 0;
    for (const auto& display : displays) {
      if (display.declared) headless().dots_per_mm = display.dots_per_mm;
      for (const auto language : visit::languages) {
        draw(preview_named("welcome", {.language = language, .size = widgets::all_sizes[i]}),
             {display.width, display.height});
        for (const auto type : {widgets::Type::caption, widgets::Type::body}) {
          const double mm = capital_mm(headless().type(type) * scale_now(), language, display);
          least = std::min(least, mm);
          most = std::max(most, mm);
        }
      }
      headless().dots_per_mm.reset();
    }
    clause("VVSG", "capitals of running text, " + bands[i].name + ", mm, at least", least, ">=", bands[i].least);
    clause("VVSG", "capitals of running text, " + bands[i].name + ", mm, at most", most, "<=", bands[i].most);
    if (i + 1 < bands.size()) continue;
    clause("5.1.4", "capitals of its running text, mm, read from 600 mm", least, ">=", least_capital(600));
    clause("5.1.4", "capitals of its running text, mm, read from 700 mm", least, ">=", least_capital(700));
  }
}
