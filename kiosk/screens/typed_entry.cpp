// Sixteen characters as seven small questions; the keys that cannot come next are asleep.
#include <algorithm>
#include <array>

#include "kiosk/screens/mends.h"

namespace sportello::screens {

namespace {

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
  const float size = std::min({36 * ui.grown(Type::body), box.w * 0.8F, box.h * 0.75F});
  widgets::cell(ui, "typed.cell." + std::to_string(at + 1), at < typed.size() ? typed.substr(at, 1) : "", look, size,
                box);
}

// Eleven digits in one row, with no names under them.
void draw_provisional(Ui& ui, const visit::TypedEntry& state, Rect box, float cell_h) {
  const Rect row = {box.x, box.y, std::min(box.w, 11 * cell_h * 0.9F + 60), cell_h};
  for (std::size_t i = 0; i < provisional_length; ++i) {
    draw_one(ui, state, i, provisional_length, column(row, static_cast<int>(i), 11, 6));
  }
}

// Where the cells stand: in one row, or in a tall window with large words in two, in which letters can be large too.
struct Cells {
  bool two_rows = false, named = true;
  float tall = 74;

  [[nodiscard]] float names(const Ui& ui) const { return named ? 6 + ui.line_height(caption_style) : 0; }
  [[nodiscard]] float height(const Ui& ui) const {
    const float row = tall + names(ui);
    return two_rows ? 2 * row + 14 : row;
  }
};
constexpr std::size_t of_second_row = 4;  // the group that begins it

void draw_group_name(Ui& ui, const Group& group, bool now, Rect cells, float between, Rect box) {
  const Words name = ui.say(group.name);
  TextStyle style = caption_style;
  style.bold = now;
  style.colour = now ? Colour::accent : Colour::ink2;
  // At large sizes a name may be wider than its cells; it may use the gaps beside them, and shrinks before it
  // would touch the next.
  float text_w = ui.measure(name, style).w;
  const float room = cells.w + between - 4;
  if (text_w > room) {
    style.size = ui.type(Type::caption) * room / text_w;
    text_w = ui.measure(name, style).w;
  }
  float left = cells.middle_x() - text_w / 2;
  left = std::clamp(left, box.x, std::max(box.x, box.right() - text_w));
  ui.text("typed.group." + std::string(group.name.name.substr(6)), name, style,
          {left, cells.bottom() + 6, 0, ui.line_height(caption_style)});
}

void draw_cells(Ui& ui, const visit::TypedEntry& state, Rect box, const Cells& look) {
  const widgets::LeftToRight keep{ui, box};
  if (provisional(state.typed.reveal())) {
    draw_provisional(ui, state, box, look.tall);
    return;
  }
  const float inner = 6, between = std::min(37.3F, box.w * 0.031F);
  const float cell_w = look.two_rows ? (box.w - 3 * between - 5 * inner) / 9
                                     : (box.w - 6 * between - 9 * inner) / static_cast<float>(length);
  const auto at = state.typed.size();
  float x = box.x, y = box.y;
  for (std::size_t g = 0; g < typed_groups.size(); ++g) {
    const auto& group = typed_groups.at(g);
    if (look.two_rows && g == of_second_row) {
      x = box.x;
      y += look.tall + look.names(ui) + 14;
    }
    const Rect cells = {x, y, static_cast<float>(group.count) * (cell_w + inner) - inner, look.tall};
    for (std::size_t i = 0; i < group.count; ++i) {
      draw_one(ui, state, group.from + i, length,
               {x + static_cast<float>(i) * (cell_w + inner), y, cell_w, look.tall});
    }
    if (look.named) {
      draw_group_name(ui, group, at >= group.from && at < group.from + group.count, cells, between, box);
    }
    x += cells.w + between;
  }
}

// Of the words on its keys: the same on all.
float word_size(Ui& ui, Rect letters, Rect digits, float key_h) {
  const float erase_w = (digits.w - 2 * 10) / 3 * 2 + 10;
  const std::array words = {widgets::KeyWord{ui.say("typed.digits"_t), letters.w, key_h},
                            widgets::KeyWord{ui.say("typed.letters"_t), letters.w, key_h},
                            widgets::KeyWord{ui.say("typed.erase"_t), erase_w, key_h}};
  return widgets::common_word_size(ui, words);
}

void draw_letters(Frame& frame, const visit::TypedEntry& state, Rect box, float key_h, float words) {
  Ui& ui = frame.ui;
  const widgets::LeftToRight keep{ui, box};
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
                    .held_on = state.letters_for_digits,
                    .size = words},
                   {box.x, box.y + 3 * (key_h + gap), box.w, key_h})) {
    frame.emit(visit::LettersForDigits{});
  }
}

void draw_digits(Frame& frame, const visit::TypedEntry& state, Rect box, float key_h, float words) {
  Ui& ui = frame.ui;
  const widgets::LeftToRight keep{ui, box};
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
                    .enabled = !state.typed.empty(),
                    .size = words},
                   erase)) {
    frame.emit(visit::Erase{});
  }
}

