// What happened and what comes next, where nothing secret is shown; and the way on to something else.
#include "kiosk/screens/common.h"

namespace sportello::screens {

void draw_told(Frame& frame, const visit::Told& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const std::string mail = breakable(state.proved.mail_hint);
  TextKey title = "told.mail"_t;
  std::vector<Hint> next;
  switch (state.outcome) {
    case visit::Outcome::mail:
      next.push_back({"told.mail", "mail", ui.say("told.mail_how"_t, {{"mail", mail}}), {}});
      break;
    case visit::Outcome::invitation:
      title = "told.invitation"_t;
      next.push_back({"told.link", "mail", ui.say_count("told.invitation_how"_t, state.hours, {{"mail", mail}}), {}});
      next.push_back({"told.next", "phone", ui.say("told.invitation_next"_t), {}});
      break;
    case visit::Outcome::report:
      title = "told.report"_t;
      next.push_back({"told.report", "desk", ui.say("told.report_how"_t), {}});
      break;
  }
  const bool report = state.outcome == visit::Outcome::report && !state.reference.empty();
  const Rect area = widgets::content(ui);
  const auto sides = two_sides(ui, {.side_when_tall = 0.45F});
  const Rect side = report ? sides.side : area;
  const float width = report ? side.w : std::min(side.w, 860.0F);

  Stack stack(ui, width);
  const float disc = 84;
  if (!ui.turns_pages()) stack.add(disc, [&](Rect box) { widgets::tick(ui, true, {box.x, box.y, disc, disc}); });
  stack.gap(22);
  stack.text("title", ui.say(title), title_style, Role::title);
  stack.gap(26);
  for (const auto& hint : next) {
    const float mark = 60 * ui.grown(Type::body), room = width - mark - 18;
    const float words = ui.measure(hint.title, lead_style, room).h;
    stack.add(std::max(mark, words), [&ui, hint, mark, room, words](Rect box) {
      widgets::icon_tile(ui, hint.icon, {box.x, box.middle_y() - mark / 2, mark, mark}, mark * 0.53F, mark / 2);
      ui.text(hint.id, hint.title, lead_style, {box.x + mark + 18, box.middle_y() - words / 2, room, words});
    });
    stack.gap(20);
  }
  // Where pages turn, what the sentence speaks of stands below it.
  const bool apart = report && ui.turns_pages() && !ui.portrait();
  if (apart) {
    add_reference(stack, ui, "told.reference", state.reference);
    stack.gap(20);
  }
  stack.gap(10);
  const widgets::Button more = {.id = "told.more", .label = ui.say("told.more"_t), .icon_after = "next"};
  const float wide = std::min(width, widgets::button_width(ui, more) + 24);
  stack.add(widgets::button_height(ui, more), [&](Rect box) {
    if (widgets::button(ui, more, {box.x, box.y, wide, box.h})) frame.emit(visit::AnotherThing{});
  });
  stack.draw(report ? side : Rect{area.x, area.y, width, area.h}, Align::centre);

  if (report) {
    widgets::panel(ui, sides.sheet);
    const Rect in = sides.sheet.inset(34, 30);
    Stack panel(ui, in.w);
    if (!apart) {
      panel.text("office.say", ui.say("office.say"_t), quiet_style);
      add_reference(panel, ui, "told.reference", state.reference);
      panel.text("office.harmless", ui.say("office.harmless"_t), caption_style);
      panel.add(46, [&](Rect box) { ui.line(box.x, box.middle_y(), box.right(), box.middle_y(), Colour::line, 1); });
    }
    add_office(panel, ui, 24);
    panel.draw(in, Align::centre);
  }
  FooterParts parts;
  parts.back = parts.exit = false;
  parts.primary = {.id = "told.end", .label = ui.say("result.end"_t), .icon = "check", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::EndNow{});
}

}  // namespace sportello::screens
