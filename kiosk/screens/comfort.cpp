// Size of the text and colours, shown as they will be, for this visit only; and what its two neighbours share with
// it.
#include "kiosk/screens/comfort.h"

#include <algorithm>
#include <array>
#include <utility>

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

std::string_view id_of(visit::Theme theme) {
  switch (theme) {
    case visit::Theme::light: return "comfort.theme.light";
    case visit::Theme::dark: return "comfort.theme.dark";
    case visit::Theme::contrast_light: return "comfort.theme.contrast_light";
    case visit::Theme::contrast_dark: return "comfort.theme.contrast_dark";
  }
  return "comfort.theme.light";
}

struct Offered {
  visit::TextSize size;
  std::string_view id;
  TextKey name;
  float shown;  // the letters' own size, whatever size is in force, as far as that can be read
};
constexpr std::array offered = {Offered{visit::TextSize::normal, "comfort.size.normal", "comfort.normal"_t, 24},
                                Offered{visit::TextSize::large, "comfort.size.large", "comfort.large"_t, 30},
                                Offered{visit::TextSize::larger, "comfort.size.larger", "comfort.larger"_t, 35},
                                Offered{visit::TextSize::largest, "comfort.size.largest", "comfort.largest"_t, 40}};

float way_height(const Ui& ui) { return ui.turns_pages() ? 128 : 88; }

// Whether the name of every way stands in a button of this width at its own size, chosen or not.
bool names_fit(Ui& ui, const std::vector<Way>& ways, float width) {
  const float room = width - 36 - 22 * ui.grown(Type::body);
  return std::ranges::all_of(ways, [&](const Way& way) {
    TextStyle style = way.style;
    style.bold = true;
    style.line = 1.2F;
    const auto size = ui.measure(way.name, style, room);
    return size.w <= room + 1 && size.h <= way_height(ui) - 8;
  });
}

int per_row(Ui& ui, const std::vector<Way>& ways, float width) {
  const auto count = static_cast<int>(ways.size());
  for (int row = count; row > 1; row = (row + 1) / 2) {
    const bool crowded = ui.portrait() && row > 3;
    if (!crowded &&
        names_fit(ui, ways, (width - static_cast<float>(row - 1) * sheet_gap) / static_cast<float>(row))) {
      return row;
    }
  }
  return 1;
}

}  // namespace

void add_ways(Frame& frame, Stack& stack, std::vector<Way> ways) {
  Ui& ui = frame.ui;
  const int row = per_row(ui, ways, stack.width());
  const auto rows = static_cast<float>((static_cast<int>(ways.size()) + row - 1) / row);
  const float tall = way_height(ui);
  stack.add(
      under_heading + tall * rows + sheet_gap * (rows - 1), [&frame, ways = std::move(ways), row, tall](Rect box) {
        box.y += under_heading;
        for (std::size_t i = 0; i < ways.size(); ++i) {
          const auto& way = ways[i];
          const Rect place = cell(box, static_cast<int>(i), row, sheet_gap, tall);
          const widgets::Choice choice = {.id = way.id, .label = way.name, .chosen = way.chosen, .style = way.style};
          if (widgets::choice(frame.ui, choice, place) && !frame.event) frame.event = way.means;
        }
      });
}

void add_tick(Frame& frame, Stack& stack, std::string_view id, const Words& sentence, bool ticked,
              visit::Event means) {
  Ui& ui = frame.ui;
  const widgets::CheckRow row = {.id = id, .sentence = sentence, .ticked = ticked};
  stack.add(widgets::check_row_height(ui, row, stack.width()), [&frame, row, means = std::move(means)](Rect box) {
    if (widgets::check_row(frame.ui, row, box) && !frame.event) frame.event = means;
  });
}

void begin_sheet(Frame& frame, Stack& stack, visit::OverlayKind now) {
  using visit::OverlayKind;
  Ui& ui = frame.ui;
  stack.text("title", ui.say("comfort.title"_t), title_style, Role::title);
  stack.gap(6);
  const auto sheet = [&](std::string_view id, TextKey name, OverlayKind kind) {
    return Way{id, ui.say(name), now == kind, visit::OpenOverlay{kind}, {.type = Type::label}};
  };
  add_ways(frame, stack,
           {sheet("comfort.sheet.see", "comfort.see"_t, OverlayKind::comfort),
            sheet("comfort.sheet.hear", "comfort.hear"_t, OverlayKind::hearing),
            sheet("comfort.sheet.touch", "comfort.touch"_t, OverlayKind::reaching)});
  stack.gap(24);
}

void end_sheet(Frame& frame, Stack& stack) {
  Ui& ui = frame.ui;
  stack.gap(22);
  stack.text("comfort.ends", ui.say("comfort.ends"_t), quiet_style);
  // In a tall window all stands where hands are, the title with it.
  stack.draw(widgets::content(ui), ui.portrait() ? Align::end : Align::start);
  draw_page_footer(frame);
}

void draw_comfort(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  Stack stack(ui, widgets::content(ui).w);
  begin_sheet(frame, stack, visit::OverlayKind::comfort);
  // A heading and what it names stay on one page.
  stack.text("comfort.size", ui.say("comfort.size"_t), sheet_heading);
  // Whoever needs the largest letters must read the names of the smaller ones, too.
  const float least_shown = 0.72F * ui.type(Type::caption);
  std::vector<Way> sizes;
  for (const auto& one : offered) {
    sizes.push_back({one.id,
                     ui.say(one.name),
                     ui.comfort().size == one.size,
                     visit::ChooseSize{one.size},
                     {.type = Type::label, .size = std::max(one.shown, least_shown)}});
  }
  add_ways(frame, stack, std::move(sizes));
  stack.gap(24);
  stack.text("comfort.colours", ui.say("comfort.colours"_t), sheet_heading);
  std::vector<Way> themes;
  for (const auto theme : widgets::all_themes) {
    themes.push_back({id_of(theme),
                      ui.say(name_of(theme)),
                      ui.comfort().theme == theme,
                      visit::ChooseTheme{theme},
                      {.type = Type::label}});
  }
  add_ways(frame, stack, std::move(themes));
  end_sheet(frame, stack);
}

}  // namespace sportello::screens
