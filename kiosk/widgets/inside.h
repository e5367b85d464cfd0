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
  std::optional<ShapedText> shaped;
  std::optional<SecretGlyphs> glyphs;
  std::optional<Pictures> pictures;

  ImDrawList* paint = nullptr;
  int window_w = 1280, window_h = 800;
  // The part of the window in which the screen stands, and where: all of it, or its foot (Comfort::low_reach).
  int width = 1280, height = 800, left = 0, top = 0;
  float scale = 1;
  int first_vertex = 0;  // of the screen: moved there when all is drawn
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
  int page_before = 0;  // another page begins without a focus
  // The last press, and where: one that follows it at once may be a tremor's (Comfort::steady).
  std::chrono::milliseconds released_at{-1000};
  std::string released, released_screen;

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

  std::optional<float> dots_per_mm;
  void step_focus(int step);
  [[nodiscard]] bool trembles(std::string_view id) const;
  [[nodiscard]] int vertices() const;
  void stand(bool low);
  void lower();  // what was drawn since open() goes to its part of the window
  [[nodiscard]] float finger_x() const { return (input.x - static_cast<float>(left)) / scale; }
  [[nodiscard]] float finger_y() const { return (input.y - static_cast<float>(top)) / scale; }
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
