#include "kiosk/screens/result_next.h"

#include <algorithm>

#include "kiosk/screens/login_qr.h"

namespace sportello::screens {

namespace {

struct Next {
  std::string id;
  Words words;
  bool with_qr = false;  // its square stands beside the number
};

TextKey entering(const visit::Result& state) {
  switch (state.act) {
    case wire::Act::issue: return state.asks_pin ? "result.next_enter_pin"_t : "result.next_enter"_t;
    case wire::Act::renew_pin: return state.asks_pin ? "result.next_enter_pin"_t : "result.next_nothing"_t;
    case wire::Act::remove_pin: return "result.next_enter"_t;
    case wire::Act::recover_user_code: return "result.next_nothing"_t;
    case wire::Act::reset_password:
    case wire::Act::change_password: return "result.next_password"_t;
  }
  return "result.next_enter"_t;
}

// What to take, and what to write down because it is not on paper.
TextKey taking(const visit::Result& state, OnPaper paper) {
  const bool pin = state.pin && paper != OnPaper::user_code_and_pin, password = state.password.has_value();
  if (pin && password) return "printing.next_take_both"_t;
  if (pin) return "printing.next_take_pin"_t;
  return password ? "printing.next_take_password"_t : "printing.next_take"_t;
}

std::vector<Next> steps_of(const Ui& ui, const visit::Result& state, OnPaper paper) {
  std::vector<Next> steps;
  // Who changed a password knows the user code.
  if (paper != OnPaper::nothing) {
    steps.push_back({"", ui.say(taking(state, paper))});
  } else if (state.act != wire::Act::change_password) {
    steps.push_back({"", ui.say(state.pin ? "result.next_write_pin"_t : "result.next_write"_t)});
  }
  steps.push_back(
      {"", ui.say(state.login_url.empty() ? "result.next_open"_t : "qr.login"_t), !state.login_url.empty()});
  steps.push_back({"", ui.say(entering(state))});
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i].id = "result.next." + std::to_string(i + 1);
  return steps;
}

void draw_number(Ui& ui, int number, Rect ground) {
  if (ui.contrast()) {
    ui.boxed(ground, Colour::surface, Colour::edge, ground.w / 2, 2);
  } else {
    ui.fill(ground, Colour::soft, ground.w / 2);
  }
  const float line = ui.line_height(body_style);
  ui.paint_text(widgets::plain(std::to_string(number)),
                {.colour = Colour::accent, .bold = true, .align = Align::centre},
                {ground.x, ground.middle_y() - line / 2, ground.w, line});
}

}  // namespace

namespace {

constexpr float least_square = 132, gap = 16, least_gap = 10;  // a Stack's gap comes no nearer
constexpr TextStyle head_style = {.type = Type::lead, .bold = true, .line = 1.3F};

// The number, then the words; or the number, the square, and the words, smaller where they would be higher than it.
struct Row {
  float disc = 0, room = 0, words = 0, height = 0;
  TextStyle style = body_style;
};
Row row_of(Ui& ui, const Next& step, float width, float square) {
  Row row;
  row.disc = 40 * ui.grown(Type::body);
  row.room = width - row.disc - 16 - (step.with_qr ? square + 16 : 0);
  row.words = ui.measure(step.words, row.style, row.room).h;
  if (step.with_qr && row.words > square) {
    row.style.type = Type::caption;
    row.style.line = 1.25F;
    row.words = ui.measure(step.words, row.style, row.room).h;
  }
  row.height = std::max({row.disc, row.words, step.with_qr ? square : 0.0F});
  return row;
}

float rows_height(Ui& ui, const std::vector<Next>& steps, float width, float square, float between) {
  float height = ui.measure(ui.say("result.next"_t), head_style, width).h;
  for (const auto& step : steps) height += between + row_of(ui, step, width, square).height;
  return height;
}

}  // namespace

float next_steps_height(Ui& ui, const visit::Result& state, float width, OnPaper paper) {
  return rows_height(ui, steps_of(ui, state, paper), width - 56, least_square, least_gap) + 32;
}

void draw_next_steps(Ui& ui, const visit::Result& state, Rect sheet, OnPaper paper) {
  widgets::panel(ui, sheet);
  const Rect in = sheet.inset(28, 16);
  const float line = ui.line_height(body_style);
  const auto modules = widgets::qr_modules(state.login_url);
  const auto steps = steps_of(ui, state, paper);
  // The square takes what the words leave: as large as a telephone likes, never smaller than it reads.
  const float spare = in.h - rows_height(ui, steps, in.w, least_square, gap);
  const float widest = std::max(least_square, std::min(190.0F, in.w * 0.38F));
  const float square = std::clamp(least_square + spare, least_square, widest);

  Stack stack(ui, in.w);
  stack.text("result.next", ui.say("result.next"_t), head_style);
  int index = 0;
  for (const auto& step : steps) {
    const int number = ++index;
    const Row row = row_of(ui, step, in.w, square);
    stack.gap(gap);
    stack.add(row.height, [=, &ui, &modules, &state](Rect box) {
      const float x = box.x + row.disc + 16;
      if (!step.with_qr) {
        draw_number(ui, number, {box.x, box.y + std::max(0.0F, (line - row.disc) / 2), row.disc, row.disc});
        ui.text(step.id, step.words, row.style,
                {x, box.y + std::max(0.0F, (row.disc - line) / 2), row.room, row.words});
        return;
      }
      draw_number(ui, number, {box.x, box.middle_y() - row.disc / 2, row.disc, row.disc});
      widgets::qr_code(ui, "qr", modules, widgets::plain(host_of(state.login_url)),
                       {x, box.middle_y() - square / 2, square, square});
      ui.text(step.id, step.words, row.style, {x + square + 16, box.middle_y() - row.words / 2, row.room, row.words});
    });
  }
  stack.draw(in, Align::centre);
}

}  // namespace sportello::screens
