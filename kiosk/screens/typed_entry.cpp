// Sixteen characters as seven small questions; the keys that cannot come next are asleep.
#include <algorithm>
#include <array>

#include "kiosk/screens/common.h"

namespace sportello::screens {

namespace {

struct Group {
  TextKey name;
  std::size_t from, count;
};
constexpr std::array<Group, 7> groups = {{{"typed.surname"_t, 0, 3},
                                          {"typed.name"_t, 3, 3},
                                          {"typed.year"_t, 6, 2},
                                          {"typed.month"_t, 8, 1},
                                          {"typed.day"_t, 9, 2},
                                          {"typed.town"_t, 11, 4},
                                          {"typed.last"_t, 15, 1}}};
constexpr std::size_t length = identity::CodiceFiscale::length;
constexpr std::size_t provisional_length = identity::CodiceFiscale::provisional_length;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool provisional(std::string_view typed) { return !typed.empty() && is_digit(typed.front()); }
bool complete(std::string_view typed) { return typed.size() == (provisional(typed) ? provisional_length : length); }

// A key is awake when the code may go on with it. Letters for digits sleep until they are asked for.
bool awake(const visit::TypedEntry& state, char c) {
  const auto typed = state.typed;
  if (complete(typed.reveal())) return false;
  const auto place = identity::place_at(typed.size());
  if (place == identity::Place::digit && !is_digit(c) && !state.letters_for_digits && !provisional(typed.reveal())) {
    return false;
  }
  return identity::may_continue(typed.appended(std::string_view(&c, 1)).reveal());
}

TextKey now_key(const visit::TypedEntry& state) {
  const auto typed = state.typed.reveal();
  if (complete(typed)) return "typed.complete"_t;
  if (provisional(typed)) return "typed.now_provisional"_t;
  const auto at = typed.size();
  if (identity::place_at(at) == identity::Place::digit && state.letters_for_digits) {
    return "typed.now_letter_for_digit"_t;
  }
  if (at < 3) return "typed.now_surname"_t;
  if (at < 6) return "typed.now_name"_t;
  if (at < 8) return "typed.now_year"_t;
  if (at < 9) return "typed.now_month"_t;
  if (at < 11) return "typed.now_day"_t;
  if (at < 12) return "typed.now_town_letter"_t;
  if (at < 15) return "typed.now_town"_t;
  return "typed.now_last"_t;
}

TextKey problem_key(identity::CodeProblem problem, bool mends) {
  switch (problem) {
    case identity::CodeProblem::length: return "typed.problem_length"_t;
    case identity::CodeProblem::shape: return mends ? "typed.problem_mend"_t : "typed.problem_shape"_t;
    case identity::CodeProblem::date: return "typed.problem_date"_t;
    case identity::CodeProblem::check: return mends ? "typed.problem_mend"_t : "typed.problem_check"_t;
    case identity::CodeProblem::organisation: return "typed.problem_organisation"_t;
  }
  return "typed.problem_check"_t;
}

bool marked(const visit::TypedEntry& state, std::size_t position) {
  return std::ranges::any_of(state.mends, [&](const auto& mend) { return mend.position == position; });
}

void draw_one(Ui& ui, const visit::TypedEntry& state, std::size_t at, std::size_t places, Rect box) {
  const auto typed = state.typed.reveal();
  auto look = widgets::CellState::plain;
  if (marked(state, at)) {
    look = widgets::CellState::marked;
  } else if (at == typed.size() && at < places) {
    look = widgets::CellState::now;
  }
  const float size = std::min(36 * ui.grown(Type::body), box.w * 0.8F);
  widgets::cell(ui, "typed.cell." + std::to_string(at + 1), at < typed.size() ? typed.substr(at, 1) : "", look, size,
                box);
}

// Eleven digits in one row, with no names under them.
void draw_provisional(Ui& ui, const visit::TypedEntry& state, Rect box, float cell_h) {
  const Rect row = {box.x, box.y, std::min(box.w, 11 * 64.0F + 60), cell_h};
  for (std::size_t i = 0; i < provisional_length; ++i) {
    draw_one(ui, state, i, provisional_length, column(row, static_cast<int>(i), 11, 6));
  }
}

void draw_cells(Ui& ui, const visit::TypedEntry& state, Rect box, float cell_h) {
  if (provisional(state.typed.reveal())) {
    draw_provisional(ui, state, box, cell_h);
    return;
  }
  const float inner = 6, between = std::min(37.3F, box.w * 0.031F);
  const float cell_w = (box.w - 6 * between - 9 * inner) / static_cast<float>(length);
  const auto at = state.typed.size();
  float x = box.x;
  for (const auto& group : groups) {
    const float width = static_cast<float>(group.count) * (cell_w + inner) - inner;
    for (std::size_t i = 0; i < group.count; ++i) {
      draw_one(ui, state, group.from + i, length,
               {x + static_cast<float>(i) * (cell_w + inner), box.y, cell_w, cell_h});
    }
    const bool now = at >= group.from && at < group.from + group.count;
    const Words name = ui.say(group.name);
    TextStyle style = caption_style;
    style.bold = now;
    style.colour = now ? Colour::accent : Colour::ink2;
    // At large sizes a name may be wider than its cells; it may use the gaps beside them, and shrinks before it
    // would touch the next.
    float text_w = ui.measure(name, style).w;
    const float room = width + between - 4;
    if (text_w > room) {
      style.size = ui.type(Type::caption) * room / text_w;
      text_w = ui.measure(name, style).w;
    }
    float left = x + width / 2 - text_w / 2;
    left = std::clamp(left, box.x, std::max(box.x, box.right() - text_w));
    ui.text("typed.group." + std::string(group.name.name.substr(6)), name, style,
            {left, box.y + cell_h + 6, 0, ui.type(Type::caption) * 1.36F});
    x += width + between;
  }
}

// "anno: metti 1 al posto di I": the two characters are of the code, so they are drawn as secrets.
struct MendButton {
  Ui& ui;
  std::vector<std::string> pieces;  // words, with "{new}" and "{old}" between
  std::string fresh, old;
  TextStyle style = {.type = Type::lead, .bold = true, .line = 1.2F};

