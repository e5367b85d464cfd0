// Where the register is entered with SPID or the identity card: what that is, where to get it, and the way in.
#include "kiosk/screens/common.h"
#include "kiosk/screens/login_qr.h"

namespace sportello::screens {

namespace {

void draw_way_in(Ui& ui, const std::string& url, Rect sheet) {
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(30, 24);
  Stack panel(ui, in.w);
  if (url.empty()) {
    panel.text("identity.where", ui.say("help.call"_t), {.type = Type::lead, .bold = true, .line = 1.3F});
    panel.gap(22);
    add_office(panel, ui, 22);
    add_contact(panel, ui, 22);
    panel.draw(in, Align::centre);
    return;
  }
  const auto centred = [](TextStyle style) {
    style.align = Align::centre;
    return style;
  };
  panel.text("identity.login", ui.say("identity.login"_t), centred({.type = Type::lead, .bold = true, .line = 1.3F}));
  panel.gap(8);
  Stack below(ui, in.w);
  below.text("qr.login", ui.say("qr.login"_t), centred(body_style));
  below.gap(4);
  below.text("qr.safe", ui.say("qr.safe"_t), centred(caption_style));
  const float size = std::min({in.w, 320.0F, in.h - panel.height() - below.height() - 10});
  panel.add(size, [&](Rect box) {
    widgets::qr_code(ui, "qr", widgets::qr_modules(url), widgets::plain(host_of(url)),
                     {box.middle_x() - size / 2, box.y, size, size});
  });
  panel.text("qr.login", ui.say("qr.login"_t), centred(body_style));
  panel.gap(4);
  panel.text("qr.safe", ui.say("qr.safe"_t), centred(caption_style));
  panel.draw(in, Align::centre);
}

}  // namespace

void draw_digital_identity(Frame& frame, const visit::DigitalIdentity& state) {
  Ui& ui = frame.ui;
  const auto& person = *state.proved.person;
  draw_header(frame);
  const auto [side, sheet] = two_sides(ui, {.least = 400, .of_width = 0.34F, .side_when_tall = 0.6F});
  const bool only = person.access == wire::Access::digital_identity;
  Stack stack(ui, side.w);
  stack.text("title", ui.say(only ? "identity.title"_t : "identity.title_also"_t), title_style, Role::title);
  stack.gap(10);
  stack.text("identity.lead", only ? ui.say("identity.only"_t) : ui.say("identity.also"_t), lead_style);
  stack.gap(20);
  const Hint parts_of[] = {{"identity.what", "help", ui.say("identity.what"_t), ui.say("identity.what_how"_t)},
                           {"identity.spid", "phone", ui.say("identity.spid"_t), ui.say("identity.spid_how"_t)},
                           {"identity.cie", "identity", ui.say("identity.cie"_t), ui.say("identity.cie_how"_t)},
                           {"identity.help", "desk", ui.say("identity.help"_t), ui.say("identity.help_how"_t)}};
  const widgets::Button more = {
      .id = "told.more", .label = ui.say("told.more"_t), .icon_after = "next", .type = Type::body};
  for (const auto& part : parts_of) {
    stack.add(hint_height(ui, part, side.w), [&ui, part](Rect box) { draw_hint(ui, part, box); });
    stack.gap(16);
  }
  if (only) {
    const float wide = std::min(side.w, widgets::button_width(ui, more) + 24);
    stack.add(widgets::button_height(ui, more), [&ui, &frame, more, wide](Rect box) {
      if (widgets::button(ui, more, {box.x, box.y, wide, box.h})) frame.emit(visit::AnotherThing{});
    });
  }
  stack.draw(side);
  draw_way_in(ui, person.login_url, sheet);
  FooterParts parts;
  parts.back = !only;  // it comes directly after the code: behind it is nothing
  parts.exit = false;
  parts.primary = {.id = "identity.end", .label = ui.say("result.end"_t), .icon = "check", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::EndNow{});
}

}  // namespace sportello::screens
