// What a Ui is made of. For ui.cpp, ui_paint.cpp and qr_code.cpp only.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kiosk/widgets/pictures.h"
#include "kiosk/widgets/secret_glyphs.h"
#include "kiosk/widgets/shaped_text.h"
#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

inline constexpr int sections = 4;  // what stands on one page at normal sizes, one after another at large ones
inline constexpr float section_band = 8192;  // design pixels: higher than any window

struct Ui::Inside {
  Surface surface = Surface::headless;
  Tokens tokens;
  Texts texts;
  std::shared_ptr<const Fonts> fonts;
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

  // Where things stand: mirrored for languages read from the right, and on one of several pages.
  bool mirrored = false;
  std::optional<float> kept;  // how far a region that stays left to right was moved as a whole
  bool counting = false;      // a first pass that only learns how many pages there are
  bool every_page = false;    // header and footer
  std::array<int, sections> pages_of{};
  int page = 0;

  std::chrono::milliseconds changed_at{-1000};  // when this screen came
  std::chrono::milliseconds acted_at{-1000};    // when `acted` was pressed: it shows it for a moment
  std::string acted;

  Texture preview;
  std::uint64_t preview_sequence = 0;

  [[nodiscard]] float snap(float design) const { return std::round(design * scale); }
  // A line must not vanish, nor be blurred.
  [[nodiscard]] float thick(float design) const { return std::max(1.0F, std::round(design * scale)); }
  [[nodiscard]] std::uint32_t colour(Colour colour) const;
  [[nodiscard]] bool flips() const { return mirrored && !kept; }
  [[nodiscard]] float across() const { return static_cast<float>(width) / scale; }
  // From where a screen puts a thing to where it is seen; false: on another page.
  [[nodiscard]] bool place(Rect& box) const;
  // The section that is seen now, and which of its pages.
  [[nodiscard]] std::pair<int, int> seen() const;
};

}  // namespace sportello::widgets
