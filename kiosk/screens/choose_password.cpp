// The password: its rules become ticks while it is typed, so that no one is refused afterwards.
#include <algorithm>

#include "kiosk/screens/keyboard.h"
#include "kiosk/screens/typed_line.h"
#include "kiosk/screens/typing_page.h"
#include "kiosk/widgets/secret_glyphs.h"

namespace sportello::screens {

namespace {

using wire::PasswordRule;

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
Advice advice(const Frame& frame, const visit::ChoosePassword& state, const std::vector<PasswordRule>& unmet,
              const Words& start) {
  const Ui& ui = frame.ui;
  if (state.pending && visit::waiting(frame.visit, frame.now) != visit::Waiting::no) {
    return {Tone::info, "clock", ui.say("password.saving"_t)};
  }
  if (state.lost) return {Tone::warn, "offline", ui.say("password.line_lost"_t)};
  if (holds(state.refused, PasswordRule::common)) return {Tone::err, "warn", ui.say("password.common"_t)};
  if (holds(state.refused, PasswordRule::personal)) return {Tone::err, "warn", ui.say("password.personal"_t)};
  if (state.typed.empty()) return {Tone::info, "key", start};
  if (holds(unmet, PasswordRule::too_long)) return {Tone::warn, "warn", ui.say("password.too_long"_t)};
  if (holds(unmet, PasswordRule::lower)) return {Tone::warn, "warn", ui.say("password.need_lower"_t)};
  if (holds(unmet, PasswordRule::upper)) return {Tone::warn, "warn", ui.say("password.need_upper"_t)};
  if (holds(unmet, PasswordRule::digit)) return {Tone::warn, "warn", ui.say("password.need_digit"_t)};
  if (holds(unmet, PasswordRule::symbol)) return {Tone::warn, "warn", ui.say("password.need_symbol"_t)};
  if (holds(unmet, PasswordRule::length)) {
    const auto typed = static_cast<int>(widgets::count_characters(state.typed.reveal()));
    const int missing = state.proved.person->policy.min_length - typed;
    return {Tone::warn, "warn", ui.say_count("password.need_length"_t, static_cast<int>(missing))};
  }
  return {Tone::ok, "check", ui.say("password.good"_t)};
}

// The rules in one sentence, where there is no list of them.
Words in_a_row(const std::vector<Line>& lines) {
  std::string text;
  for (const auto& line : lines) {
    // A line breaks between rules, not inside one.
    std::string rule;
    for (const char c : widgets::flat(line.words)) rule += c == ' ' ? std::string("\u00A0") : std::string(1, c);
    text += (text.empty() ? "" : "\u00A0· ") + rule;
  }
  return widgets::plain(text);
}

std::vector<Words> all_sentences(const Ui& ui, const wire::PasswordPolicy& policy, const Words& start) {
  std::vector<Words> all = {start, ui.say_count("password.need_length"_t, policy.min_length),
                            ui.say_count("password.need_length"_t, 1)};
  for (const auto key : {"password.saving"_t, "password.line_lost"_t, "password.common"_t, "password.personal"_t,
                         "password.too_long"_t, "password.need_lower"_t, "password.need_upper"_t,
                         "password.need_digit"_t, "password.need_symbol"_t, "password.good"_t}) {
    all.push_back(ui.say(key));
  }
  return all;
}

constexpr float list_gap = 9, list_pad = 24, after_mark = 14;
float list_mark(const Ui& ui) { return 30 * ui.grown(Type::body); }

float list_width(Ui& ui, const std::vector<Line>& lines) {
  float width = 400;
  for (const auto& line : lines) {
    width = std::max(width, ui.measure(widgets::bold(widgets::flat(line.words)), body_style).w + list_mark(ui) +
                                after_mark + 2 * list_pad);
  }
  return width;
}

void draw_list(Ui& ui, const std::vector<Line>& lines, const std::vector<PasswordRule>& unmet, Rect list) {
  widgets::panel(ui, list);
  const auto count = static_cast<float>(lines.size());
  // As large as finds room; scripts with high lines have less.
  TextStyle style = body_style;
  style.bold = true;
  const float least = ui.type(Type::caption) * 0.7F;
  const auto fits = [&] {
    if (ui.line_height(style) * count > list.h - 16) return false;
    return std::ranges::all_of(lines, [&](const Line& line) {
      return ui.measure(line.words, style).w <= list.w - 2 * list_pad - list_mark(ui) - after_mark;
    });
  };
  for (style.size = ui.type(Type::body); style.size > least && !fits();) style.size -= 1;
  const float line_h = ui.line_height(style), step = std::min(line_h + list_gap, (list.h - 16) / count);
  const float mark = std::min({list_mark(ui), step, style.size * 1.36F});
  float y = list.middle_y() - step * count / 2;
  for (const auto& line : lines) {
    const bool met = !holds(unmet, line.rule);
    widgets::tick(ui, met, {list.x + list_pad, y + (step - mark) / 2, mark, mark});
    style.bold = !met;
    const auto id = "password.rule." + std::string(wire::name_of(line.rule));
    ui.text(id, line.words, style,
            {list.x + list_pad + mark + after_mark, y + (step - line_h) / 2,
             list.w - 2 * list_pad - mark - after_mark, line_h});
    y += step;
  }
}

}  // namespace

void draw_choose_password(Frame& frame, const visit::ChoosePassword& state) {
  Ui& ui = frame.ui;
  const auto& policy = state.proved.person->policy;
  const auto lines = checklist(ui, policy);
  // With large words in a wide window the list has no room beside the keys: the sentence says the rules, and then
  // what is missing.
  const bool listed = ui.portrait() || !ui.turns_pages();
  const Words start = listed ? ui.say("password.start"_t) : in_a_row(lines);
  const auto unmet = wire::unmet_rules(policy, state.typed.reveal());
  TypingNeeds needs = {.title = ui.say("password.title"_t), .sentences = all_sentences(ui, policy, start), .way = {}};
  if (listed) {
    const auto count = static_cast<float>(lines.size());
    needs.list_h = std::max(count * ui.line_height(body_style) + (count - 1) * list_gap + 36, 100.0F);
    if (!ui.portrait()) needs.list_w = std::min(list_width(ui, lines), widgets::content(ui).w * 0.42F);
  }
  const auto plan = plan_typing(ui, needs);
  draw_typing_title(frame, plan, needs.title);

  // Only the keys of the rule the sentence names are marked, and only once something is typed.
  Wanted wanted;
  if (!state.typed.empty() && state.refused.empty()) {
    wanted.lower = holds(unmet, PasswordRule::lower);
    wanted.upper = !wanted.lower && holds(unmet, PasswordRule::upper);
    wanted.digit = !wanted.lower && !wanted.upper && holds(unmet, PasswordRule::digit);
    wanted.symbol = !wanted.lower && !wanted.upper && !wanted.digit && holds(unmet, PasswordRule::symbol);
  }
  draw_covered_line(frame,
                    {.id = "password.field",
                     .label = ui.say("password.field"_t),
                     .text = state.typed,
                     .shown = state.shown,
                     .last_shown = state.last_shown},
                    plan.line);
  const Advice now = advice(frame, state, unmet, start);
  draw_sentence(ui, {.id = "password.advice", .tone = now.tone, .icon = now.icon, .words = now.words}, plan);
  if (listed) draw_list(ui, lines, unmet, plan.list);

  draw_password_keys(frame, {.keys = state.keys, .awake = !state.pending, .hidden = !state.shown, .wanted = wanted},
                     plan.keys);
  FooterParts parts;
  parts.back = !state.pending;
  parts.primary = {.id = "password.save",
                   .label = ui.say("password.save"_t),
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
  keep_drawing(frame);
}

}  // namespace sportello::screens
