#include "kiosk/screens/code_page.h"

#include <algorithm>

namespace sportello::screens {

namespace {

using namespace std::chrono_literals;

// A message that has not come after this long will hardly come: say what may be the matter.
constexpr auto late_after = 60s;

void draw_keypad(Frame& frame, Rect box, bool awake) {
  Ui& ui = frame.ui;
  const widgets::LeftToRight keep{ui, box};
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

void draw_cells(Frame& frame, const visit::CodeCells& state, Rect box) {
  Ui& ui = frame.ui;
  const widgets::LeftToRight keep{ui, box};
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
std::optional<widgets::Banner> message(const Frame& frame, const visit::CodeCells& state, const Words& late,
                                       bool may_go_back) {
  const Ui& ui = frame.ui;
  const Asking asking = {.id = "code.message",
                         .lost = state.lost.has_value(),
                         .doing = state.checking ? ui.say("code.checking"_t) : ui.say("code.sending"_t),
                         .broken = ui.say("code.line_lost"_t),
                         .may_go_back = may_go_back};
  if (auto said = notice(frame, asking)) return said;
  if (state.pending) return std::nullopt;
  if (state.problem) {
    switch (*state.problem) {
      case visit::CodeEntryProblem::wrong:
        return widgets::Banner{"code.message", Tone::err, "warn", ui.say_count("code.wrong"_t, state.tries_left)};
      case visit::CodeEntryProblem::expired:
        return widgets::Banner{"code.message", Tone::warn, "clock", ui.say("code.expired"_t)};
      case visit::CodeEntryProblem::tries_spent:
        return widgets::Banner{"code.message", Tone::warn, "warn", ui.say("code.tries_spent"_t)};
    }
  }
  if (frame.now >= state.sent + late_after) {
    return widgets::Banner{"code.message", Tone::info, "help", late};
  }
  if (state.sent_again) return widgets::Banner{"code.message", Tone::ok, "check", ui.say("code.sent_again"_t)};
  return std::nullopt;
}

Words time_left(const Frame& frame, const visit::CodeCells& state) {
  const Ui& ui = frame.ui;
  const auto left = whole_seconds_left(frame.now, state.expires);
  const bool over = left <= 0s || state.problem == visit::CodeEntryProblem::tries_spent;
  return over ? ui.say("code.over"_t) : ui.say("code.left"_t, {{"time", in_words(ui, left)}});
}

float time_room(const Ui& ui, float width) { return width - 30 * ui.grown(Type::body) - 14; }

// With the longest time: the line must not grow while the seconds pass.
Words longest_time(const Ui& ui) { return ui.say("code.left"_t, {{"time", in_words(ui, 4min + 58s)}}); }

float time_left_height(Frame& frame, const visit::CodeCells& state, const TextStyle& style, float width) {
  Ui& ui = frame.ui;
  const float room = time_room(ui, width);
  return std::max(ui.measure(time_left(frame, state), style, room).h, ui.measure(longest_time(ui), style, room).h) +
         16;
}

void draw_time_left(Frame& frame, const visit::CodeCells& state, const TextStyle& style, Rect box) {
  Ui& ui = frame.ui;
  const auto left = whole_seconds_left(frame.now, state.expires);
  const auto whole = std::max<visit::Duration>(state.expires - state.sent, 1s);
  const float sign = 30 * ui.grown(Type::body), x = box.x + sign + 14, width = time_room(ui, box.w);
  const bool over = left <= 0s || state.problem == visit::CodeEntryProblem::tries_spent;
  const Words words = time_left(frame, state);
  const float line = ui.measure(words, style, width).h;
  ui.icon("clock", {box.x, box.middle_y() - sign / 2, sign, sign}, Colour::accent);
  ui.text("code.time", words, style, {x, box.y, width, line});
  const Rect bar = {x, box.y + line + 8, width, 8};
  ui.boxed(bar, Colour::surface, Colour::edge, 4, 1);
  const float share = over ? 0 : std::min(1.0F, static_cast<float>(left.count()) / static_cast<float>(whole.count()));
  if (share > 0.01F) ui.fill({bar.x, bar.y, bar.w * share, bar.h}, Colour::mark, 4);
  ui.note({"code.bar", "", Role::progress, bar});
  if (!over) ui.redraw_within((state.expires - frame.now) % 1000 + 1ms);
}

widgets::Button resend_button(const Frame& frame, const visit::CodeCells& state) {
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

// Of its type, or smaller, down to what buttons and banners go down to.
TextStyle fitted(Ui& ui, const Words& words, TextStyle style, float width, float height) {
  const float least = ui.type(Type::caption) * 0.72F;
  for (style.size = ui.type(style.type); style.size > least; style.size -= 1) {
    const auto size = ui.measure(words, style, width);
    if (size.h <= height && size.w <= width + 1) break;
  }
  return style;
}

// The two ways out when no code comes: beside each other, each as wide as its words ask; one under the other where
// words are large, or too long for a line.
struct Ways {
  widgets::Button resend, other;
  bool stacked = false, in_a_line = true;
  float each = 0, first = 0;

  Ways(Frame& frame, const CodePage& page, float width, bool stacked)
      : resend(resend_button(frame, page.cells)), other(page.other), stacked(stacked) {
    Ui& ui = frame.ui;
    other.enabled = !page.cells.pending;
    other.type = Type::body;
    each = widgets::button_height(ui, resend);
    if (stacked) return;
    // Larger words need two lines.
    if (ui.comfort().size != visit::TextSize::normal) {
      each = std::max(each, 2 * ui.line_height({.type = Type::body, .line = 1.2F}) + 10);
    }
    // The label changes with the seconds: the width is that of the longest.
    widgets::Button longest = resend;
    float asked = 0;
    for (const auto& label :
         {ui.say("code.resend"_t), ui.say("code.resend_in"_t, {{"n", "28"}}), ui.say("code.no_more"_t)}) {
      longest.label = label;
      asked = std::max(asked, widgets::button_width(ui, longest));
    }
    const float room = width - 12, also = widgets::button_width(ui, other);
    in_a_line = asked + also - 4 * 10 <= room;  // nearer to their edges than they like
    first = std::clamp(room * asked / (asked + also), room * 0.35F, room * 0.65F);
  }
  [[nodiscard]] float height() const { return stacked ? 2 * each + 14 : each; }
  void draw(Frame& frame, const CodePage& page, Rect box) const {
    const Rect one = {box.x, box.y, stacked ? box.w : first, each};
    const Rect two = stacked ? Rect{box.x, box.bottom() - each, box.w, each}
                             : Rect{one.right() + 12, box.y, box.w - first - 12, each};
    if (widgets::button(frame.ui, resend, one)) frame.emit(visit::Resend{});
    if (widgets::button(frame.ui, other, two) && !frame.event) frame.event = page.other_means;
  }
};

constexpr float cells_high = 100;

// Everything under each other, the message last.
void draw_roomy(Frame& frame, const CodePage& page, const Ways& ways, float message_h, bool titled, Rect side) {
  Ui& ui = frame.ui;
  const auto said = message(frame, page.cells, page.late, page.may_go_back);
  Stack stack(ui, side.w);
  if (titled) {
    stack.text("title", page.title, title_style, Role::title);
    stack.gap(18);
  }
  stack.text("code.sent", page.sent, lead_style);
  stack.gap(24);
  stack.add(cells_high, [&](Rect box) { draw_cells(frame, page.cells, box); });
  stack.gap(24);
  stack.add(time_left_height(frame, page.cells, body_style, side.w),
            [&](Rect box) { draw_time_left(frame, page.cells, body_style, box); });
  stack.gap(28);
  stack.add(ways.height(), [&](Rect box) { ways.draw(frame, page, box); });
  stack.gap(20);
  // Its room is kept when there is nothing to say, so that nothing moves when there is.
  stack.add(message_h, [&](Rect box) {
    if (said) widgets::banner(ui, *said, {box.x, box.y, box.w, widgets::banner_height(ui, *said, box.w)});
  });
  stack.draw(side, ui.portrait() ? Align::end : Align::centre);
}

// Where that has no room, a message stands in the place of where the code went, and of the time left when it needs
// that too: the cells and the way on never leave the page.
void draw_tight(Frame& frame, const CodePage& page, Ways ways, float message_h, bool titled, Rect side) {
  Ui& ui = frame.ui;
  const auto& state = page.cells;
  const float gap = 12, cells_h = ui.portrait() ? cells_high : 88;
  if (!ui.portrait()) ways.each = std::min(ways.each, 84.0F);
  const float title_h = titled ? ui.measure(page.title, title_style, side.w).h + gap : 0;
  const float others = title_h + gap + cells_h + gap + ways.height();
  TextStyle time =
      fitted(ui, longest_time(ui), body_style, time_room(ui, side.w), ui.line_height(body_style));  // one line
  float time_h = time_left_height(frame, state, time, side.w);
  const float natural = std::max(ui.measure(page.sent, lead_style, side.w).h, message_h) + gap + time_h;
  const float region = std::min(natural, side.h - others);
  // Where the code went is the more needed of the two.
  const TextStyle sent = fitted(ui, page.sent, lead_style, side.w, region - time_h - gap);
  const float sent_h = ui.measure(page.sent, sent, side.w).h;
  if (sent_h > region - time_h - gap) {
    time.size = std::max(ui.type(Type::caption) * 0.72F, time.size * (region - gap - sent_h) / time_h);
    time_h = time_left_height(frame, state, time, side.w);
  }
  float y = side.y + (side.h - others - region) * (ui.portrait() ? 1.0F : 0.5F);
  if (titled) ui.text("title", page.title, title_style, {side.x, y, side.w, title_h - gap}, Role::title);
  y += title_h;
  const float first = region - time_h - gap;
  bool timed = true;
  if (const auto said = message(frame, state, page.late, page.may_go_back)) {
    auto banner = widgets::fitted_banner(ui, *said, side.w, first);
    timed = banner.size >= ui.type(Type::caption) * 0.85F;
    if (!timed) banner = widgets::fitted_banner(ui, *said, side.w, region);
    const float room = timed ? first : region;
    const float high = std::min(room, widgets::banner_height(ui, banner, side.w));
    widgets::banner(ui, banner, {side.x, y + room - high, side.w, high});
  } else {
    ui.text("code.sent", page.sent, sent, {side.x, y + first - sent_h, side.w, sent_h});
  }
  y += region;
  if (timed) draw_time_left(frame, state, time, {side.x, y - time_h, side.w, time_h});
  y += gap;
  draw_cells(frame, state, {side.x, y, side.w, cells_h});
  y += cells_h + gap;
  ways.draw(frame, page, {side.x, y, side.w, ways.height()});
}

}  // namespace

void draw_code_page(Frame& frame, const CodePage& page) {
  Ui& ui = frame.ui;
  const auto& state = page.cells;
  // With large words in a wide window the title stands in the header.
  const bool tall = ui.portrait(), compact = ui.turns_pages() && !tall;
  draw_header(frame, compact ? page.title : Words{});
  const Rect area = widgets::content(ui);
  const float pad_w = tall ? std::min(area.w, 640.0F) : std::min(area.w * 0.371F, 520.0F);
  const float pad_h = std::min(area.h, tall ? 640.0F : 490.0F);
  const Rect pad = tall ? Rect{area.middle_x() - pad_w / 2, area.bottom() - pad_h, pad_w, pad_h}
                        : Rect{area.right() - pad_w, area.y + (area.h - pad_h) / 2, pad_w, pad_h};
  const Rect side =
      tall ? Rect{area.x, area.y, area.w, pad.y - 30 - area.y} : Rect{area.x, area.y, area.w - pad_w - 72, area.h};

  Ways ways(frame, page, side.w, ui.turns_pages());
  float message_h = 0;
  for (const auto& words : {page.late, ui.say("identifying.slow"_t), ui.say_count("code.wrong"_t, 2)}) {
    message_h = std::max(message_h, widgets::banner_height(ui, {.id = "", .words = words}, side.w));
  }
  if (const auto said = message(frame, state, page.late, page.may_go_back)) {
    message_h = std::max(message_h, widgets::banner_height(ui, *said, side.w));
  }
  float whole = ui.measure(page.sent, lead_style, side.w).h + cells_high +
                time_left_height(frame, state, body_style, side.w) + ways.height() + message_h + 40;
  if (!compact) whole += ui.measure(page.title, title_style, side.w).h + 10;
  if (const Ways under(frame, page, side.w, true);
      !ways.in_a_line && whole + under.height() - ways.height() <= side.h) {
    whole += under.height() - ways.height();
    ways = under;
  }
  if (whole <= side.h) {
    draw_roomy(frame, page, ways, message_h, !compact, side);
  } else {
    draw_tight(frame, page, ways, message_h, !compact, side);
  }

  const bool dead = state.problem && *state.problem != visit::CodeEntryProblem::wrong;
  const bool awake = !state.pending && !dead && frame.now < state.expires;
  draw_keypad(frame, pad, awake);
  FooterParts parts;
  parts.back = page.may_go_back;
  parts.primary = {.id = "code.confirm",
                   .label = ui.say("code.confirm"_t),
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  keep_drawing(frame);
  if (frame.now < state.sent + late_after) {
    ui.redraw_within(std::chrono::ceil<std::chrono::milliseconds>(state.sent + late_after - frame.now));
  }
}

}  // namespace sportello::screens
