// What the guardian takes home: the user code, large enough to copy or photograph; the PIN, covered.
#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

TextKey title_of(wire::Act act) {
  switch (act) {
    case wire::Act::issue: return "result.issue"_t;
    case wire::Act::reset_password: return "result.reset_password"_t;
    default: return "result.issue"_t;
  }
}

// Five dots, however long the PIN is.
constexpr std::string_view covered = "•••••";

float line_of(const Ui& ui) { return ui.type(Type::body) * 1.36F; }

// As large as it fits: a user code must not break.
TextStyle code_style(Ui& ui, std::string_view code, float width) {
  TextStyle style = {.type = Type::code, .bold = true, .slashed_zero = true, .line = 1.1F, .tracking = 0.06F};
  const float wide = ui.secret_width(code, style);
  if (wide > width) style.size = ui.type(Type::code) * width / wide * 0.99F;
  return style;
}

void draw_sheet(Frame& frame, const visit::Result& state, Rect sheet) {
  Ui& ui = frame.ui;
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(30, 26);
  const auto rule = [&](Rect box) { ui.line(box.x, box.middle_y(), box.right(), box.middle_y(), Colour::line, 1); };
  Stack stack(ui, in.w);
  stack.text("result.user_code.label", ui.say("result.user_code"_t), quiet_style);
  const TextStyle code = code_style(ui, state.user_code.reveal(), in.w);
  const float code_h = (code.size > 0 ? code.size : ui.type(Type::code)) * 1.15F;
  stack.add(code_h, [&ui, &state, code](Rect box) { ui.secret("result.user_code", state.user_code, code, box); });
  stack.grow();
  if (state.pin) {
    stack.add(24, rule);
    stack.grow();
    const bool shown = state.pin_hides && frame.now < *state.pin_hides;
    const widgets::Button show = {.id = "result.show_pin",
                                  .label = shown ? ui.say("result.hide_pin"_t) : ui.say("result.show_pin"_t),
                                  .icon = "eye"};
    const widgets::Button other = {.label = shown ? ui.say("result.show_pin"_t) : ui.say("result.hide_pin"_t),
                                   .icon = "eye"};
    const float wide = std::max(widgets::button_width(ui, show), widgets::button_width(ui, other));
    const float pin_size = 44 * ui.grown(Type::body), tall = line_of(ui) + pin_size * 1.3F;
    stack.add(std::max(tall, 64.0F), [=, &ui, &frame, &state](Rect box) {
      ui.text("result.pin.label", ui.say("result.pin"_t), quiet_style,
              {box.x, box.y, box.w - wide - 24, line_of(ui)});
      const TextStyle style = {.bold = true, .slashed_zero = true, .tracking = 0.24F, .size = pin_size};
      const Rect at = {box.x, box.y + line_of(ui), box.w - wide - 24, pin_size * 1.3F};
      ui.secret("result.pin", shown ? *state.pin : visit::SecretText{covered}, style, at);
      const float high = widgets::button_height(ui, show);
      if (widgets::button(ui, show, {box.right() - wide, box.middle_y() - high / 2, wide, high})) {
        frame.emit(visit::ShowPin{});
      }
    });
    stack.grow();
  }
  stack.add(24, rule);
  stack.grow();
  stack.text("result.password.label", ui.say("result.password"_t), quiet_style);
  stack.text("result.password", ui.say("result.chosen"_t), body_style);
  stack.draw(in);
}

void draw_next(Ui& ui, const visit::Result& state, Rect sheet) {
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(28, 16);
  const TextStyle number = {.bold = true, .align = Align::centre};
  const std::array steps = {
      std::pair{"result.next.1", ui.say(state.pin ? "result.next_write_pin"_t : "result.next_write"_t)},
      std::pair{"result.next.2", ui.say("result.next_open"_t)},
      std::pair{"result.next.3", ui.say("result.next_enter"_t)}};
  Stack stack(ui, in.w);
  stack.text("result.next", ui.say("result.next"_t), {.type = Type::lead, .bold = true, .line = 1.3F});
  stack.gap(20);
  const float disc = 40 * ui.grown(Type::body), room = in.w - disc - 16;
  int index = 0;
  for (const auto& [id, words] : steps) {
    ++index;
    const float high = std::max(disc, ui.measure(words, body_style, room).h);
    stack.add(high, [=, &ui, id = std::string(id), words = words](Rect box) {
      const float line = line_of(ui), text = ui.measure(words, body_style, room).h;
      const Rect ground = {box.x, box.y + std::min(0.0F, (line - disc) / 2) + std::max(0.0F, (disc - line) / 2), disc,
                           disc};
      if (ui.contrast()) {
        ui.boxed(ground, Colour::surface, Colour::edge, disc / 2, 2);
      } else {
        ui.fill(ground, Colour::soft, disc / 2);
      }
      TextStyle style = number;
      style.colour = Colour::accent;
      ui.paint_text(widgets::plain(std::to_string(index)), style,
                    {ground.x, ground.middle_y() - line / 2, disc, line});
      ui.text(id, words, body_style, {box.x + disc + 16, box.y + std::max(0.0F, (disc - line) / 2), room, text});
    });
    stack.gap(18);
  }
  stack.draw(in, Align::centre);
}

}  // namespace

void draw_result(Frame& frame, const visit::Result& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const float disc = 52 * ui.grown(Type::title);
  const Words title = ui.say(title_of(state.act), {{"name", state.given_name}});
  const float room = area.w - disc - 18, title_h = ui.measure(title, title_style, room).h;
  const float top = std::max(disc, title_h);
  widgets::tick(ui, true, {area.x, area.y + (top - disc) / 2, disc, disc});
  ui.text("title", title, title_style, {area.x + disc + 18, area.y + (top - title_h) / 2, room, title_h},
          Role::title);

  const bool tall = ui.portrait();
  const Rect rest = {area.x, area.y + top + 22, area.w, area.bottom() - area.y - top - 22};
  const float side_w =
      tall ? rest.w : std::max(430.0F, rest.w * (ui.comfort().size == visit::TextSize::normal ? 0.356F : 0.42F));
  const Rect sheet =
      tall ? Rect{rest.x, rest.y, rest.w, rest.h * 0.5F} : Rect{rest.x, rest.y, rest.w - side_w - 24, rest.h};
  Rect side = tall ? Rect{rest.x, sheet.bottom() + 24, rest.w, rest.bottom() - sheet.bottom() - 24}
                   : Rect{rest.right() - side_w, rest.y, side_w, rest.h};
  draw_sheet(frame, state, sheet);
  if (!state.confirmation_hint.empty()) {
    const widgets::Banner confirmed = {.id = "result.confirmed",
                                       .tone = Tone::ok,
                                       .icon = "phone",
                                       .words = ui.say("result.confirmed"_t, {{"digits", state.confirmation_hint}})};
    const float high = widgets::banner_height(ui, confirmed, side.w);
    widgets::banner(ui, confirmed, {side.x, side.bottom() - high, side.w, high});
    side.h -= high + 18;
  }
  draw_next(ui, state, side);

  FooterParts parts;
  parts.back = parts.exit = false;
  parts.primary = {.id = "result.end", .label = ui.say("result.end"_t), .icon = "check", .kind = Kind::primary};
  if (draw_footer(frame, parts)) frame.emit(visit::EndNow{});
}

}  // namespace sportello::screens
