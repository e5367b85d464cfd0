// Size of the text and colours, shown as they will be, for this visit only.
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
// The two larger ones turn pages, which the screens do not do yet.
constexpr std::array offered = {Offered{visit::TextSize::normal, "comfort.size.normal", "comfort.normal"_t, 24},
                                Offered{visit::TextSize::large, "comfort.size.large", "comfort.large"_t, 32}};

}  // namespace

void draw_comfort(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const TextStyle heading = {.type = Type::lead, .bold = true, .line = 1.3F};
  const int per_row = ui.portrait() ? 2 : 4;
  Stack stack(ui, area.w);
  stack.text("title", ui.say("comfort.title"_t), title_style, Role::title);
  stack.gap(28);
  stack.text("comfort.size", ui.say("comfort.size"_t), heading);
  stack.gap(14);
  stack.add(104, [&](Rect box) {
    for (std::size_t i = 0; i < offered.size(); ++i) {
      const auto& one = offered[i];
      const Rect place = column(box, static_cast<int>(i), per_row == 4 ? 3 : 2, 18);
      if (widgets::choice(ui,
                          {.id = one.id,
                           .label = ui.say(one.name),
                           .chosen = ui.comfort().size == one.size,
                           .style = {.type = Type::label, .size = one.shown}},
                          place)) {
        frame.emit(visit::ChooseSize{one.size});
      }
    }
  });
  stack.gap(32);
  stack.text("comfort.colours", ui.say("comfort.colours"_t), heading);
  stack.gap(14);
  const int rows = 4 / per_row;
  const float tall = 104, gap = 18;
  stack.add(tall * static_cast<float>(rows) + gap * static_cast<float>(rows - 1), [&](Rect box) {
    int index = 0;
    for (const auto theme : widgets::all_themes) {
      const Rect place = cell(box, index, per_row, gap, tall);
      const auto id = "comfort.theme." + std::string(widgets::name_of(theme));
      if (widgets::choice(ui,
                          {.id = id,
                           .label = ui.say(name_of(theme)),
                           .chosen = ui.comfort().theme == theme,
                           .style = {.type = Type::label}},
                          place)) {
        frame.emit(visit::ChooseTheme{theme});
      }
      ++index;
    }
  });
  stack.gap(28);
  stack.text("comfort.ends", ui.say("comfort.ends"_t), quiet_style);
  stack.draw(area);
  draw_page_footer(frame);
}

}  // namespace sportello::screens
