#include "kiosk/widgets/focus_walk.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace sportello::widgets {

namespace {

using Row = std::vector<const Recorded*>;
using Grid = std::vector<Row>;  // as the eye goes over it; a control that stands alone is a grid of one

bool same_row(const Recorded& a, const Recorded& b) {
  return std::abs(a.box.middle_y() - b.box.middle_y()) < std::min(a.box.h, b.box.h) / 2;
}

Grid rows_of(Row all, bool right_to_left) {
  std::ranges::stable_sort(all, {}, [](const Recorded* e) { return e->box.middle_y(); });
  Grid grid;
  for (const auto* entry : all) {
    if (grid.empty() || !same_row(*grid.back().front(), *entry)) grid.emplace_back();
    grid.back().push_back(entry);
  }
  for (auto& row : grid) {
    std::ranges::sort(row, [&](const Recorded* a, const Recorded* b) {
      return right_to_left ? a->box.x > b->box.x : a->box.x < b->box.x;
    });
  }
  return grid;
}

// All keys of a screen are one grid, where the first of them stands; choices that follow each other are one.
std::vector<Grid> grids_of(const LayoutRecord& record, bool right_to_left) {
  std::vector<Row> groups;
  std::optional<std::size_t> keys;
  Role last = Role::text;
  for (const auto* control : record.controls()) {
    if (control->role == Role::key && keys) {
      groups[*keys].push_back(control);
    } else if (control->role == Role::choice && last == Role::choice) {
      groups.back().push_back(control);
    } else {
      if (control->role == Role::key) keys = groups.size();
      groups.push_back({control});
    }
    last = control->role;
  }
  std::vector<Grid> grids;
  grids.reserve(groups.size());
  for (auto& group : groups) grids.push_back(rows_of(std::move(group), right_to_left));
  return grids;
}

struct Place {
  std::size_t grid = 0, row = 0, at = 0;
};
std::optional<Place> place_of(const std::vector<Grid>& grids, std::string_view id) {
  for (std::size_t g = 0; g < grids.size(); ++g) {
    for (std::size_t r = 0; r < grids[g].size(); ++r) {
      for (std::size_t i = 0; i < grids[g][r].size(); ++i) {
        if (grids[g][r][i]->id == id) return Place{g, r, i};
      }
    }
  }
  return std::nullopt;
}

// In the next row that way which has somebody awake, whoever stands nearest.
const Recorded* straight(const Grid& grid, const Place& from, int step) {
  const float x = grid[from.row][from.at]->box.middle_x();
  const auto rows = static_cast<std::ptrdiff_t>(grid.size());
  for (auto row = static_cast<std::ptrdiff_t>(from.row) + step; row >= 0 && row < rows; row += step) {
    const Recorded* nearest = nullptr;
    for (const auto* entry : grid[static_cast<std::size_t>(row)]) {
      if (entry->focus < 0) continue;
      const auto far = [x](const Recorded* e) { return std::abs(e->box.middle_x() - x); };
      if (nearest == nullptr || far(entry) < far(nearest)) nearest = entry;
    }
    if (nearest != nullptr) return nearest;
  }
  return nullptr;
}

}  // namespace

std::string focus_after(const LayoutRecord& record, std::string_view from, Arrow arrow, bool right_to_left) {
  const auto grids = grids_of(record, right_to_left);
  std::vector<const Recorded*> line;
  for (const auto& grid : grids) {
    for (const auto& row : grid) line.insert(line.end(), row.begin(), row.end());
  }
  const auto awake = [](const Recorded* entry) { return entry->focus >= 0; };
  if (arrow == Arrow::none || std::ranges::none_of(line, awake)) return {};
  const auto start = place_of(grids, from);
  if (!start) return (*std::ranges::find_if(line, awake))->id;

  const bool vertical = arrow == Arrow::up || arrow == Arrow::down;
  const bool onward = arrow == Arrow::down || arrow == (right_to_left ? Arrow::left : Arrow::right);
  const auto& grid = grids[start->grid];
  const auto* leave_from = grid[start->row][start->at];
  if (vertical) {
    if (const auto* there = straight(grid, *start, onward ? 1 : -1)) return there->id;
    leave_from = onward ? grid.back().back() : grid.front().front();
  }
  const auto count = line.size();
  auto at = static_cast<std::size_t>(std::ranges::find(line, leave_from) - line.begin());
  for (std::size_t steps = 0; steps < count; ++steps) {
    at = (at + (onward ? 1 : count - 1)) % count;
    if (awake(line[at])) return line[at]->id;
  }
  return {};
}

}  // namespace sportello::widgets
