// Where a screen's rectangles are seen: mirrored for languages read from the right, and on which page.
// Draws nothing.
#include "kiosk/widgets/inside.h"

namespace sportello::widgets {

namespace {
int section_of(float y) { return std::clamp(static_cast<int>(std::floor(y / section_band)), 0, sections - 1); }
}  // namespace

bool Ui::Inside::place(Rect& box) const {
  if (counting) return false;
  const int section = section_of(box.y);
  if (!every_page && section != seen().first) return false;
  box.y -= static_cast<float>(section) * section_band;
  if (mirrored) box.x = kept ? box.x + *kept : across() - box.x - box.w;
  return true;
}

std::pair<int, int> Ui::Inside::seen() const {
  int left = page;
  for (int section = 0; section < sections; ++section) {
    const int here = pages_of[static_cast<std::size_t>(section)];
    if (left < here) return {section, left};
    left -= here;
  }
  return {0, 0};
}

bool Ui::mirrored() const { return inside_->mirrored; }

bool Ui::keep_left_to_right(Rect region) {
  auto& in = *inside_;
  if (!in.mirrored || in.kept) return false;
  in.kept = in.across() - region.x - region.w - region.x;
  return true;
}

void Ui::end_left_to_right() { inside_->kept.reset(); }

bool Ui::turns_pages() const {
  switch (inside_->comfort.size) {
    case visit::TextSize::normal:
    case visit::TextSize::large: return false;
    case visit::TextSize::larger:
    case visit::TextSize::largest: return true;
  }
  return false;
}

void Ui::count_pages() {
  auto& in = *inside_;
  in.counting = true;
  in.pages_of = {1, 0, 0, 0};
  in.page = 0;
}

void Ui::show_page(int page) {
  auto& in = *inside_;
  in.counting = false;
  in.page = std::clamp(page, 0, pages() - 1);
  if (in.page != in.page_before) in.focused.clear();  // another page begins as another screen does
  in.page_before = in.page;
}

int Ui::page() const { return inside_->page; }

int Ui::pages() const {
  int sum = 0;
  for (const int pages : inside_->pages_of) sum += pages;
  return std::max(sum, 1);
}

int Ui::page_of(Rect box, int pages) {
  auto& in = *inside_;
  const int section = section_of(box.y);
  if (in.counting) {
    auto& counted = in.pages_of[static_cast<std::size_t>(section)];
    counted = std::max(counted, pages);
    return 0;
  }
  const auto [seen, page] = in.seen();
  return seen == section ? std::min(page, pages - 1) : 0;
}

Rect Ui::on_later_page(Rect box) {
  box.y += section_band;
  return box;
}

void Ui::on_every_page(bool on) { inside_->every_page = on; }

}  // namespace sportello::widgets