float longest_sentence(Ui& ui, float width) {
  float most = 0;
  for (const auto key : {"typed.now_surname"_t, "typed.now_name"_t, "typed.now_year"_t, "typed.now_month"_t,
                         "typed.now_day"_t, "typed.now_town_letter"_t, "typed.now_town"_t, "typed.now_last"_t,
                         "typed.now_letter_for_digit"_t, "typed.problem_mend"_t, "typed.complete"_t,
                         "typed.problem_check"_t, "typed.problem_date"_t, "typed.problem_shape"_t}) {
    most = std::max(most, widgets::banner_height(ui, {.id = "", .words = ui.say(key)}, width));
  }
  return most;
}

widgets::Banner sentence(const Ui& ui, const visit::TypedEntry& state) {
  widgets::Banner said = {.id = "typed.now", .icon = "person", .words = ui.say(now_key(state))};
  if (state.problem) {
    said.tone = Tone::warn;
    said.icon = "warn";
    said.words = ui.say(problem_key(*state.problem, !state.mends.empty()));
  } else if (complete(state.typed.reveal())) {
    said.tone = Tone::ok;
    said.icon = "check";
  }
  return said;
}

// The title and the way back to the camera: beside it, or below it where it would have no room.
struct Top {
  Words title;
  widgets::Button card;
  bool below = false;
  float card_w = 0, card_h = 0, title_w = 0, title_h = 0;

  Top(Ui& ui, float width)
      : title(ui.say("typed.title"_t)),
        card{.id = "typed.use_card", .label = ui.say("typed.use_card"_t), .icon = "card", .kind = Kind::quiet},
        below(ui.turns_pages()) {
    card_w = std::min(width, widgets::button_width(ui, card));
    card_h = widgets::button_height(ui, card);
    title_w = below ? width : width - card_w - 24;
    title_h = ui.measure(title, title_style, title_w).h;
  }
  [[nodiscard]] float height() const { return below ? title_h + 12 + card_h : std::max(card_h, title_h); }
  void draw(Frame& frame, Rect box) const {
    Ui& ui = frame.ui;
    const float title_y = below ? box.y : box.middle_y() - title_h / 2;
    const float card_y = below ? box.y + title_h + 12 : box.middle_y() - card_h / 2;
    ui.text("title", title, title_style, {box.x, title_y, title_w, title_h}, Role::title);
    if (widgets::button(ui, card, {below ? box.x : box.right() - card_w, card_y, card_w, card_h})) {
      frame.emit(visit::UseCard{});
    }
  }
};

}  // namespace

void draw_typed_entry(Frame& frame, const visit::TypedEntry& state) {
  Ui& ui = frame.ui;
  // With large words in a wide window the title moves into the header, the names under the groups give way to the
  // sentence (it says them), and the way back to the camera is "back".
  const bool tall = ui.portrait(), compact = ui.turns_pages() && !tall;
  const Top top(ui, widgets::content(ui).w);
  draw_header(frame, compact ? top.title : Words{});
  const Rect area = widgets::content(ui);
  const Cells cells = {.two_rows = tall && ui.comfort().size != visit::TextSize::normal,
                       .named = !ui.turns_pages(),
                       .tall = tall      ? 96.0F
                               : compact ? 64.0F
                                         : 74.0F};

  // Keys stay where they are, whatever the sentence: the longest of this language has its room.
  const float longest = longest_sentence(ui, area.w);
  const float fullest = area.h - cells.tall - 16 - longest - 30;
  // Nastaliq's lines are half as high again: at the larger size they need what keys can spare.
  const bool high_lines = ui.line_height(body_style) > 56;
  const float key_h = tall      ? 104
                      : compact ? std::clamp(fullest / 4, 57.0F, 72.0F)
                                : (high_lines ? 57 : 66),
              keys_h = 4 * key_h + 30;
  const float keys_y = area.bottom() - keys_h;

  // In a tall window all stands right above the keys.
  float y = area.y;
  if (tall) y = std::max(y, keys_y - 16 - longest - 16 - cells.height(ui) - 18 - top.height());
  if (!compact) {
    top.draw(frame, {area.x, y, area.w, top.height()});
    y += top.height() + 18;
  }
  draw_cells(ui, state, {area.x, y, area.w, cells.height(ui)}, cells);
  y += cells.height(ui) + (tall ? 16 : compact ? 8 : 12);

  // Between cells and keys: one sentence, and beside the digits what would mend the code.
  const float room = keys_y - y - (tall ? 16 : compact ? 8 : 12);
  const auto said = widgets::fitted_banner(ui, sentence(ui, state), area.w, room);
  widgets::banner(
      ui, said,
      {area.x, y, area.w, tall ? std::min(room, longest) : std::min(room, widgets::banner_height(ui, said, area.w))});

  const float pad_w = area.w * 0.2732F;
  const Rect left = {area.x, keys_y, area.w - pad_w - 24, keys_h};
  const Rect pad = {area.right() - pad_w, keys_y, pad_w, keys_h};
  const float words = word_size(ui, left, pad, key_h);
  if (state.mends.empty()) {
    draw_letters(frame, state, left, key_h, words);
  } else {
    draw_mends(frame, state, left);
  }
  draw_digits(frame, state, pad, key_h, words);

  FooterParts parts;
  parts.primary = {.id = "typed.check",
                   .label = ui.say("typed.check"_t),
                   .kind = Kind::primary,
                   .enabled = may_confirm(frame.visit, frame.now)};
  if (draw_footer(frame, parts)) frame.emit(visit::Confirm{});
}

}  // namespace sportello::screens
