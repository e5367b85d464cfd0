// The languages, each by its own name in its own script: choosing one never needs another.
#include <algorithm>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

constexpr float least_height = 56;

TextKey name_key(visit::Language language) {
  switch (language) {
    case visit::Language::it: return "language.it"_t;
    case visit::Language::en: return "language.en"_t;
    case visit::Language::ro: return "language.ro"_t;
    case visit::Language::sq: return "language.sq"_t;
    case visit::Language::ar: return "language.ar"_t;
    case visit::Language::zh: return "language.zh"_t;
    case visit::Language::uk: return "language.uk"_t;
    case visit::Language::fr: return "language.fr"_t;
    case visit::Language::es: return "language.es"_t;
    case visit::Language::ur: return "language.ur"_t;
    case visit::Language::bn: return "language.bn"_t;
    case visit::Language::pa: return "language.pa"_t;
  }
  return "language.it"_t;
}

bool name_button(Frame& frame, visit::Language language, Type type, Rect place) {
  Ui& ui = frame.ui;
  return widgets::choice(ui,
                         {.id = "language." + std::string(visit::code_of(language)),
                          .label = ui.say(name_key(language)),
                          .chosen = language == ui.comfort().language,
                          .style = {.type = type, .language = language}},
                         place);
}

// All names in one grid; the same order in every language, so that a place stays where it was.
void draw_names(Frame& frame, Rect box, int per_row, float gap, Type type, float tall) {
  int index = 0;
  for (const auto language : visit::languages) {
    if (name_button(frame, language, type, cell(box, index, per_row, gap, tall))) {
      frame.emit(visit::ChooseLanguage{language});
    }
    ++index;
  }
}

// Nastaliq is the tallest.
float tallest(const Ui& ui, Type type) {
  return ui.line_height({.type = type, .line = 1.2F, .language = visit::Language::ur}) + 10;
}

int rows_of(int per_row) { return (static_cast<int>(visit::languages.size()) + per_row - 1) / per_row; }

float grid_height(int rows, float tall, float gap) {
  return static_cast<float>(rows) * tall + static_cast<float>(rows - 1) * gap;
}

constexpr float row_gap = 12, globe = 44;

int row_length(const Ui& ui) {
  if (ui.portrait()) return ui.turns_pages() ? 2 : 3;
  return ui.turns_pages() ? 4 : 6;
}

}  // namespace

float language_rows_height(const Ui& ui) {
  return grid_height(rows_of(row_length(ui)), std::max(least_height, tallest(ui, Type::body)), row_gap);
}

void draw_language_rows(Frame& frame, Rect box) {
  Ui& ui = frame.ui;
  ui.icon("language", {box.x, box.middle_y() - globe / 2, globe, globe}, Colour::accent);
  const Rect names = {box.x + globe + 16, box.y, box.w - globe - 16, box.h};
  draw_names(frame, names, row_length(ui), row_gap, Type::body, std::max(least_height, tallest(ui, Type::body)));
}

void draw_languages(Frame& frame) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const float sign = 52;
  const Words said = ui.say("languages.title"_t);
  const float room_w = area.w - sign - 18, title = ui.measure(said, title_style, room_w).h;
  const float gap = ui.turns_pages() ? 12 : 18;
  const float head = std::max(title, sign) + (ui.turns_pages() ? 12 : 36), room = area.h - head;
  const Type type = ui.turns_pages() ? Type::body : Type::lead;
  const int per_row = ui.portrait() ? 2 : 3, rows = rows_of(per_row);
  const float fill = (room - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
  const float tall = std::min(std::max(108.0F, tallest(ui, type)), fill);
  // In a tall window, where hands are, the title with them.
  const float first = ui.portrait() ? area.bottom() - grid_height(rows, tall, gap) : area.y + head;
  const float top = first - head;
  ui.icon("language", {area.x, top + std::min(6.0F, std::max(0.0F, (title - sign) / 2)), sign, sign}, Colour::accent);
  ui.text("title", said, title_style, {area.x + sign + 18, top, room_w, title}, Role::title);
  draw_names(frame, {area.x, first, area.w, room}, per_row, gap, type, tall);
  draw_page_footer(frame);
}

}  // namespace sportello::screens
