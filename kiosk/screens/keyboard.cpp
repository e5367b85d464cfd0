#include "kiosk/screens/keyboard.h"

#include <algorithm>
#include <array>

#include "kiosk/widgets/secret_glyphs.h"

namespace sportello::screens {

namespace {

constexpr int rows = 5, columns = 10;

// Where keys stand: five rows, ten keys wide; word keys at both ends of the last two.
struct Board {
  Rect box;
  float gap, tall, side;

  float words = 0;  // the size of the words on its keys: one for all

  // `labels`: what may stand on the keys at the ends. They are as wide as that needs, as far as letters can spare it.
  Board(Ui& ui, Rect area, std::initializer_list<TextKey> labels)
      : box(area), gap(ui.measure(Measure::touch_gap)), tall((area.h - 4 * gap) / rows) {
    constexpr float around = 26, letters = 7;
    const float least = ui.measure(Measure::target);
    const float most = (box.w - 2 * gap - letters * least - (letters - 1) * gap) / 2;
    side = std::max(170.0F, box.w * 0.1407F) * std::min(ui.grown(Type::caption), 1.25F);
    for (const auto label : labels) {
      side = std::max(side, ui.measure(ui.say(label), {.type = Type::caption, .bold = true}).w + around);
    }
    side = std::min(side, most);
    std::vector<widgets::KeyWord> all;
    for (const auto label : labels) all.push_back({ui.say(label), side, tall});
    words = widgets::common_word_size(ui, all);
  }
  [[nodiscard]] Rect row(int index, float left = 0, float right = 0) const {
    return {box.x + left, box.y + static_cast<float>(index) * (tall + gap), box.w - left - right, tall};
  }
  // As wide as `units` of the ten keys of a row.
  [[nodiscard]] Rect unit(int index, int first, int units = 1) const {
    const float one = (box.w - gap * (columns - 1)) / columns;
    const Rect whole = row(index);
    return {whole.x + static_cast<float>(first) * (one + gap), whole.y,
            one * static_cast<float>(units) + gap * static_cast<float>(units - 1), whole.h};
  }
  [[nodiscard]] Rect start(int index) const { return {box.x, row(index).y, side, tall}; }
  [[nodiscard]] Rect end(int index) const { return {box.right() - side, row(index).y, side, tall}; }
  [[nodiscard]] Rect between(int index) const { return row(index, side + gap, side + gap); }
};

std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    const auto from = at;
    widgets::next_character(text, at);
    all.emplace_back(text.substr(from, at - from));
  }
  return all;
}

void press(Frame& frame, widgets::KeyCap cap, std::string_view typed, Rect box) {
  if (widgets::key(frame.ui, cap, box)) frame.emit(visit::Key{visit::SecretText{typed}});
}

bool meets(const Wanted& wanted, const std::string& key) {
  const char c = key.front();
  if (c >= 'a' && c <= 'z') return wanted.lower;
  if (c >= 'A' && c <= 'Z') return wanted.upper;
  if (c >= '0' && c <= '9') return wanted.digit;
  return key.size() == 1 && wanted.symbol;  // what a letter with an accent counts as is the service's to say
}

void password_row(Frame& frame, const PasswordKeys& look, std::string_view characters, Rect box, int places) {
  const auto keys = characters_of(characters);
  const float gap = frame.ui.measure(Measure::touch_gap);
  int index = 0;
  for (const auto& key : keys) {
    press(frame,
          {.id = "key." + key,
           .label = widgets::plain(key),
           .enabled = look.awake,
           .wanted = meets(look.wanted, key),
           .hidden = look.hidden},
          key, column(box, index++, places, gap));
  }
}

