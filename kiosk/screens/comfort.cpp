// Size of the text and colours, shown as they will be, for this visit only.
#include <algorithm>
#include <array>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

TextKey name_of(visit::Theme theme) {
  switch (theme) {
    case visit::Theme::light: return "comfort.light"_t;
    case visit::Theme::dark: return "comfort.dark"_t;
    case visit::Theme::contrast_light: return "comfort.contrast_light"_t;
    case visit::Theme::contrast_dark: return "comfort.contrast_dark"_t;
  }
  return "comfort.light"_t;
}

struct Offered {
  visit::TextSize size;
  std::string_view id;
  TextKey name;
  float shown;  // the letters' own size, whatever size is in force
};
constexpr std::array offered = {Offered{visit::TextSize::normal, "comfort.size.normal", "comfort.normal"_t, 24},
                                Offered{visit::TextSize::large, "comfort.size.large", "comfort.large"_t, 30},
                                Offered{visit::TextSize::larger, "comfort.size.larger", "comfort.larger"_t, 35},
                                Offered{visit::TextSize::largest, "comfort.size.largest", "comfort.largest"_t, 40}};
constexpr float gap = 18, under_heading = 14;

// Whether the name of every theme stands in a button of this width at its own size, chosen or not.
bool names_fit(Ui& ui, float width, float tall) {
  const TextStyle style = {.type = Type::label, .bold = true, .line = 1.2F};
  const float room = width - 36 - 22 * ui.grown(Type::body);
  return std::ranges::all_of(widgets::all_themes, [&](visit::Theme theme) {
    const auto size = ui.measure(ui.say(name_of(theme)), style, room);
    return size.w <= room + 1 && size.h <= tall - 8;
  });
}

}  // namespace

void draw_comfort(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const TextStyle heading = {.type = Type::lead, .bold = true, .line = 1.3F};
  // A heading and what it names stay on one page.
  const float tall = ui.turns_pages() ? 128 : 104;
  const int sizes_per_row = ui.portrait() ? 2 : 4,
            themes_per_row = ui.portrait() || !names_fit(ui, (area.w - 3 * gap) / 4, tall) ? 2 : 4;
  const auto grid = [&](int per_row) {
    const auto rows = static_cast<float>(4 / per_row);
    return under_heading + tall * rows + gap * (rows - 1);
  };
  const auto place = [&](Rect box, std::size_t index, int per_row) {
    box.y += under_heading;
    return cell(box, static_cast<int>(index), per_row, gap, tall);
  };
  Stack stack(ui, area.w);
  stack.text("title", ui.say("comfort.title"_t), title_style, Role::title);
  stack.gap(28);
  stack.text("comfort.size", ui.say("comfort.size"_t), heading);
  stack.add(grid(sizes_per_row), [&](Rect box) {
    for (std::size_t i = 0; i < offered.size(); ++i) {
      const auto& one = offered[i];
      if (widgets::choice(ui,
                          {.id = one.id,
                           .label = ui.say(one.name),
                           .chosen = ui.comfort().size == one.size,
                           .style = {.type = Type::label, .size = one.shown}},
                          place(box, i, sizes_per_row))) {
        frame.emit(visit::ChooseSize{one.size});
      }
    }
  });
  stack.gap(32);
  stack.text("comfort.colours", ui.say("comfort.colours"_t), heading);
  stack.add(grid(themes_per_row), [&](Rect box) {
    for (std::size_t i = 0; i < widgets::all_themes.size(); ++i) {
      const auto theme = widgets::all_themes[i];
      const auto id = "comfort.theme." + std::string(widgets::name_of(theme));
      if (widgets::choice(ui,
                          {.id = id,
                           .label = ui.say(name_of(theme)),
                           .chosen = ui.comfort().theme == theme,
                           .style = {.type = Type::label}},
                          place(box, i, themes_per_row))) {
        frame.emit(visit::ChooseTheme{theme});
      }
    }
  });
  stack.gap(28);
  stack.text("comfort.ends", ui.say("comfort.ends"_t), quiet_style);
  // In a tall window all stands where hands are, the title with it.
  stack.draw(area, ui.portrait() ? Align::end : Align::start);
  draw_page_footer(frame);
}

}  // namespace sportello::screens
