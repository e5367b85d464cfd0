// Keys of the on-screen keyboards and the cells they fill.
// Keeps no character: a key says it was pressed, a cell draws what it is given.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

struct KeyCap {
  std::string id;   // "key.A", "key.erase"
  Words label;      // one character, or a word
  Words name = {};  // said in its place, where the label is no word
  std::string_view icon = {};
  std::string_view sign = {};  // Latin; in the place of a word that has no room, as the icon is
  bool spare = false;          // the icon is only for where the word has no room
  bool word = false;           // caption, bold, tinted
  bool latin = false;          // a word that is shown as it is typed
  bool enabled = true;
  bool wanted = false;   // meets a rule that is still missing
  bool hidden = false;   // what is typed is hidden: the key does not show itself pressed
  bool big = false;      // of a keypad
  bool under = false;    // the word under the icon
  bool held_on = false;  // a key that stays down: capitals
  float size = 0;        // of a word, common to its keyboard; 0: as large as fits
};
// The largest size, in design pixels, in which each of these words fits its key: words of one keyboard are one size.
struct KeyWord {
  Words label;
  float w = 0, h = 0;  // of the key
};
float common_word_size(Ui& ui, std::span<const KeyWord> words);
bool key(Ui& ui, const KeyCap& cap, Rect box);

enum class CellState { plain, now, wrong, marked };
// `character` may be secret; empty: an empty cell.
void cell(Ui& ui, std::string_view id, std::string_view character, CellState state, float size, Rect box);

}  // namespace sportello::widgets
