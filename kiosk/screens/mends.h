// What would mend a codice fiscale, one button for each, and the groups of its characters.
// Decides no mend. Internal to this folder.
#pragma once

#include <array>

#include "kiosk/screens/common.h"

namespace sportello::screens {

struct Group {
  TextKey name;
  std::size_t from, count;
};
inline constexpr std::array<Group, 7> typed_groups = {{{"typed.surname"_t, 0, 3},
                                                       {"typed.name"_t, 3, 3},
                                                       {"typed.year"_t, 6, 2},
                                                       {"typed.month"_t, 8, 1},
                                                       {"typed.day"_t, 9, 2},
                                                       {"typed.town"_t, 11, 4},
                                                       {"typed.last"_t, 15, 1}}};

void draw_mends(Frame& frame, const visit::TypedEntry& state, Rect box);

}  // namespace sportello::screens
