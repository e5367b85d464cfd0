// The displays that docs/installation.md declares: what is promised in millimetres is measured on each.
#pragma once

#include <array>
#include <string_view>

namespace sportello::tests {

struct Display {
  std::string_view name;
  int width = 0, height = 0;
  float dots_per_mm = 0;
  bool declared = false;  // in the configuration; else the window stands for 15.6 inches, or 21.5 upright
};
inline constexpr std::array displays = {Display{"15.6 inches, 1280×800", 1280, 800, 3.809F, false},
                                        Display{"21.5 inches, 1920×1080", 1920, 1080, 4.03F, true},
                                        Display{"21.5 inches, upright, 1080×1920", 1080, 1920, 4.03F, true}};

}  // namespace sportello::tests
