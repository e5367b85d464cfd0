#include "kiosk/widgets/stack.h"

#include <algorithm>

namespace sportello::widgets {

namespace {
constexpr float least_gap = 0.25F;  // of itself, when a larger text needs the room
}

void Stack::text(std::string id, Words words, const TextStyle& style, Role role) {
  const float height = ui_.measure(words, style, width_).h;
  add(height, [this, id = std::move(id), words = std::move(words), style, role](Rect box) {
    ui_.text(id, words, style, box, role);
  });
}

void Stack::gap(float height) { items_.push_back({height, 0, true, {}}); }
void Stack::add(float height, std::function<void(Rect)> draw) {
  items_.push_back({height, 0, false, std::move(draw)});
}
void Stack::grow(float share) { items_.push_back({0, share, false, {}}); }

float Stack::height() const {
  float sum = 0;
  for (const auto& item : items_) sum += item.height;
  return sum;
}

void Stack::draw(Rect box, Align align) {
  float gaps = 0, shares = 0;
  for (const auto& item : items_) {
    if (item.gap) gaps += item.height;
    shares += item.grow;
  }
  const float left = box.h - height();
  const float squeeze = left < 0 && gaps > 0 ? std::max(least_gap, 1 + left / gaps) : 1;
  float y = box.y;
  if (left > 0 && shares == 0) {
    switch (align) {
      case Align::start: break;
      case Align::centre: y += left / 2; break;
      case Align::end: y += left; break;
    }
  }
  for (const auto& item : items_) {
    float h = item.gap ? item.height * squeeze : item.height;
    if (item.grow > 0) h = std::max(0.0F, left) * item.grow / shares;
    if (item.draw) item.draw({box.x, y, width_, h});
    y += h;
  }
}

}  // namespace sportello::widgets
