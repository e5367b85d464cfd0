// No line: what the guardian wants, kept until there is one.
#include <algorithm>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

TextKey words_of(wire::Wish wish) {
  switch (wish) {
    case wire::Wish::first_issue: return "request.first_issue"_t;
    case wire::Wish::recovery: return "request.recovery"_t;
  }
  return "request.first_issue"_t;
}

// The height of a line that may be chosen, when it is: bold, and with its check mark.
float line_height(Ui& ui, const Words& words, float width) {
  const TextStyle chosen = {.type = Type::lead, .bold = true, .line = 1.2F};
  const float room = width - 28 - 22 * ui.grown(Type::body) - 8;
  return std::max(ui.turns_pages() ? 96.0F : 140.0F, ui.measure(words, chosen, room).h + 36);
}

}  // namespace

void draw_request_wish(Frame& frame, const visit::RequestWish& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const float gap = 18;
  Stack stack(ui, area.w);
  stack.text("title", ui.say("request.title"_t), title_style, Role::title);
  stack.gap(12);
  if (state.line_failed) {
    const widgets::Banner failed = {
        .id = "request.line_failed", .tone = Tone::warn, .icon = "offline", .words = ui.say("request.line_failed"_t)};
    stack.add(widgets::banner_height(ui, failed, area.w),
              [&ui, failed](Rect box) { widgets::banner(ui, failed, box); });
    stack.gap(16);
  }
  stack.text("request.lead", ui.say("request.lead"_t), lead_style);
  stack.gap(26);
  float tall = 0;
  for (const auto wish : wire::wishes) tall = std::max(tall, line_height(ui, ui.say(words_of(wish)), area.w));
  const auto line = [&](std::size_t i, Rect box) {
    const auto wish = wire::wishes[i];
    const auto id = "request." + std::string(wire::name_of(wish));
    if (widgets::choice(
            ui,
            {.id = id, .label = ui.say(words_of(wish)), .chosen = state.wish == wish, .style = {.type = Type::lead}},
            box)) {
      frame.emit(visit::ChooseRequest{wish});
    }
  };
  // Below each other: beside each other the longer one breaks, away from its check mark.
  for (std::size_t i = 0; i < wire::wishes.size(); ++i) {
    if (i > 0) stack.gap(gap);
    stack.add(tall, [&line, i](Rect box) { line(i, box); });
  }
  stack.gap(26);
  const Hint sealed = {"request.sealed", "lock", ui.say("request.sealed"_t), {}};
  stack.add(hint_height(ui, sealed, area.w), [&ui, sealed](Rect box) { draw_hint(ui, sealed, box); });
  stack.gap(20);
  const auto said = notice(frame, {.id = "request.message",
                                   .doing = ui.say("request.doing"_t),
                                   .broken = {},
                                   .may_go_back = false});  // it may be kept already
  // Why the button sleeps, at its side; its room is there from the start.
  TextStyle style = quiet_style;
  style.align = Align::end;
  const Words choose = ui.say("request.choose"_t);
  const float below = std::max(ui.measure(choose, style, area.w).h,
                               widgets::banner_height(ui, {.words = ui.say("request.doing"_t)}, area.w));
  if (said || !state.wish || !ui.turns_pages()) {
    stack.add(below, [&](Rect box) {
      if (said) {
        widgets::banner(ui, *said, {box.x, box.y, box.w, widgets::banner_height(ui, *said, box.w)});
      } else if (!state.wish) {
        ui.text("request.choose", choose, style, box);
      }
    });
  }
  // In a tall window all stands where hands are, the title with it.
  stack.draw(area, ui.portrait() ? Align::end : Align::start);
  FooterParts parts;
  parts.back = !state.pending;
  parts.primary = {.id = "request.leave",
                   .label = ui.say("request.leave"_t),
                   .icon = "check",
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  keep_drawing(frame);
}

}  // namespace sportello::screens
