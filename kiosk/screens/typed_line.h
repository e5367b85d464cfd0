// A line that shows what is being typed: a password, covered or not, or a mail address.
// Drawn glyph by glyph: what stands in it reaches no cache and no record. Internal to this folder.
#pragma once

#include <algorithm>
#include <string>

#include "kiosk/screens/common.h"

namespace sportello::screens {

struct TypedLine {
  std::string id;
  Words label;
  const visit::SecretText& text;
  bool shown = true;
  bool last_shown = false;  // when covered: the last character stands in clear
  bool wrong = false;
};
// It grows with the words; where the window is wide, keys and a sentence need the room.
inline float typed_line_height(const Ui& ui) {
  if (ui.portrait()) return std::max(72.0F, 36 * ui.grown(Type::body) * 1.3F + 24);
  return std::clamp(ui.line_height({.type = Type::label, .line = 1.2F}) + 16, 68.0F, 76.0F);
}
void draw_typed_line(Ui& ui, const TypedLine& line, Rect box);
// The line, and the button beside it that shows or covers what is typed.
void draw_covered_line(Frame& frame, const TypedLine& line, Rect box);

}  // namespace sportello::screens
