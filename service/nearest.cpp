// Optimal string alignment: three rows of the table are enough.
#include "service/nearest.h"

#include <algorithm>
#include <vector>

namespace sportello {
namespace {

constexpr std::size_t longest = 64;     // no key of ours is half as long
constexpr std::size_t a_part_says = 4;  // letters of a name that stand for the whole

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view written, const std::set<std::string, std::less<>>& names) {
  if (written.size() > longest) return {};
  std::string best;
  std::size_t least = std::max<std::size_t>(written.size() / 3, 1) + 1;
  for (const auto& name : names) {
    const auto away = distance(written, name);
    if (away < least) {
      least = away;
      best = name;
    }
  }
  if (!best.empty() || written.size() < a_part_says) return best;
  for (const auto& name : names) {
    if (name.starts_with(written) || name.ends_with(written)) return name;
  }
  return {};
}

}  // namespace sportello
