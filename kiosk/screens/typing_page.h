// Where things stand above a keyboard: title, typed line, one sentence, and what a screen adds to them.
// Never on two pages: words shrink before the key to go on with, or what is wrong, would be out of sight. Internal to
// this folder.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/screens/common.h"

namespace sportello::screens {

struct TypingNeeds {
  Words title;
  std::vector<Words> sentences;        // all that it may say: the longest has its room
  std::optional<widgets::Button> way;  // beside the sentence; below it where the window is tall and the words large
  float list_w = 0, list_h = 0;        // beside all; under the sentence where the window is tall. 0: none
};
struct TypingPlan {
  std::optional<Rect> title;  // nothing: the header shows it
  Rect line, sentence, way, list, keys;
};
// In a tall window all of it stands right above the keys, where hands are.
TypingPlan plan_typing(Ui& ui, const TypingNeeds& needs);

// Header, and the title where there is room for it.
void draw_typing_title(Frame& frame, const TypingPlan& plan, const Words& title);
void draw_sentence(Ui& ui, const widgets::Banner& said, const TypingPlan& plan);

}  // namespace sportello::screens
