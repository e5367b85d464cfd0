// What a Ui is made of. For ui.cpp and ui_paint.cpp only.
#pragma once

#include <algorithm>
#include <cmath>

#include "kiosk/widgets/pictures.h"
#include "kiosk/widgets/secret_glyphs.h"
#include "kiosk/widgets/shaped_text.h"
#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

struct Ui::Inside {
  Surface surface = Surface::headless;
  Tokens tokens;
  Texts texts;
  std::optional<ShapedText> shaped;
  std::optional<SecretGlyphs> glyphs;
  std::optional<Pictures> pictures;

  ImDrawList* paint = nullptr;
  int width = 1280, height = 800;
  float scale = 1;
  visit::Comfort comfort;
  LayoutRecord record;
  std::optional<std::chrono::milliseconds> redraw;

  Input input;
  bool was_down = false;
  bool press_began = false, press_ended = false;
  bool press_meant_something = false;
  std::string pressed;         // the control the finger went down on
  std::string pressed_screen;  // the same id on another screen is another control
  std::string focused;

  Texture preview;
  std::uint64_t preview_sequence = 0;

  [[nodiscard]] float snap(float design) const { return std::round(design * scale); }
  // A line must not vanish, nor be blurred.
  [[nodiscard]] float thick(float design) const { return std::max(1.0F, std::round(design * scale)); }
  [[nodiscard]] std::uint32_t colour(Colour colour) const;
};

}  // namespace sportello::widgets
