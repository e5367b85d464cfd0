// The screen that waits: what this is, what to bring, in which language.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

constexpr float language_height = 56;

TextKey name_key(visit::Language language) {
  switch (language) {
    case visit::Language::it: return "language.it"_t;
    case visit::Language::en: return "language.en"_t;
  }
  return "language.it"_t;
}

struct Chips {
  struct One {
    std::string id;
    std::string_view icon;
    Words words;
  };
  std::vector<One> all;

  // Calls with each chip's box, broken into rows; returns the height.
  template <class Do>
  float place(Ui& ui, Rect box, Do&& with) const {
    const float height = 52 * ui.grown(Type::body);
    float x = box.x, y = box.y;
    for (const auto& one : all) {
      const float width = widgets::chip_width(ui, one.icon, one.words);
      if (x > box.x && x + width > box.right() + 1) {
        x = box.x;
        y += height + 12;
      }
      with(one, Rect{x, y, width, height});
      x += width + 12;
    }
    return y + height - box.y;
  }
};

float languages_height(const Ui& ui) { return std::max(language_height, ui.type(Type::body) * 1.2F + 24); }

void draw_language_row(Frame& frame, Rect box) {
  Ui& ui = frame.ui;
  // Six to a row fill the width with twelve languages; two or three are wider, and stand at the start.
  const int per_row =
      ui.portrait() ? 3 : (ui.comfort().size == visit::TextSize::normal && visit::languages.size() > 4 ? 6 : 4);
  int index = 0;
  for (const auto language : visit::languages) {
    const Rect place = cell(box, index, per_row, 12, languages_height(ui));
    const auto id = "language." + std::string(visit::code_of(language));
    if (widgets::choice(ui,
                        {.id = id, .label = ui.say(name_key(language)), .chosen = language == ui.comfort().language},
                        place)) {
      frame.emit(visit::ChooseLanguage{language});
    }
    ++index;
  }
}

void add_words(Frame& frame, Stack& stack, float gap) {
  Ui& ui = frame.ui;
  TextStyle hero = title_style;
  hero.type = Type::hero;
  hero.line = 1.08F;
  stack.text("title", ui.say("welcome.title"_t), hero, Role::title);
  stack.gap(gap);
  stack.text("pitch", ui.say("welcome.pitch"_t), lead_style);
  stack.gap(gap);
  const Chips chips = {{{"need.card", "card", ui.say("welcome.need_card"_t)},
                        {"need.phone", "phone", ui.say("welcome.need_phone"_t)},
                        {"need.time", "clock", ui.say("welcome.need_time"_t)}}};
  const float height = chips.place(ui, {0, 0, stack.width(), 0}, [](const auto&, Rect) {});
  stack.add(height, [chips, &ui](Rect box) {
    chips.place(ui, box, [&](const auto& one, Rect place) { widgets::chip(ui, one.id, one.icon, one.words, place); });
  });
  stack.gap(gap / 2);
  const widgets::Button link = {
      .id = "welcome.privacy", .label = ui.say("welcome.privacy"_t), .kind = Kind::link, .type = Type::body};
  stack.add(64, [link, &frame, &ui](Rect box) {
    if (widgets::button(ui, link, {box.x - 12, box.y, widgets::button_width(ui, link), box.h})) {
      frame.emit(visit::OpenOverlay{visit::OverlayKind::privacy});
    }
  });
}

void draw_picture(Ui& ui, Rect box) {
  ui.boxed(box, Colour::surface, Colour::line, ui.measure(Measure::radius_card), ui.measure(Measure::line));
  ui.squared_paper(box.inset(ui.measure(Measure::line)), 24, Colour::surface, Colour::grid,
                   ui.measure(Measure::radius_card) - 1);
  // The sleeve reaches the lower edge of the sheet.
  const float shape = 560.0F / 430.0F;
  const float width = std::min(box.w - 2, (box.h - 2) * shape), height = width / shape;
  ui.drawing("held-card", {box.middle_x() - width / 2, box.bottom() - 1 - height, width, height});
}

}  // namespace

void draw_welcome(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  FooterParts parts;
  parts.back = parts.exit = false;
  parts.brand = true;
  const widgets::Button start = {
      .id = "welcome.start", .label = ui.say("welcome.start"_t), .icon_after = "next", .kind = Kind::primary};
  const float languages = languages_height(ui);
  if (ui.portrait()) {
    const float tall = std::max(92.0F, widgets::button_height(ui, start));
    const Rect picture = {area.x, area.y, area.w, area.h * 0.4F};
    draw_picture(ui, picture);
    Stack stack(ui, area.w);
    add_words(frame, stack, 26);
    const float top = picture.bottom() + 30, bottom = area.bottom() - 12 - tall - 30 - languages - 30;
    stack.draw({area.x, top, area.w, bottom - top}, Align::centre);
    draw_language_row(frame, {area.x, bottom + 30, area.w, languages});
    if (widgets::button(ui, start, {area.x, area.bottom() - 12 - tall, area.w, tall}))
      frame.emit(visit::StartVisit{});
  } else {
    parts.primary = start;
    const float height = area.h - languages - 20;
    const float wide = std::max(area.w * 0.4635F, std::min(560.0F, area.w * 0.4635F));
    const Rect picture = {area.right() - wide, area.y, wide, height};
    Stack stack(ui, area.w - wide - 36);
    add_words(frame, stack, 24);
    stack.draw({area.x, area.y, stack.width(), height}, Align::centre);
    draw_picture(ui, picture);
    draw_language_row(frame, {area.x, area.bottom() - languages, area.w, languages});
  }
  if (draw_footer(frame, parts)) frame.emit(visit::StartVisit{});
}

void draw_languages(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const float title =
      ui.text("title", ui.say("languages.title"_t), title_style, {area.x, area.y, area.w, 0}, Role::title);
  const float tall = std::max(96.0F, languages_height(ui));
  const int per_row = ui.portrait() ? 2 : 3;
  int index = 0;
  for (const auto language : visit::languages) {
    const Rect place = cell({area.x, area.y + title + 36, area.w, area.h}, index, per_row, 18, tall);
    const auto id = "language." + std::string(visit::code_of(language));
    if (widgets::choice(ui,
                        {.id = id,
                         .label = ui.say(name_key(language)),
                         .chosen = language == ui.comfort().language,
                         .style = {.type = Type::lead}},
                        place)) {
      frame.emit(visit::ChooseLanguage{language});
    }
    ++index;
  }
  draw_page_footer(frame);
}

}  // namespace sportello::screens
