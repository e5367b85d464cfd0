// What becomes of a request that was left, and what to do if no answer comes; or why none could be left.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

struct Said {
  std::string_view icon;
  TextKey title, how;
};

Said said_of(visit::RequestOutcome outcome) {
  switch (outcome) {
    case visit::RequestOutcome::kept: return {"check", "request.kept"_t, "request.kept_how"_t};
    case visit::RequestOutcome::already: return {"check", "request.already"_t, "request.already_how"_t};
    case visit::RequestOutcome::full: return {"desk", "request.full"_t, "request.full_how"_t};
    case visit::RequestOutcome::no_key: return {"desk", "request.no_key"_t, "request.no_key_how"_t};
  }
  return {"check", "request.kept"_t, "request.kept_how"_t};
}

}  // namespace

void draw_request_left(Frame& frame, const visit::RequestLeft& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const bool goes = state.outcome == visit::RequestOutcome::kept || state.outcome == visit::RequestOutcome::already;
  const auto [side, sheet] = two_sides(ui, {.side_when_tall = goes ? 0.62F : 0.45F});
  const Said said = said_of(state.outcome);
  Stack stack(ui, side.w);
  if (!ui.turns_pages()) {
    stack.add(84, [&ui, said](Rect box) {
      const Rect disc = {box.x, box.y, 84, 84};
      if (said.icon == "check") {
        widgets::tick(ui, true, disc);
      } else {
        widgets::icon_tile(ui, said.icon, disc, 44, 42);
      }
    });
  }
  stack.gap(20);
  stack.text("title", ui.say(said.title), title_style, Role::title);
  stack.gap(14);
  stack.text("request.how", ui.say(said.how), lead_style);
  if (goes) {
    // What comes, in the order in which it comes.
    const Hint hints[] = {{"request.mail", "mail", ui.say("request.kept_mail"_t), {}},
                          {"request.sms", "phone", ui.say("request.kept_sms"_t), {}},
                          {"request.none", "desk", ui.say("request.kept_none"_t), {}},
                          {"request.life", "clock", ui.say("request.kept_life"_t), {}}};
    stack.gap(8);
    for (const auto& hint : hints) {
      stack.gap(14);
      const float mark = 48 * ui.grown(Type::body), room = side.w - mark - 16;
      const float words = ui.measure(hint.title, body_style, room).h;
      stack.add(std::max(mark, words), [&ui, hint, mark, room, words](Rect box) {
        widgets::icon_tile(ui, hint.icon, {box.x, box.middle_y() - mark / 2, mark, mark}, mark * 0.53F, mark / 2);
        ui.text(hint.id, hint.title, body_style, {box.x + mark + 16, box.middle_y() - words / 2, room, words});
      });
    }
  }
  stack.draw(side, Align::centre);

  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(34, 30);
  Stack panel(ui, in.w);
  panel.text("office.where", ui.say("office.where"_t), {.type = Type::lead, .bold = true});
  panel.gap(24);
  add_office(panel, ui, 24);
  panel.draw(in, Align::centre);

  FooterParts parts;
  parts.back = parts.exit = false;
  parts.primary = {.id = "request.end", .label = ui.say("result.end"_t), .icon = "check", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::EndNow{});
}

}  // namespace sportello::screens
