// The password: its rules become ticks while it is typed, so that no one is refused afterwards.
#include <algorithm>
#include <array>

#include "kiosk/screens/common.h"
#include "kiosk/widgets/secret_glyphs.h"

namespace sportello::screens {

namespace {

using wire::PasswordRule;
using namespace std::chrono_literals;

bool holds(const std::vector<PasswordRule>& rules, PasswordRule rule) {
  return std::ranges::find(rules, rule) != rules.end();
}

struct Line {
  PasswordRule rule;
  Words words;
};

std::vector<Line> checklist(const Ui& ui, const wire::PasswordPolicy& policy) {
  std::vector<Line> lines;
  lines.push_back(
      {PasswordRule::length, ui.say("password.rule_length"_t, {{"n", std::to_string(policy.min_length)}})});
  if (policy.lower) lines.push_back({PasswordRule::lower, ui.say("password.rule_lower"_t)});
  if (policy.upper) lines.push_back({PasswordRule::upper, ui.say("password.rule_upper"_t)});
  if (policy.digit) lines.push_back({PasswordRule::digit, ui.say("password.rule_digit"_t)});
  if (policy.symbol) lines.push_back({PasswordRule::symbol, ui.say("password.rule_symbol"_t)});
  return lines;
}

struct Advice {
  Tone tone;
  std::string_view icon;
  Words words;
};

// The one thing to do next. Kinds of characters come before their number: they bring the number along.
Advice advice(const Frame& frame, const visit::ChoosePassword& state, const std::vector<PasswordRule>& unmet) {
  const Ui& ui = frame.ui;
  if (state.pending && visit::waiting(frame.visit, frame.now) != visit::Waiting::no) {
    return {Tone::info, "clock", ui.say("password.saving"_t)};
  }
  if (state.lost) return {Tone::warn, "offline", ui.say("password.line_lost"_t)};
  if (holds(state.refused, PasswordRule::common)) return {Tone::err, "warn", ui.say("password.common"_t)};
  if (holds(state.refused, PasswordRule::personal)) return {Tone::err, "warn", ui.say("password.personal"_t)};
  if (state.typed.empty()) return {Tone::info, "key", ui.say("password.start"_t)};
  if (holds(unmet, PasswordRule::too_long)) return {Tone::warn, "warn", ui.say("password.too_long"_t)};
  if (holds(unmet, PasswordRule::lower)) return {Tone::warn, "warn", ui.say("password.need_lower"_t)};
  if (holds(unmet, PasswordRule::upper)) return {Tone::warn, "warn", ui.say("password.need_upper"_t)};
  if (holds(unmet, PasswordRule::digit)) return {Tone::warn, "warn", ui.say("password.need_digit"_t)};
  if (holds(unmet, PasswordRule::symbol)) return {Tone::warn, "warn", ui.say("password.need_symbol"_t)};
  if (holds(unmet, PasswordRule::length)) {
    const auto typed = static_cast<int>(widgets::count_characters(state.typed.reveal()));
    const int missing = state.proved.person->policy.min_length - typed;
    return {Tone::warn, "warn",
            missing == 1 ? ui.say("password.need_length_one"_t)
                         : ui.say("password.need_length"_t, {{"n", std::to_string(missing)}})};
  }
  return {Tone::ok, "check", ui.say("password.good"_t)};
}

// Dots, the last character for a moment, or all of it when asked; a long one shows its end.
void draw_field(Ui& ui, const visit::ChoosePassword& state, Rect box) {
  ui.boxed(box, Colour::surface, Colour::mark, ui.measure(Measure::radius_button), ui.measure(Measure::strong));
  const TextStyle style = {.bold = true, .slashed_zero = true, .tracking = state.shown ? 0.06F : 0.14F, .size = 36};
  const auto text = state.typed.reveal();
  // What is drawn lives in wiped memory, like the password itself.
  visit::SecretText shown = state.typed;
  if (!state.shown) {
    const auto count = widgets::count_characters(text);
    std::string dots;
    const auto covered = state.last_shown && count > 0 ? count - 1 : count;
    for (std::size_t i = 0; i < covered; ++i) dots += "•";
    shown = visit::SecretText{dots};
    if (state.last_shown && count > 0) {
      std::size_t at = 0;
      for (std::size_t i = 0; i + 1 < count; ++i) widgets::next_character(text, at);
      shown = shown.appended(text.substr(at));
    }
  }
  const float room = box.w - 40 - 11;
  while (!shown.empty() && ui.secret_width(shown.reveal(), style) > room) {
    std::size_t first = 0;
    widgets::next_character(shown.reveal(), first);
    shown = visit::SecretText{shown.reveal().substr(first)};
  }
  const float width = ui.secret_width(shown.reveal(), style);
  ui.paint_secret(shown.reveal(), style, {box.x + 20, box.y, width, box.h});
  ui.fill({box.x + 20 + width + 3, box.middle_y() - 18, 3, 36}, Colour::mark);
  const auto label = widgets::flat(ui.say("password.field"_t)) + (state.typed.empty() ? "" : " ‹secret›");
  ui.note({"password.field", label, Role::cell, box, true, false, true});
}

struct Wanted {
  bool lower = false, upper = false, digit = false, symbol = false;
  [[nodiscard]] bool of(char c) const {
    if (c >= 'a' && c <= 'z') return lower;
    if (c >= 'A' && c <= 'Z') return upper;
    if (c >= '0' && c <= '9') return digit;
    return symbol;
  }
};

void draw_row(Frame& frame, const visit::ChoosePassword& state, const Wanted& wanted, std::string_view characters,
              Rect box) {
  Ui& ui = frame.ui;
  const float gap = ui.measure(Measure::touch_gap);
  const auto count = static_cast<int>(characters.size());
  for (int i = 0; i < count; ++i) {
    const char c = characters[static_cast<std::size_t>(i)];
    const std::string name(1, c);
    if (widgets::key(ui,
                     {.id = "key." + name,
                      .label = widgets::plain(name),
                      .enabled = !state.pending,
                      .wanted = wanted.of(c),
                      .hidden = !state.shown},
                     column(box, i, count, gap))) {
      frame.emit(visit::Key{visit::SecretText{name}});
    }
  }
}

void draw_keyboard(Frame& frame, const visit::ChoosePassword& state, const Wanted& wanted, Rect box) {
  Ui& ui = frame.ui;
  const float gap = ui.measure(Measure::touch_gap), tall = (box.h - 4 * gap) / 5;
  const auto row = [&](int index, float inset) {
    return Rect{box.x + inset, box.y + static_cast<float>(index) * (tall + gap), box.w - 2 * inset, tall};
  };
  std::array<std::string_view, 3> letters;
  switch (state.keys) {
    case visit::Keys::lower: letters = {"qwertyuiop", "asdfghjkl", "zxcvbnm"}; break;
    case visit::Keys::upper: letters = {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"}; break;
    case visit::Keys::symbols: letters = {"#$%*+=/\\~^", "()[]{}<>|", "\"',:;`"}; break;
  }
  const float side = std::max(170.0F, box.w * 0.1407F) * std::min(ui.grown(Type::caption), 1.25F);
  draw_row(frame, state, wanted, "1234567890", row(0, 0));
  draw_row(frame, state, wanted, letters[0], row(1, 0));
  draw_row(frame, state, wanted, letters[1], row(2, box.w * 0.0497F));
  draw_row(frame, state, wanted, letters[2], row(3, side + gap));
  draw_row(frame, state, wanted, "!?-_.@&", row(4, side + gap));

  const auto word = [&](const std::string& id, TextKey label, std::string_view icon, int line, bool end, bool on) {
    const Rect whole = row(line, 0);
    return widgets::key(ui,
                        {.id = id,
                         .label = ui.say(label),
                         .icon = icon,
                         .word = true,
                         .enabled = !state.pending,
                         // The way to the wanted letters, when they are not in sight.
                         .wanted = (id == "key.upper" && wanted.upper && state.keys != visit::Keys::upper) ||
                                   (id == "key.symbols" && wanted.lower && state.keys == visit::Keys::symbols),
                         .held_on = on && !(id == "key.symbols" && wanted.lower)},
                        {end ? whole.right() - side : whole.x, whole.y, side, whole.h});
  };
  const bool upper = state.keys == visit::Keys::upper, symbols = state.keys == visit::Keys::symbols;
  if (word("key.upper", upper ? "password.lower"_t : "password.upper"_t, "shift", 3, false, upper)) {
    frame.emit(visit::SwitchKeys{upper ? visit::Keys::lower : visit::Keys::upper});
  }
  if (word("key.erase", "password.erase"_t, "erase", 3, true, false)) frame.emit(visit::Erase{});
  if (word("key.symbols", symbols ? "password.letters"_t : "password.more"_t, "", 4, false, symbols)) {
    frame.emit(visit::SwitchKeys{symbols ? visit::Keys::lower : visit::Keys::symbols});
  }
  if (word("key.clear", "password.clear"_t, "", 4, true, false)) frame.emit(visit::EraseAll{});
}

}  // namespace

void draw_choose_password(Frame& frame, const visit::ChoosePassword& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const auto& policy = state.proved.person->policy;
  const auto unmet = wire::unmet_rules(policy, state.typed.reveal());
  const bool tall = ui.portrait();
  const float keys_h = tall ? 460 : 340;

  // Only the keys of the rule the sentence names are marked, and only once something is typed.
  Wanted wanted;
  if (!state.typed.empty() && state.refused.empty()) {
    wanted.lower = holds(unmet, PasswordRule::lower);
    wanted.upper = !wanted.lower && holds(unmet, PasswordRule::upper);
    wanted.digit = !wanted.lower && !wanted.upper && holds(unmet, PasswordRule::digit);
    wanted.symbol = !wanted.lower && !wanted.upper && !wanted.digit && holds(unmet, PasswordRule::symbol);
  }

  const auto lines = checklist(ui, policy);
  const float line_h = ui.type(Type::body) * 1.36F, gap = 9;
  const auto count = static_cast<float>(lines.size());
  float list_w = 400;
  for (const auto& line : lines) {
    list_w = std::max(list_w, ui.measure(widgets::bold(widgets::flat(line.words)), body_style).w +
                                  30 * ui.grown(Type::body) + 14 + 48);
  }
  list_w = std::min(list_w, area.w * 0.42F);
  const float list_h = std::max(count * line_h + (count - 1) * gap + 36, 100.0F);
  const float room_h = area.h - keys_h - 18;
  const float panel_h = std::min(list_h, room_h);
  const Rect list = {area.right() - list_w, area.y, list_w, panel_h};
  widgets::panel(ui, list);
  const float step = std::min(line_h + gap, (panel_h - 16) / count), mark = std::min(30 * ui.grown(Type::body), step);
  float y = list.middle_y() - step * count / 2;
  for (const auto& line : lines) {
    const bool met = !holds(unmet, line.rule);
    widgets::tick(ui, met, {list.x + 24, y + (step - mark) / 2, mark, mark});
    TextStyle style = body_style;
    style.bold = !met;
    const auto id = "password.rule." + std::string(wire::name_of(line.rule));
    ui.text(id, line.words, style,
            {list.x + 24 + mark + 14, y + (step - line_h) / 2, list.w - 48 - mark - 14, line_h});
    y += step;
  }

  Stack stack(ui, area.w - list_w - 36);
  stack.text("title", ui.say("password.title"_t), title_style, Role::title);
  stack.gap(14);
  const widgets::Button show = {.id = "password.show",
                                .label = state.shown ? ui.say("password.hide"_t) : ui.say("password.show"_t),
                                .icon = "eye"};
  const widgets::Button other = {
      .id = "", .label = state.shown ? ui.say("password.show"_t) : ui.say("password.hide"_t), .icon = "eye"};
  // As wide as the longer of its two labels: the field must not change its width.
  const float show_w = std::max(widgets::button_width(ui, show), widgets::button_width(ui, other));
  stack.add(68, [&](Rect box) {
    draw_field(ui, state, {box.x, box.y, box.w - show_w - 12, box.h});
    if (widgets::button(ui, show, {box.right() - show_w, box.y + 2, show_w, 64})) frame.emit(visit::ShowPassword{});
  });
  stack.gap(14);
  const Advice now = advice(frame, state, unmet);
  const widgets::Banner said = {.id = "password.advice", .tone = now.tone, .icon = now.icon, .words = now.words};
  stack.add(widgets::banner_height(ui, said, stack.width()), [&](Rect box) { widgets::banner(ui, said, box); });
  stack.draw({area.x, area.y, stack.width(), room_h});

  draw_keyboard(frame, state, wanted, {area.x, area.bottom() - keys_h, area.w, keys_h});
  FooterParts parts;
  parts.back = !state.pending;
  parts.primary = {.id = "password.save",
                   .label = ui.say("password.save"_t),
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  if (state.pending) ui.redraw_within(100ms);
}

}  // namespace sportello::screens
