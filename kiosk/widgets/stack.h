// Things under each other in one column: measured first, then drawn, so that a column can be centred or filled.
// Knows no screen.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
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
  void turn();                 // what follows stands on a next page, at every size

  [[nodiscard]] float width() const { return width_; }
  [[nodiscard]] float height() const;
  [[nodiscard]] float least_height() const;  // with the gaps at their least
  // `align`: where the whole stands when nothing in it grows. When the box is too low, the gaps give way first; then
  // what does not fit goes to a next page. Things with no gap between them stay together.
  void draw(Rect box, Align align = Align::start);

 private:
  struct Item {
    float height = 0;
    float grow = 0;
    bool gap = false;
    bool turn = false;
    std::function<void(Rect)> draw;
  };
  using Page = std::pair<std::size_t, std::size_t>;  // from, to
  [[nodiscard]] std::vector<Page> pages(float height) const;
  void draw_page(Page page, Rect box, Align align);

  Ui& ui_;
  float width_;
  std::vector<Item> items_;
};

}  // namespace sportello::widgets
