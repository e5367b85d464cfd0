// The six digits of the SMS. Eyes go phone, cells, keypad; the time left is calm and in words.
#include <array>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

using namespace std::chrono_literals;

// A message that has not come after this long will hardly come: say what may be the matter.
constexpr auto late_after = 60s;

void draw_keypad(Frame& frame, Rect box, bool awake) {
  Ui& ui = frame.ui;
  const float gap = 14, w = (box.w - 2 * gap) / 3, h = (box.h - 3 * gap) / 4;
  for (int i = 0; i < 10; ++i) {
    const int digit = (i + 1) % 10;
    const int column = digit == 0 ? 1 : i % 3, row = digit == 0 ? 3 : i / 3;
    const Rect key = {box.x + static_cast<float>(column) * (w + gap), box.y + static_cast<float>(row) * (h + gap), w,
                      h};
    const auto name = std::to_string(digit);
    if (widgets::key(ui, {.id = "key." + name, .label = widgets::plain(name), .enabled = awake, .big = true}, key)) {
      frame.emit(visit::Key{visit::SecretText{name}});
    }
  }
  const Rect erase = {box.x + 2 * (w + gap), box.y + 3 * (h + gap), w, h};
  if (widgets::key(ui,
                   {.id = "key.erase",
                    .label = ui.say("code.erase"_t),
                    .icon = "erase",
                    .word = true,
                    .enabled = awake,
                    .big = true,
                    .under = true},
                   erase)) {
    frame.emit(visit::Erase{});
  }
}

void draw_cells(Frame& frame, const visit::CodeEntry& state, Rect box) {
  Ui& ui = frame.ui;
  const auto typed = state.typed.reveal();
  const int count = static_cast<int>(visit::limits::code_length);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    auto look = widgets::CellState::plain;
    if (at == typed.size() && !state.pending) look = widgets::CellState::now;
    if (state.problem && typed.empty()) look = widgets::CellState::wrong;
    widgets::cell(ui, "code.cell." + std::to_string(i + 1), at < typed.size() ? typed.substr(at, 1) : "", look,
                  ui.type(Type::cell), column(box, i, count, 12));
  }
}

// What there is to say about this code, the most important first; nothing most of the time.
std::optional<widgets::Banner> message(const Frame& frame, const visit::CodeEntry& state) {
  const Ui& ui = frame.ui;
  if (visit::waiting(frame.visit, frame.now) != visit::Waiting::no) {
    return widgets::Banner{"code.message", Tone::info, "clock",
                           state.checking ? ui.say("code.checking"_t) : ui.say("code.sending"_t)};
  }
  if (state.pending) return std::nullopt;
  if (state.lost) return widgets::Banner{"code.message", Tone::warn, "offline", ui.say("code.line_lost"_t)};
  if (state.problem) {
    switch (*state.problem) {
      case visit::CodeEntryProblem::wrong:
        return widgets::Banner{"code.message", Tone::err, "warn",
                               state.tries_left == 1
                                   ? ui.say("code.wrong_one"_t)
                                   : ui.say("code.wrong"_t, {{"n", std::to_string(state.tries_left)}})};
      case visit::CodeEntryProblem::expired:
        return widgets::Banner{"code.message", Tone::warn, "clock", ui.say("code.expired"_t)};
      case visit::CodeEntryProblem::tries_spent:
        return widgets::Banner{"code.message", Tone::warn, "warn", ui.say("code.tries_spent"_t)};
    }
  }
  if (frame.now >= state.sent + late_after) {
    return widgets::Banner{"code.message", Tone::info, "help", ui.say("code.late"_t)};
  }
  if (state.sent_again) return widgets::Banner{"code.message", Tone::ok, "check", ui.say("code.sent_again"_t)};
  return std::nullopt;
}

void draw_time_left(Frame& frame, const visit::CodeEntry& state, Rect box) {
  Ui& ui = frame.ui;
  const auto left = whole_seconds_left(frame.now, state.expires);
  const auto whole = std::max<visit::Duration>(state.expires - state.sent, 1s);
  const float sign = 30 * ui.grown(Type::body), x = box.x + sign + 14, width = box.w - sign - 14;
  const bool over = left <= 0s || state.problem == visit::CodeEntryProblem::tries_spent;
  const Words words = over ? ui.say("code.over"_t) : ui.say("code.left"_t, {{"time", in_words(ui, left)}});
  const float line = ui.measure(words, body_style, width).h;
  ui.icon("clock", {box.x, box.middle_y() - sign / 2, sign, sign}, Colour::accent);
  ui.text("code.time", words, body_style, {x, box.y, width, line});
  const Rect bar = {x, box.y + line + 8, width, 8};
  ui.boxed(bar, Colour::surface, Colour::edge, 4, 1);
  const float share = over ? 0 : std::min(1.0F, static_cast<float>(left.count()) / static_cast<float>(whole.count()));
  if (share > 0.01F) ui.fill({bar.x, bar.y, bar.w * share, bar.h}, Colour::mark, 4);
  ui.note({"code.bar", "", Role::progress, bar});
  if (!over) ui.redraw_within((state.expires - frame.now) % 1000 + 1ms);
}

