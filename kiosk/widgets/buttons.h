// What can be pressed, and the signs beside it: buttons, cards, ticks, banners.
// Acts on release inside; knows no event of a visit.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

enum class Kind { primary, plain, quiet, link };

struct Button {
  std::string_view id;
  Words label;
  std::string_view icon = {};        // before the label
  std::string_view icon_after = {};  // of direction: "next"
  Kind kind = Kind::plain;
  bool enabled = true;
  Type type = Type::label;
};
[[nodiscard]] float button_width(Ui& ui, const Button& button);  // in one line
[[nodiscard]] float button_height(const Ui& ui, const Button& button);
bool button(Ui& ui, const Button& button, Rect box);

// What somebody may need, told as people tell it.
struct ActionCard {
  std::string_view id;
  std::string_view icon;
  Words title;
  Words line;
  bool likeliest = false;
  bool beside = false;  // the words beside the icon, though they would fit below: as its neighbours'
};
// The least height at which its words fit beside its icon, or below it.
[[nodiscard]] float action_card_height(Ui& ui, const ActionCard& card, float width, bool beside = true);
bool action_card(Ui& ui, const ActionCard& card, Rect box);

// One of several ways; the one in force has a check mark and a thick border.
struct Choice {
  std::string_view id;
  Words label;
  bool chosen = false;
  TextStyle style = {};
};
bool choice(Ui& ui, const Choice& choice, Rect box);

// A sentence to tick. Its box is as high as check_row_height says, or higher.
struct CheckRow {
  std::string_view id;
  Words sentence;
  bool ticked = false;
};
[[nodiscard]] float check_row_height(Ui& ui, const CheckRow& row, float width);
bool check_row(Ui& ui, const CheckRow& row, Rect box);

// A round tick: met, or an empty ring.
void tick(Ui& ui, bool met, Rect box, bool square = false);

enum class Tone { info, ok, warn, err };
struct Banner {
  std::string_view id;
  Tone tone = Tone::info;
  std::string_view icon;
  Words words;
  Type type = Type::body;
  float size = 0;  // design pixels instead of the type's; 0: the type's
};
[[nodiscard]] float banner_height(Ui& ui, const Banner& banner, float width);
// As large as finds room: of its type, or smaller, as buttons do it. Its sheet comes nearer to the words before.
[[nodiscard]] Banner fitted_banner(Ui& ui, Banner banner, float width, float height);
void banner(Ui& ui, const Banner& banner, Rect box);

// A round or square ground with an icon on it.
void icon_tile(Ui& ui, std::string_view icon, Rect box, float icon_size, float radius);
// A white sheet.
void panel(Ui& ui, Rect box);
// An icon in a pill with a word: something to bring, somebody's child.
[[nodiscard]] float chip_width(Ui& ui, std::string_view icon, const Words& words);
void chip(Ui& ui, std::string_view id, std::string_view icon, const Words& words, Rect box);

}  // namespace sportello::widgets
