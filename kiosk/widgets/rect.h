// A rectangle in design pixels: the pixels of a window of 1280×800 on 15.6 inches.
// Knows nothing of the real window: the canvas scales.
#pragma once

namespace sportello::widgets {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  [[nodiscard]] float right() const { return x + w; }
  [[nodiscard]] float bottom() const { return y + h; }
  [[nodiscard]] float middle_x() const { return x + w / 2; }
  [[nodiscard]] float middle_y() const { return y + h / 2; }
  [[nodiscard]] bool holds(float px, float py) const { return px >= x && py >= y && px < right() && py < bottom(); }
  [[nodiscard]] Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  [[nodiscard]] Rect inset(float across, float down) const {
    return {x + across, y + down, w - 2 * across, h - 2 * down};
  }
  bool operator==(const Rect&) const = default;
};

}  // namespace sportello::widgets
