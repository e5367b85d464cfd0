// What the three sheets of accessibility share: what is seen, what is heard, how it is touched. Internal to this
// folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/screens/common.h"

namespace sportello::screens {

inline constexpr TextStyle sheet_heading = {.type = Type::lead, .bold = true, .line = 1.3F};
inline constexpr float sheet_gap = 18, under_heading = 14;

// The title, and the three names of the sheets, one of which is in force.
void begin_sheet(Frame& frame, Stack& stack, visit::OverlayKind now);
// That all of it is for this visit only; then the whole, and the footer of a page.
void end_sheet(Frame& frame, Stack& stack);

// One of a few ways, in a row, or as many rows as their names need.
struct Way {
  std::string_view id;
  Words name;
  bool chosen = false;
  visit::Event means;
  TextStyle style = {.type = Type::label};
};
void add_ways(Frame& frame, Stack& stack, std::vector<Way> ways);
// A sentence to tick.
void add_tick(Frame& frame, Stack& stack, std::string_view id, const Words& sentence, bool ticked,
              visit::Event means);

}  // namespace sportello::screens
