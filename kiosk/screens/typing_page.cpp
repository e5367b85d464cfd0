#include "kiosk/screens/typing_page.h"

#include <algorithm>

#include "kiosk/screens/keyboard.h"
#include "kiosk/screens/typed_line.h"

namespace sportello::screens {

namespace {

constexpr float gap = 14, least_gap = 10, sentence_pad = 16;

// What hangs from a title in Nastaliq must not lie on the line below it.
float under_title(const Ui& ui) { return ui.line_height(title_style) > 1.5F * ui.type(Type::title) ? 24 : gap; }

float longest(Ui& ui, const std::vector<Words>& sentences, float width, Type type) {
  float most = 0;
  for (const auto& words : sentences) {
    most = std::max(most, widgets::banner_height(ui, {.id = "", .words = words, .type = type}, width));
  }
  return most;
}

TypingPlan plan_tall(Ui& ui, const TypingNeeds& needs, Rect area) {
  TypingPlan plan;
  const float keys_h = keyboard_height(ui), room = area.h - keys_h - 24;
  const float title_h = ui.measure(needs.title, title_style, area.w).h, line_h = typed_line_height(ui);
  const float way_h = needs.way ? widgets::button_height(ui, *needs.way) : 0;
  const float way_w = needs.way ? std::min(widgets::button_width(ui, *needs.way), area.w) : 0;
  const bool beside = needs.way && !ui.turns_pages();
  const float sentence_w = area.w - (beside ? way_w + 18 : 0);
  float sentence_h = std::max(longest(ui, needs.sentences, sentence_w, Type::body), beside ? way_h : 0);
  const float below = (needs.way && !beside ? gap + way_h : 0) + (needs.list_h > 0 ? gap : 0);
  const float others = title_h + under_title(ui) + line_h + gap + below;
  // Where there is too little room, the list is drawn smaller first, then the sentence.
  float list_h = std::min(needs.list_h, std::max(room - others - sentence_h, needs.list_h * 0.7F));
  sentence_h = std::min(sentence_h, room - others - list_h);
  float y = area.y + std::max(0.0F, room - others - sentence_h - list_h);
  plan.title = Rect{area.x, y, area.w, title_h};
  y += title_h + under_title(ui);
  plan.line = {area.x, y, area.w, line_h};
  y += line_h + gap;
  plan.sentence = {area.x, y, sentence_w, sentence_h};
  if (beside) {
    plan.way = {area.right() - way_w, y, way_w, sentence_h};
  } else if (needs.way) {
    y += sentence_h + gap;
    plan.way = {area.x, y, way_w, way_h};
  }
  plan.list = {area.x, area.y + room - list_h, area.w, list_h};
  plan.keys = {area.x, area.bottom() - keys_h, area.w, keys_h};
  return plan;
}

TypingPlan plan_wide(Ui& ui, const TypingNeeds& needs, Rect area) {
  TypingPlan plan;
  const float keys_h = keyboard_height(ui), room = area.h - keys_h - (ui.turns_pages() ? least_gap : 18);
  const float w = needs.list_w > 0 ? area.w - needs.list_w - 36 : area.w, line_h = typed_line_height(ui);
  const float title_h = ui.measure(needs.title, title_style, w).h;
  const float way_w = needs.way ? std::min(widgets::button_width(ui, *needs.way), w * 0.36F) : 0;
  const float sentence_w = w - (needs.way ? way_w + 18 : 0);
  const float least = longest(ui, needs.sentences, sentence_w, Type::caption) - 2 * gap + sentence_pad;
  const float spare = room - title_h - under_title(ui) - line_h - least;
  float y = area.y;
  if (!ui.turns_pages() && spare >= least_gap) {
    plan.title = Rect{area.x, y, w, title_h};
    y += title_h + under_title(ui);
  }
  plan.line = {area.x, y, w, line_h};
  y += line_h + (plan.title ? std::min(spare, gap) : ui.turns_pages() ? least_gap : gap);
  const float left = area.y + room - y;
  plan.sentence = {area.x, y, sentence_w, left};
  if (needs.way) {
    // One row of one height, whatever the sentence.
    const bool lines = widgets::button_width(ui, *needs.way) > way_w + 1;
    const float high = widgets::button_height(ui, *needs.way) + (lines ? ui.line_height({.type = Type::body}) : 0);
    plan.sentence.h = std::min(left, std::max(high, longest(ui, needs.sentences, sentence_w, Type::body)));
    plan.way = {area.x + w - way_w, y, way_w, plan.sentence.h};
  }
  plan.list = {area.right() - needs.list_w, area.y, needs.list_w, std::min(needs.list_h, room)};
  plan.keys = {area.x, area.bottom() - keys_h, area.w, keys_h};
  return plan;
}

}  // namespace

TypingPlan plan_typing(Ui& ui, const TypingNeeds& needs) {
  const Rect area = widgets::content(ui);
  return ui.portrait() ? plan_tall(ui, needs, area) : plan_wide(ui, needs, area);
}

void draw_typing_title(Frame& frame, const TypingPlan& plan, const Words& title) {
  draw_header(frame, plan.title ? Words{} : title);
  if (plan.title) frame.ui.text("title", title, title_style, *plan.title, Role::title);
}

void draw_sentence(Ui& ui, const widgets::Banner& said, const TypingPlan& plan) {
  const Rect place = plan.sentence;
  const auto fitted = widgets::fitted_banner(ui, said, place.w, place.h);
  // In a tall window nothing below it may move; beside a button it is as high as that.
  const bool whole = ui.portrait() || plan.way.w > 0;
  const float high = whole ? place.h : std::min(place.h, widgets::banner_height(ui, fitted, place.w));
  widgets::banner(ui, fitted, {place.x, place.y, place.w, high});
}

}  // namespace sportello::screens