struct Rows {
  std::string_view upper, middle, lower;
};
Rows rows_of(visit::Keys keys) {
  switch (keys) {
    case visit::Keys::lower: return {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    case visit::Keys::upper: return {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"};
    case visit::Keys::symbols: return {"#$%*+=/\\~^", "()[]{}<>|", "\"',:;`"};
    case visit::Keys::accents: return {"àáâäãåăçèé", "êëìíîïñòó", "ôöșțùúü"};
  }
  return {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
}

}  // namespace

float keyboard_height(const Ui& ui) {
  // With large words in a wide window the sentence above needs what keys can spare; in Nastaliq, whose lines are half
  // as high again, it needs more, and so does the list in a tall one.
  const float line = ui.line_height(body_style);
  if (ui.portrait()) return line > 80 ? 440 : 580;
  if (ui.turns_pages()) return line > 75 ? 300 : 320;
  return line > 44 ? 320 : 340;
}

void draw_password_keys(Frame& frame, const PasswordKeys& look, Rect box) {
  using visit::Keys;
  Ui& ui = frame.ui;
  const widgets::LeftToRight keep{ui, box};
  const Board board(ui, box,
                    {"password.lower"_t, "password.upper"_t, "password.erase"_t, "password.letters"_t,
                     "password.more"_t, "password.clear"_t});
  const bool upper = look.keys == Keys::upper, symbols = look.keys == Keys::symbols,
             accents = look.keys == Keys::accents;
  const Rows letters = rows_of(look.keys);
  password_row(frame, look, "1234567890", board.row(0), columns);
  password_row(frame, look, letters.upper, board.row(1), columns);
  password_row(frame, look, letters.middle, board.row(2), columns);
  // The last place of the third row leads to the letters with accents, and back.
  if (widgets::key(ui,
                   {.id = "key.accents",
                    .label = widgets::plain(accents ? "abc" : "àéñ"),
                    .name = accents ? ui.say("password.plain"_t) : ui.say("password.accents"_t),
                    .word = true,
                    .latin = true,
                    .enabled = look.awake,
                    .held_on = accents,
                    .size = board.words},
                   board.unit(2, columns - 1))) {
    frame.emit(visit::SwitchKeys{accents ? Keys::lower : Keys::accents});
  }
  password_row(frame, look, letters.lower, board.between(3), 7);
  password_row(frame, look, "!?-_.@&", board.between(4), 7);

  // An icon, or a sign of Latin letters, for where the word has no room.
  const auto word = [&](const std::string& id, TextKey label, std::string_view icon, std::string_view sign,
                        Rect place, bool wanted, bool on) {
    return widgets::key(ui,
                        {.id = id,
                         .label = ui.say(label),
                         .icon = icon,
                         .sign = sign,
                         .spare = id == "key.clear",
                         .word = true,
                         .enabled = look.awake,
                         .wanted = wanted,
                         .held_on = on && !wanted,
                         .size = board.words},
                        place);
  };
  // The way to the wanted letters is marked when they are not in sight.
  const bool to_upper = look.wanted.upper && !upper, to_lower = look.wanted.lower && symbols;
  if (word("key.upper", upper ? "password.lower"_t : "password.upper"_t, "shift", "", board.start(3), to_upper,
           upper)) {
    frame.emit(visit::SwitchKeys{upper ? Keys::lower : Keys::upper});
  }
  if (word("key.erase", "password.erase"_t, "erase", "", board.end(3), false, false)) frame.emit(visit::Erase{});
  if (word("key.symbols", symbols ? "password.letters"_t : "password.more"_t, "",
           symbols ? "abc" : "#+=", board.start(4), to_lower, symbols)) {
    frame.emit(visit::SwitchKeys{symbols ? Keys::lower : Keys::symbols});
  }
  if (word("key.clear", "password.clear"_t, "clear", "", board.end(4), false, false)) frame.emit(visit::EraseAll{});
}

void draw_mail_keys(Frame& frame, const MailKeys& look, Rect box) {
  Ui& ui = frame.ui;
  const widgets::LeftToRight keep{ui, box};
  const Board board(ui, box, {"password.erase"_t, "password.clear"_t});
  const bool has_at = look.typed.find('@') != std::string_view::npos;
  const auto one = [&](std::string_view text, Rect place, bool wanted = false, bool awake = true) {
    press(frame,
          {.id = "key." + std::string(text),
           .label = widgets::plain(std::string(text)),
           .enabled = look.awake && awake,
           .wanted = wanted},
          text, place);
  };
  const auto row = [&](std::string_view characters, int index) {
    int place = 0;
    for (const auto& key : characters_of(characters)) one(key, board.unit(index, place++));
  };
  row("1234567890", 0);
  row("qwertyuiop", 1);
  row("asdfghjkl", 2);
  one("@", board.unit(2, columns - 1), look.at_wanted, !has_at);  // an address has one
  int place = 0;
  for (const auto& key : characters_of("zxcvbnm")) {
    one(key, column(board.between(3), place++, 7, board.gap));
  }
  // Whole pieces of an address, for whoever types with one finger. The words of a row are of one size.
  const Rect last = board.row(4, 0, board.side + board.gap);
  constexpr int signs = 4;
  const float least = ui.measure(Measure::target);
  const float sign_w = ui.turns_pages() ? least : std::max(least, (last.w - 5 * board.gap) * 0.1F);
  const Rect wide = {last.x + signs * (sign_w + board.gap), last.y, last.w - signs * (sign_w + board.gap), last.h};
  const std::array pieces = {
      std::pair{".it", column(board.start(3), 0, 2, board.gap)},
      std::pair{".com", column(board.start(3), 1, 2, board.gap)},
      std::pair{"@gmail.com", column(wide, 0, 2, board.gap)},
      std::pair{"@libero.it", column(wide, 1, 2, board.gap)},
  };
  std::array<float, 2> sizes = {board.words, board.words};  // of the last two rows
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& [text, where] = pieces.at(i);
    const std::array one_word = {widgets::KeyWord{widgets::plain(text), where.w, where.h}};
    sizes.at(i / 2) = std::min(sizes.at(i / 2), widgets::common_word_size(ui, one_word));
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& [text, where] = pieces.at(i);
    const bool with_at = text[0] == '@';
    press(frame,
          {.id = "key." + std::string(text),
           .label = widgets::plain(text),
           .word = true,
           .latin = true,
           .enabled = look.awake && !(with_at && has_at),
           .wanted = with_at ? look.at_wanted : look.ending_wanted,
           .size = sizes.at(i / 2)},
          text, where);
  }
  const auto word = [&](const std::string& id, TextKey label, std::string_view icon, Rect where, float size) {
    return widgets::key(ui,
                        {.id = id,
                         .label = ui.say(label),
                         .icon = icon,
                         .spare = id == "key.clear",
                         .word = true,
                         .enabled = look.awake,
                         .size = size},
                        where);
  };
  // In the same places as on the keyboard of passwords: a hand that knows it must not wipe everything.
  if (word("key.erase", "password.erase"_t, "erase", board.end(3), sizes[0])) frame.emit(visit::Erase{});
  if (word("key.clear", "password.clear"_t, "clear", board.end(4), sizes[1])) frame.emit(visit::EraseAll{});
  place = 0;
  for (const auto* sign : {".", "-", "_", "+"}) {
    one(sign, {last.x + static_cast<float>(place++) * (sign_w + board.gap), last.y, sign_w, last.h});
  }
}

}  // namespace sportello::screens
