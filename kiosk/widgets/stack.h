// Things under each other in one column: measured first, then drawn, so that a column can be centred or filled.
// Knows no screen.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

class Stack {
 public:
  Stack(Ui& ui, float width) : ui_(ui), width_(width) {}

  void text(std::string id, Words words, const TextStyle& style, Role role = Role::text);
  void gap(float height);
  void add(float height, std::function<void(Rect)> draw);
  void grow(float share = 1);  // takes a share of what is left

  [[nodiscard]] float width() const { return width_; }
  [[nodiscard]] float height() const;
  // `align`: where the whole stands when nothing in it grows. When the box is too low, the gaps give way first.
  void draw(Rect box, Align align = Align::start);

 private:
  struct Item {
    float height = 0;
    float grow = 0;
    bool gap = false;
    std::function<void(Rect)> draw;
  };
  Ui& ui_;
  float width_;
  std::vector<Item> items_;
};

}  // namespace sportello::widgets
