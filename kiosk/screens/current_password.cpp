// The password of now, which proves itself: the same keys as for the new one, and a way on for who has forgotten it.
#include "kiosk/screens/keyboard.h"
#include "kiosk/screens/typed_line.h"
#include "kiosk/screens/typing_page.h"

namespace sportello::screens {

void draw_current_password(Frame& frame, const visit::CurrentPassword& state) {
  Ui& ui = frame.ui;
  TypingNeeds needs = {
      .title = ui.say("current.title"_t),
      .sentences = {ui.say("current.lead"_t), ui.say_count("current.wrong"_t, 1),
                    ui.say_count("current.wrong"_t, state.tries_left.value_or(2))},
      .way = widgets::Button{
          .id = "current.forgotten", .label = ui.say("current.forgotten"_t), .icon = "help", .type = Type::body}};
  const auto plan = plan_typing(ui, needs);
  draw_typing_title(frame, plan, needs.title);
  draw_covered_line(frame,
                    {.id = "password.field",
                     .label = ui.say("password.field"_t),
                     .text = state.typed,
                     .shown = state.shown,
                     .last_shown = state.last_shown,
                     .wrong = state.tries_left && state.typed.empty()},
                    plan.line);
  widgets::Banner said = {.id = "current.advice", .icon = "key", .words = ui.say("current.lead"_t)};
  if (state.tries_left) {
    said.tone = Tone::err;
    said.icon = "warn";
    said.words = ui.say_count("current.wrong"_t, *state.tries_left);
  }
  draw_sentence(ui, said, plan);
  if (widgets::button(ui, *needs.way, plan.way)) frame.emit(visit::Forgotten{});
  draw_password_keys(frame, {.keys = state.keys, .hidden = !state.shown}, plan.keys);
  FooterParts parts;
  parts.primary = {.id = "current.next",
                   .label = ui.say("current.next"_t),
                   .icon_after = "next",
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
}

}  // namespace sportello::screens
