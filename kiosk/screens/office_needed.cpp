// What a human must do: first the reason, then reassurance, then a code short enough to say aloud, and where.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

TextKey reason_key(visit::OfficeReason reason) {
  switch (reason) {
    case visit::OfficeReason::number_not_mine: return "office.number_not_mine"_t;
    case visit::OfficeReason::no_more_messages: return "office.no_more_messages"_t;
    case visit::OfficeReason::locked: return "office.locked"_t;
    case visit::OfficeReason::act_refused: return "office.act_refused"_t;
    case visit::OfficeReason::no_offer: return "office.no_offer"_t;
    case visit::OfficeReason::asked: return "office.asked"_t;
    case visit::OfficeReason::trouble: return "office.trouble"_t;
  }
  return "office.trouble"_t;
}

}  // namespace

void draw_office_needed(Frame& frame, const visit::OfficeNeeded& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const auto [side, sheet] = two_sides(ui, {.side_when_tall = 0.45F});

  // Who asked for a person did nothing wrong, and changed their mind about nothing.
  const bool asked = state.reason == visit::OfficeReason::asked;
  Stack stack(ui, side.w);
  const Words title = ui.say(asked ? "office.asked_title"_t : "office.title"_t),
              reason = ui.say(reason_key(state.reason));
  // Where pages turn, what to say on the telephone stands on the first: right below what speaks of it.
  const bool apart = ui.turns_pages() && !ui.portrait() && !state.reference.empty();
  if (apart) {
    stack.text("title", title, title_style, Role::title);
    stack.gap(14);
    stack.text("office.reason", reason, lead_style);
    stack.gap(14);
    if (!asked) stack.text("office.say", ui.say("office.say"_t), quiet_style);
    add_reference(stack, ui, "office.reference", state.reference);
    if (asked && !ui.premises.office.phone.empty()) {
      stack.gap(14);
      const Hint phone = {"office.phone", "phone", widgets::plain(ui.premises.office.phone), {}, false};
      stack.add(hint_height(ui, phone, side.w), [&ui, phone](Rect box) { draw_hint(ui, phone, box); });
    }
  } else {
    add_opening(stack, ui, asked ? "phone" : "desk", title, reason, "office.reason");
  }
  if (!asked) {
    stack.gap(22);
    const widgets::Banner calm = {.id = "office.calm", .icon = "check", .words = ui.say("office.calm"_t)};
    stack.add(widgets::banner_height(ui, calm, side.w), [&ui, calm](Rect box) { widgets::banner(ui, calm, box); });
    stack.gap(22);
    const widgets::Button other = {
        .id = "office.other", .label = ui.say("office.other"_t), .icon = "card", .type = Type::body};
    const float wide = std::min(side.w, widgets::button_width(ui, other) + 24);
    stack.add(widgets::button_height(ui, other), [&ui, &frame, other, wide](Rect box) {
      if (widgets::button(ui, other, {box.x, box.y, wide, box.h})) frame.emit(visit::UseCard{});
    });
  }
  stack.draw(side, Align::centre);

  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(34, 30);
  Stack panel(ui, in.w);
  if (!state.reference.empty() && !apart) {
    panel.text("office.say", ui.say("office.say"_t), quiet_style);
    add_reference(panel, ui, "office.reference", state.reference);
    panel.text("office.harmless", ui.say("office.harmless"_t), caption_style);
    panel.add(46, [&](Rect box) { ui.line(box.x, box.middle_y(), box.right(), box.middle_y(), Colour::line, 1); });
  } else {
    panel.text("office.where", ui.say("office.where"_t), {.type = Type::lead, .bold = true});
    panel.gap(24);
  }
  add_office(panel, ui, 24);
  if (asked) {
    Stack contact(ui, in.w);
    add_contact(contact, ui, 24);
    if (panel.height() + contact.height() <= in.h + 60) add_contact(panel, ui, 24);  // gaps give way that much
  }
  panel.draw(in, Align::centre);

  FooterParts parts;
  parts.back = false;  // the other document is the way back, and it says where it leads
  parts.primary = {.id = "office.end", .label = ui.say("office.end"_t), .icon = "check", .kind = Kind::primary};
  parts.exit = false;
  if (draw_footer(frame, parts)) frame.emit(visit::EndNow{});
}

}  // namespace sportello::screens
