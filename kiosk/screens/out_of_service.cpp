// The kiosk cannot help now: why, what it does about it by itself, and what a parent can do meanwhile.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

struct Reason {
  std::string_view icon;
  TextKey title, lead;
};

Reason reason_of(visit::OutReason reason) {
  switch (reason) {
    case visit::OutReason::no_line: return {"offline", "out.no_line"_t, "out.no_line_lead"_t};
    case visit::OutReason::not_approved: return {"clock", "out.not_approved"_t, "out.not_approved_lead"_t};
    case visit::OutReason::revoked: return {"block", "out.revoked"_t, "out.revoked_lead"_t};
  }
  return {"offline", "out.no_line"_t, "out.no_line_lead"_t};
}

}  // namespace

void draw_out_of_service(Frame& frame, const visit::OutOfService& state) {
  using namespace std::chrono_literals;
  Ui& ui = frame.ui;
  draw_header(frame);
  const auto [side, sheet] = two_sides(ui);
  const Reason reason = reason_of(state.reason);
  Stack stack(ui, side.w);
  // What can be done stands on the first page.
  const bool leave_first = ui.turns_pages() && visit::may_leave_request(frame.visit);
  const auto add_leave = [&] {
    stack.gap(24);
    const widgets::Button leave = {
        .id = "out.leave", .label = ui.say("out.leave"_t), .icon = "mail", .icon_after = "next"};
    const float wide = std::min(side.w, widgets::button_width(ui, leave) + 24);
    stack.add(widgets::button_height(ui, leave), [&ui, &frame, leave, wide](Rect box) {
      if (widgets::button(ui, leave, {box.x, box.y, wide, box.h})) frame.emit(visit::LeaveRequest{});
    });
  };
  if (!leave_first)
    stack.add(84, [&](Rect box) { widgets::icon_tile(ui, reason.icon, {box.x, box.y, 84, 84}, 44, 42); });
  stack.gap(20);
  stack.text("title", ui.say(reason.title), title_style, Role::title);
  stack.gap(14);
  stack.text("out.lead", ui.say(reason.lead), lead_style);
  if (leave_first) add_leave();
  const widgets::Banner meanwhile = {.id = "out.meanwhile", .icon = "desk", .words = ui.say("out.meanwhile"_t)};
  if (state.reason != visit::OutReason::revoked) {  // a kiosk that does not come back promises no "meanwhile"
    stack.gap(24);
    stack.add(widgets::banner_height(ui, meanwhile, side.w), [&](Rect box) { widgets::banner(ui, meanwhile, box); });
  }
  if (visit::may_leave_request(frame.visit) && !leave_first) add_leave();
  stack.draw(side, Align::centre);

  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(34, 30);
  Stack panel(ui, in.w);
  panel.text("out.where", ui.say("out.where"_t), {.type = Type::lead, .bold = true});
  panel.gap(26);
  add_office(panel, ui, 26);
  add_contact(panel, ui, 26);
  panel.draw(in, Align::centre);

  FooterParts parts;
  parts.back = parts.exit = false;
  parts.brand = true;
  if (state.reason == visit::OutReason::no_line) {
    // A quick "no" would flicker: the words change only when the try lasts.
    const bool trying = visit::waiting(frame.visit, frame.now) != visit::Waiting::no;
    parts.primary = {.id = "out.retry",
                     .label = trying ? ui.say("out.trying"_t) : ui.say("out.retry"_t),
                     .icon = "again",
                     .kind = Kind::primary,
                     .enabled = !trying};
    if (state.pending) ui.redraw_within(100ms);
  }
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
}

}  // namespace sportello::screens
