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
    case visit::OfficeReason::trouble: return "office.trouble"_t;
  }
  return "office.trouble"_t;
}

}  // namespace

void draw_office_needed(Frame& frame, const visit::OfficeNeeded& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const auto [side, sheet] = two_sides(ui, {.side_when_tall = 0.45F});

  Stack stack(ui, side.w);
  stack.add(84, [&](Rect box) { widgets::icon_tile(ui, "desk", {box.x, box.y, 84, 84}, 44, 42); });
  stack.gap(20);
  stack.text("title", ui.say("office.title"_t), title_style, Role::title);
  stack.gap(14);
  stack.text("office.reason", ui.say(reason_key(state.reason)), lead_style);
  stack.gap(22);
  const widgets::Banner calm = {.id = "office.calm", .icon = "check", .words = ui.say("office.calm"_t)};
  stack.add(widgets::banner_height(ui, calm, side.w), [&](Rect box) { widgets::banner(ui, calm, box); });
  stack.gap(22);
  const widgets::Button other = {
      .id = "office.other", .label = ui.say("office.other"_t), .icon = "card", .type = Type::body};
  const float wide = std::min(side.w, widgets::button_width(ui, other) + 24);
  stack.add(widgets::button_height(ui, other), [&](Rect box) {
    if (widgets::button(ui, other, {box.x, box.y, wide, box.h})) frame.emit(visit::UseCard{});
  });
  stack.draw(side, Align::centre);

  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(34, 30);
  Stack panel(ui, in.w);
  if (!state.reference.empty()) {
    panel.text("office.say", ui.say("office.say"_t), quiet_style);
    // Long references of another service shrink before they break.
    TextStyle code = {.type = Type::ref, .bold = true, .slashed_zero = true, .line = 1.15F, .tracking = 0.04F};
    const Words reference = widgets::plain(state.reference);
    const float across = ui.measure(reference, code).w;
    if (across > in.w) code.size = ui.type(Type::ref) * in.w / across * 0.98F;
    panel.text("office.reference", reference, code);
    panel.text("office.harmless", ui.say("office.harmless"_t), caption_style);
    panel.add(46, [&](Rect box) { ui.line(box.x, box.middle_y(), box.right(), box.middle_y(), Colour::line, 1); });
  } else {
    panel.text("office.where", ui.say("office.where"_t), {.type = Type::lead, .bold = true});
    panel.gap(24);
  }
  add_office(panel, ui, 24);
  panel.draw(in, Align::centre);

  FooterParts parts;
  parts.back = false;  // the other document is the way back, and it says where it leads
  parts.primary = {.id = "office.end", .label = ui.say("office.end"_t), .icon = "check", .kind = Kind::primary};
  parts.exit = false;
  if (draw_footer(frame, parts)) frame.emit(visit::EndNow{});
}

}  // namespace sportello::screens
