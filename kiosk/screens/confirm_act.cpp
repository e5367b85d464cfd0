// An act that needs nothing typed: what it makes, what stops working, and the button that does it.
#include "kiosk/screens/confirmation.h"

namespace sportello::screens {

void draw_confirmation(Frame& frame, const Confirmation& confirmation) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const float width = std::min(area.w, ui.turns_pages() ? 1100.0F : 960.0F);
  const auto centred = [](TextStyle style) {
    style.align = Align::centre;
    return style;
  };
  Stack stack(ui, width);
  if (!ui.turns_pages())
    stack.add(120, [&](Rect box) {
      const Rect disc = {box.middle_x() - 60, box.y, 120, 120};
      widgets::icon_tile(ui, confirmation.icon, disc, 60, 60);
      if (visit::waiting(frame.visit, frame.now) == visit::Waiting::no) return;
      // An eighth of a turn at a time: it says "working" and costs next to nothing.
      using namespace std::chrono_literals;
      const auto step = static_cast<float>((frame.now.time_since_epoch() / 125ms) % 8) / 8;
      ui.arc(disc.middle_x(), disc.middle_y(), 64, step, step + 0.3F, Colour::mark, 9);
      ui.note({"confirm.progress", "", Role::progress, disc});
    });
  if (!ui.turns_pages()) stack.gap(28);
  stack.text("title", confirmation.title, centred(title_style), Role::title);
  stack.gap(14);
  stack.text("confirm.how", confirmation.how, centred(lead_style));
  stack.gap(28);
  // Its room is there from the start: nothing moves when it is said.
  const auto said = notice(frame, {.id = "confirm.message",
                                   .lost = confirmation.lost,
                                   .doing = ui.say("confirm.doing"_t),
                                   .broken = ui.say("confirm.line_lost"_t),
                                   .may_go_back = confirmation.may_go_back});
  const widgets::Banner longest = {.id = "", .words = ui.say("confirm.line_lost"_t)};
  const float room =
      std::max(said ? widgets::banner_height(ui, *said, width) : 0, widgets::banner_height(ui, longest, width));
  if (said || !ui.turns_pages())
    stack.add(room, [&](Rect box) {
      if (said) widgets::banner(ui, *said, {box.x, box.y, box.w, widgets::banner_height(ui, *said, box.w)});
    });
  stack.draw({area.middle_x() - width / 2, area.y, width, area.h}, Align::centre);
  FooterParts parts;
  parts.back = confirmation.may_go_back || !confirmation.pending;
  parts.primary = {.id = confirmation.id,
                   .label = confirmation.label,
                   .icon = "check",
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  keep_drawing(frame);
}

namespace {

struct Said {
  std::string_view icon;
  TextKey title, how, label;
};

Said said_of(wire::Act act, bool has_pin) {
  switch (act) {
    case wire::Act::issue: return {"card", "confirm.issue"_t, "confirm.issue_how"_t, "confirm.issue_do"_t};
    case wire::Act::change_password:  // always typed: it never comes here
    case wire::Act::reset_password:
      return {"key", "confirm.reset_password"_t, "confirm.reset_password_how"_t, "confirm.reset_password_do"_t};
    case wire::Act::renew_pin:
      if (!has_pin) return {"lock", "confirm.first_pin"_t, "confirm.first_pin_how"_t, "confirm.first_pin_do"_t};
      return {"lock", "confirm.renew_pin"_t, "confirm.renew_pin_how"_t, "confirm.renew_pin_do"_t};
    case wire::Act::remove_pin:
      return {"unlock", "confirm.remove_pin"_t, "confirm.remove_pin_how"_t, "confirm.remove_pin_do"_t};
    case wire::Act::recover_user_code:
      return {"person", "confirm.recover_user_code"_t, "confirm.recover_user_code_how"_t,
              "confirm.recover_user_code_do"_t};
  }
  return {"card", "confirm.issue"_t, "confirm.issue_how"_t, "confirm.issue_do"_t};
}

}  // namespace

void draw_confirm_act(Frame& frame, const visit::ConfirmAct& state) {
  Ui& ui = frame.ui;
  const Said said = said_of(state.act, state.proved.person->has_pin);
  draw_confirmation(frame, {.icon = said.icon,
                            .title = ui.say(said.title),
                            .how = ui.say(said.how),
                            .id = "confirm.do",
                            .label = ui.say(said.label),
                            .pending = state.pending.has_value(),
                            .lost = state.lost.has_value(),
                            // It may be done already: wait for the answer, or leave.
                            .may_go_back = false});
}

}  // namespace sportello::screens