  MendButton(Ui& ui, std::string_view typed, const identity::Mend& mend)
      : ui(ui), fresh(1, mend.instead), old(typed.substr(mend.position, 1)) {
    const auto group = std::ranges::find_if(
        groups, [&](const Group& g) { return mend.position >= g.from && mend.position < g.from + g.count; });
    const auto name = widgets::flat(ui.say(group->name));
    const std::string text = widgets::flat(ui.say("typed.mend"_t, {{"group", name}, {"new", "\1"}, {"old", "\2"}}));
    std::string word;
    for (const char c : text) {
      if (c != '\1' && c != '\2') {
        word += c;
        continue;
      }
      pieces.push_back(word);
      pieces.push_back({c});
      word.clear();
    }
    pieces.push_back(word);
  }
  [[nodiscard]] std::string_view secret_of(const std::string& piece) const {
    if (piece == "\1") return fresh;
    if (piece == "\2") return old;
    return {};
  }
  [[nodiscard]] float width_of(const std::string& piece) const {
    if (const auto secret = secret_of(piece); !secret.empty()) return ui.secret_width(secret, style);
    return piece.empty() ? 0 : ui.measure(widgets::plain(piece), style).w;
  }
  [[nodiscard]] float width() const {
    float width = 0;
    for (const auto& piece : pieces) width += width_of(piece);
    return width;
  }
  bool draw(std::size_t index, Rect box) const {
    std::string label;
    for (const auto& piece : pieces) label += secret_of(piece).empty() ? piece : std::string(widgets::secret_label);
    const auto pressed = ui.target({.id = "typed.mend." + std::to_string(index + 1), .label = label, .box = box});
    const float radius = ui.measure(Measure::radius_button);
    ui.boxed(box, pressed.held ? Colour::soft : Colour::surface, pressed.held ? Colour::mark : Colour::edge, radius,
             pressed.held ? 3 : ui.measure(Measure::border));
    const float line = ui.type(Type::lead) * style.line;
    float x = box.middle_x() - width() / 2;
    for (const auto& piece : pieces) {
      const float w = width_of(piece);
      if (const auto secret = secret_of(piece); !secret.empty()) {
        ui.paint_secret(secret, style, {x, box.y, w, box.h});
      } else if (!piece.empty()) {
        ui.paint_text(widgets::plain(piece), style, {x, box.middle_y() - line / 2, 0, line});
      }
      x += w;
    }
    if (pressed.focused) ui.focus_ring(box, radius);
    return pressed.acted;
  }
};

// A whole code has no use for letters: what would mend it stands in their place.
void draw_mends(Frame& frame, const visit::TypedEntry& state, Rect box) {
  Ui& ui = frame.ui;
  const float gap = 14, least = 64;
  const auto count = static_cast<float>(state.mends.size());
  const float tall = std::clamp((box.h - gap * (count - 1)) / count, least, 88.0F);
  float y = box.y;
  for (std::size_t i = 0; i < state.mends.size(); ++i) {
    const MendButton button(ui, state.typed.reveal(), state.mends[i]);
    if (button.draw(i, {box.x, y, box.w, tall})) frame.emit(visit::TakeMend{i});
    y += tall + gap;
  }
}

void draw_letters(Frame& frame, const visit::TypedEntry& state, Rect box, float key_h) {
  Ui& ui = frame.ui;
  const float gap = 10;
  const std::array<std::string_view, 3> rows = {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"};
  const float key_w = (box.w - 9 * gap) / 10;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto count = static_cast<float>(rows[r].size());
    float x = box.x + (box.w - count * (key_w + gap) + gap) / 2;
    for (const char c : rows[r]) {
      const std::string name(1, c);
      if (widgets::key(ui, {.id = "key." + name, .label = widgets::plain(name), .enabled = awake(state, c)},
                       {x, box.y + static_cast<float>(r) * (key_h + gap), key_w, key_h})) {
        frame.emit(visit::Key{visit::SecretText{name}});
      }
      x += key_w + gap;
    }
  }
  const bool digit_place = !complete(state.typed.reveal()) && !provisional(state.typed.reveal()) &&
                           identity::place_at(state.typed.size()) == identity::Place::digit;
  if (widgets::key(ui,
                   {.id = "key.letters",
                    .label = state.letters_for_digits ? ui.say("typed.digits"_t) : ui.say("typed.letters"_t),
                    .word = true,
                    .enabled = digit_place || state.letters_for_digits,
                    .held_on = state.letters_for_digits},
                   {box.x, box.y + 3 * (key_h + gap), box.w, key_h})) {
    frame.emit(visit::LettersForDigits{});
  }
}

void draw_digits(Frame& frame, const visit::TypedEntry& state, Rect box, float key_h) {
  Ui& ui = frame.ui;
  const float gap = 10;
  const auto one = [&](char c, Rect place) {
    const std::string name(1, c);
    if (widgets::key(ui, {.id = "key." + name, .label = widgets::plain(name), .enabled = awake(state, c)}, place)) {
      frame.emit(visit::Key{visit::SecretText{name}});
    }
  };
  const Rect row = {box.x, box.y, box.w, key_h};
  for (int i = 0; i < 9; ++i) {
    one(static_cast<char>('1' + i), cell(row, i, 3, gap, key_h));
  }
  const Rect zero = cell(row, 9, 3, gap, key_h);
  one('0', zero);
  const Rect erase = {zero.right() + gap, zero.y, box.right() - zero.right() - gap, key_h};
  if (widgets::key(ui,
                   {.id = "key.erase",
                    .label = ui.say("typed.erase"_t),
                    .icon = "erase",
                    .word = true,
                    .enabled = !state.typed.empty()},
                   erase)) {
    frame.emit(visit::Erase{});
  }
}

}  // namespace

void draw_typed_entry(Frame& frame, const visit::TypedEntry& state) {
  Ui& ui = frame.ui;
  draw_header(frame);
  const Rect area = widgets::content(ui);
  const float key_h = ui.portrait() ? 84 : 66, keys_h = 4 * key_h + 30;

  const widgets::Button card = {
      .id = "typed.use_card", .label = ui.say("typed.use_card"_t), .icon = "card", .kind = Kind::quiet};
  const float card_w = widgets::button_width(ui, card), card_h = widgets::button_height(ui, card);
  const float title_w = area.w - card_w - 24;
  const float title_h = ui.measure(ui.say("typed.title"_t), title_style, title_w).h;
  const float top_h = std::max(card_h, title_h);
  ui.text("title", ui.say("typed.title"_t), title_style, {area.x, area.y + (top_h - title_h) / 2, title_w, title_h},
          Role::title);
  if (widgets::button(ui, card, {area.right() - card_w, area.y + (top_h - card_h) / 2, card_w, card_h})) {
    frame.emit(visit::UseCard{});
  }

  const float cell_h = ui.portrait() ? 96 : 74, cells_y = area.y + top_h + 18;
  draw_cells(ui, state, {area.x, cells_y, area.w, cell_h}, cell_h);
  const float under = cells_y + cell_h + 6 + ui.type(Type::caption) * 1.36F + 12;
  const float keys_y = area.bottom() - keys_h;

  // Between cells and keys: one sentence, and beside it what would mend the code.
  widgets::Banner said = {.id = "typed.now", .icon = "person", .words = ui.say(now_key(state))};
  if (state.problem) {
    said.tone = Tone::warn;
    said.icon = "warn";
    said.words = ui.say(problem_key(*state.problem, !state.mends.empty()));
  } else if (complete(state.typed.reveal())) {
    said.tone = Tone::ok;
    said.icon = "check";
  }
  const float room = keys_y - under - 12;
  widgets::banner(ui, said, {area.x, under, area.w, std::min(room, widgets::banner_height(ui, said, area.w))});

  const float pad_w = area.w * 0.2732F;
  const Rect left = {area.x, keys_y, area.w - pad_w - 24, keys_h};
  if (state.mends.empty()) {
    draw_letters(frame, state, left, key_h);
  } else {
    draw_mends(frame, state, left);
  }
  draw_digits(frame, state, {area.right() - pad_w, keys_y, pad_w, keys_h}, key_h);

  FooterParts parts;
  parts.primary = {.id = "typed.check",
                   .label = ui.say("typed.check"_t),
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
}

}  // namespace sportello::screens
