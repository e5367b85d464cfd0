#include "tests/screens/rules.h"

#include <algorithm>
#include <set>

namespace sportello::tests {

namespace {

using widgets::Recorded;
using widgets::Rect;
using widgets::Role;

constexpr float target_px = 12.7F * design_dots_per_mm, gap_px = 2.54F * design_dots_per_mm;

bool overlap(const Rect& a, const Rect& b, float slack) {
  return a.x + slack < b.right() && b.x + slack < a.right() && a.y + slack < b.bottom() && b.y + slack < a.bottom();
}
bool is_words(const Recorded& e) { return e.role == Role::text || e.role == Role::title; }
bool is_solid(const Recorded& e) {
  return widgets::is_control(e.role) || is_words(e) || e.role == Role::banner || e.role == Role::cell;
}

void judge(const Recorded& e, const widgets::LayoutRecord& record, float scale, std::vector<std::string>& found) {
  const auto say = [&](const std::string& what) { found.push_back(e.id + ": " + what); };
  if (e.box.x < -1 || e.box.y < -1 || e.box.right() > record.width() + 1 || e.box.bottom() > record.height() + 1) {
    say("reaches out of the window");
  }
  if (!e.fits) say("its words do not fit: " + e.label);
  const bool unfilled = e.label.find('{') != std::string::npos || e.label.find("⟦") != std::string::npos ||
                        e.label.find('*') != std::string::npos;
  if (unfilled && e.role != Role::key) say("an unfilled text: " + e.label);
  if (!widgets::is_control(e.role)) return;
  if (std::min(e.box.w, e.box.h) < target_px * scale - 1) say("too small to touch");
  if (e.label.empty()) say("has no name");
  if (e.enabled != (e.focus >= 0)) say("the focus order passes it by");
}

}  // namespace

float distance(const Rect& a, const Rect& b) {
  const float dx = std::max({a.x - b.right(), b.x - a.right(), 0.0F});
  const float dy = std::max({a.y - b.bottom(), b.y - a.bottom(), 0.0F});
  return std::max(dx, dy);
}

std::vector<std::string> faults(const widgets::LayoutRecord& record, const Seen& seen) {
  std::vector<std::string> found;
  std::set<std::string> ids;
  int primaries = 0, titles = 0;
  const auto& all = record.entries();
  for (const auto& e : all) {
    if (e.id.empty() || !ids.insert(e.id).second) found.push_back(e.id + ": its id is not its own");
    judge(e, record, seen.scale, found);
    primaries += e.primary ? 1 : 0;
    titles += e.role == Role::title ? 1 : 0;
  }
  if (primaries > 1) found.emplace_back("more than one primary");
  if (titles > 1 || (seen.first_page && titles == 0)) {
    found.push_back("not one title but " + std::to_string(titles));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const bool controls = widgets::is_control(all[i].role) && widgets::is_control(all[j].role);
      const bool words = is_words(all[i]) || is_words(all[j]);
      if (controls && distance(all[i].box, all[j].box) < gap_px * seen.scale - 1) {
        found.push_back(all[i].id + " and " + all[j].id + " are too near");
      } else if (words && is_solid(is_words(all[i]) ? all[j] : all[i]) &&
                 overlap(all[i].box, all[j].box, 2 * seen.scale)) {
        found.push_back(all[i].id + " and " + all[j].id + " overlap");
      }
    }
  }
  return found;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "\n  " + line;
  return text;
}

}  // namespace sportello::tests
