#include "kiosk/widgets/stack.h"

#include <algorithm>

namespace sportello::widgets {

namespace {
// What a gap keeps when a larger text needs the room: a quarter, but never less than what parts two things to touch.
float least(float gap, float touch_gap) { return std::max(gap * 0.25F, std::min(gap, touch_gap)); }
}  // namespace

void Stack::text(std::string id, Words words, const TextStyle& style, Role role) {
  const float height = ui_.measure(words, style, width_).h;
  add(height, [this, id = std::move(id), words = std::move(words), style, role](Rect box) {
    ui_.text(id, words, style, box, role);
  });
}

void Stack::gap(float height) { items_.push_back({.height = height, .gap = true, .draw = {}}); }
void Stack::add(float height, std::function<void(Rect)> draw) {
  items_.push_back({.height = height, .draw = std::move(draw)});
}
void Stack::grow(float share) { items_.push_back({.grow = share, .draw = {}}); }
void Stack::turn() { items_.push_back({.turn = true, .draw = {}}); }

float Stack::height() const {
  float sum = 0;
  for (const auto& item : items_) sum += item.height;
  return sum;
}

float Stack::least_height() const {
  const float touch = ui_.measure(Measure::touch_gap);
  float sum = 0;
  for (const auto& item : items_) sum += item.gap ? least(item.height, touch) : item.height;
  return sum;
}

// Greedy: as much as finds room with the gaps at their least.
std::vector<Stack::Page> Stack::pages(float height) const {
  const auto loose = [&](std::size_t i) { return items_[i].gap || items_[i].grow > 0 || items_[i].turn; };
  const float touch = ui_.measure(Measure::touch_gap);
  std::vector<Page> pages;
  Page page = {0, 0};
  float used = 0, before = 0;  // `before`: the gaps since the last thing
  const auto finish = [&](std::size_t next) {
    if (page.second > page.first) pages.push_back(page);
    page = {next, next};
    used = before = 0;
  };
  for (std::size_t i = 0; i < items_.size();) {
    if (loose(i)) {
      if (items_[i].turn) {
        finish(i + 1);
      } else if (page.second == page.first) {
        page = {i + 1, i + 1};  // no page begins with a gap
      } else {
        before += least(items_[i].height, touch);
      }
      ++i;
      continue;
    }
    std::size_t end = i;
    float together = 0;
    while (end < items_.size() && !loose(end)) together += items_[end++].height;
    if (together > height) {  // longer than a page: parted where it must be
      end = i + 1;
      together = items_[i].height;
    }
    if (page.second > page.first && used + before + together > height + 1) finish(i);
    used += before + together;
    before = 0;
    page.second = i = end;
  }
  finish(items_.size());
  if (pages.empty()) pages.push_back({0, items_.size()});
  // The last gaps and springs belong to the last page: they say where it stands.
  pages.back().second = items_.size();
  return pages;
}

void Stack::draw(Rect box, Align align) {
  const auto all = pages(box.h);
  const int now = ui_.page_of(box, static_cast<int>(all.size()));
  draw_page(all[static_cast<std::size_t>(now)], box, align);
}

void Stack::draw_page(Page page, Rect box, Align align) {
  const float touch = ui_.measure(Measure::touch_gap);
  float spare = 0, shares = 0, height = 0;
  for (std::size_t i = page.first; i < page.second; ++i) {
    const auto& item = items_[i];
    if (item.gap) spare += item.height - least(item.height, touch);
    shares += item.grow;
    height += item.height;
  }
  const float left = box.h - height;
  // The share of what each gap can spare that it gives.
  const float given = left < 0 && spare > 0 ? std::min(1.0F, -left / spare) : 0;
  float y = box.y;
  if (left > 0 && shares == 0) {
    switch (align) {
      case Align::start: break;
      case Align::centre: y += left / 2; break;
      case Align::end: y += left; break;
    }
  }
  for (std::size_t i = page.first; i < page.second; ++i) {
    const auto& item = items_[i];
    float h = item.gap ? item.height - (item.height - least(item.height, touch)) * given : item.height;
    if (item.grow > 0) h = std::max(0.0F, left) * item.grow / shares;
    if (item.draw) item.draw({box.x, y, width_, h});
    y += h;
  }
}

}  // namespace sportello::widgets
