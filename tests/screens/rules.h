// What must hold on every screen, in every language, window and text size: told as sentences, empty when all is well.
// Looks at a layout record only.
#pragma once

#include <string>
#include <vector>

#include "kiosk/widgets/layout_record.h"

namespace sportello::tests {

inline constexpr float design_dots_per_mm = 3.809F;  // of a design pixel: 1280×800 on 15.6 inches

// Between the edges of two boxes; 0 when they touch or overlap.
float distance(const widgets::Rect& a, const widgets::Rect& b);

struct Seen {
  float scale = 1;         // real pixels of a design pixel
  bool first_page = true;  // where the title stands
};
// Everything wrong with a screen, one line each.
std::vector<std::string> faults(const widgets::LayoutRecord& record, const Seen& seen);

// "\n  one\n  another"
std::string joined(const std::vector<std::string>& lines);

}  // namespace sportello::tests