widgets::Button resend_button(const Frame& frame, const visit::CodeEntry& state) {
  const Ui& ui = frame.ui;
  widgets::Button resend = {
      .id = "code.resend", .label = ui.say("code.resend"_t), .icon = "again", .type = Type::body};
  if (state.sends_left == 0) {
    resend.label = ui.say("code.no_more"_t);
    resend.enabled = false;
  } else if (frame.now < state.resend_from) {
    const auto left =
        std::chrono::duration_cast<std::chrono::seconds>(whole_seconds_left(frame.now, state.resend_from));
    resend.label = ui.say("code.resend_in"_t, {{"n", std::to_string(left.count())}});
    resend.enabled = false;
  }
  if (state.pending) resend.enabled = false;
  return resend;
}

}  // namespace

void draw_code_entry(Frame& frame, const visit::CodeEntry& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const bool tall = ui.portrait();
  const float pad_w = tall ? std::min(area.w, 640.0F) : std::min(area.w * 0.371F, 520.0F);
  const float pad_h = std::min(area.h, tall ? 640.0F : 490.0F);
  const Rect pad = tall ? Rect{area.middle_x() - pad_w / 2, area.bottom() - pad_h, pad_w, pad_h}
                        : Rect{area.right() - pad_w, area.y + (area.h - pad_h) / 2, pad_w, pad_h};
  const Rect side =
      tall ? Rect{area.x, area.y, area.w, pad.y - 30 - area.y} : Rect{area.x, area.y, area.w - pad_w - 72, area.h};

  Stack stack(ui, side.w);
  stack.text("title", ui.say("code.title"_t), title_style, Role::title);
  stack.gap(18);
  stack.text("code.sent", ui.say("code.sent"_t, {{"digits", state.phone_hint}}), lead_style);
  stack.gap(24);
  stack.add(100, [&](Rect box) { draw_cells(frame, state, box); });
  stack.gap(24);
  stack.add(ui.type(Type::body) * 1.36F + 16, [&](Rect box) { draw_time_left(frame, state, box); });
  stack.gap(28);
  const auto resend = resend_button(frame, state);
  const widgets::Button other = {.id = "code.not_mine",
                                 .label = ui.say("code.not_mine"_t),
                                 .icon = "phone",
                                 .enabled = !state.pending,
                                 .type = Type::body};
  // Larger words need two lines.
  const float two_lines = ui.comfort().size == visit::TextSize::normal ? 0 : 2 * ui.type(Type::body) * 1.2F + 10;
  stack.add(std::max(widgets::button_height(ui, resend), two_lines), [&](Rect box) {
    const float first = (box.w - 12) * 0.53F;
    if (widgets::button(ui, resend, {box.x, box.y, first, box.h})) frame.emit(visit::Resend{});
    if (widgets::button(ui, other, {box.x + first + 12, box.y, box.w - first - 12, box.h})) {
      frame.emit(visit::NotMyNumber{});
    }
  });
  stack.gap(20);
  // Its room is kept when there is nothing to say, so that nothing moves when there is.
  const auto said = message(frame, state);
  const widgets::Banner longest = {.id = "", .words = ui.say("code.late"_t)};
  const float room =
      std::max(said ? widgets::banner_height(ui, *said, side.w) : 0, widgets::banner_height(ui, longest, side.w));
  stack.add(room, [&](Rect box) {
    if (said) widgets::banner(ui, *said, {box.x, box.y, box.w, widgets::banner_height(ui, *said, box.w)});
  });
  stack.draw(side, Align::centre);

  const bool dead = state.problem && *state.problem != visit::CodeEntryProblem::wrong;
  const bool awake = !state.pending && !dead && frame.now < state.expires;
  draw_keypad(frame, pad, awake);
  FooterParts parts;
  parts.primary = {.id = "code.confirm",
                   .label = ui.say("code.confirm"_t),
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  if (state.pending) ui.redraw_within(100ms);
  if (frame.now < state.sent + late_after) {
    ui.redraw_within(std::chrono::ceil<std::chrono::milliseconds>(state.sent + late_after - frame.now));
  }
}

}  // namespace sportello::screens
