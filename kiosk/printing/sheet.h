// The paper a slip is laid out on. Points: 72 an inch.
#pragma once

#include <algorithm>

namespace sportello::printing {

inline constexpr double points_an_inch = 72;
// Receipt printers: 8 dots a millimetre, sold as "203 dpi".
inline constexpr double receipt_dots_an_inch = 203.2;
// The widths receipt printers print on paper of 58 and of 80 mm.
inline constexpr int dots_of_58_mm = 384, dots_of_80_mm = 576;

struct Sheet {
  double width = 0;
  double height = 0;  // 0: as long as the slip is
  double side = 0, end = 0;
  double scale = 1;  // of the type's sizes
};

// The printable width of a receipt printer, less a millimetre: Nastaliq leans out of its line.
constexpr Sheet receipt(int dots) {
  const double width = dots * points_an_inch / receipt_dots_an_inch;
  return {width, 0, 3, 6, dots < dots_of_80_mm ? 0.92 : 1.0};
}

// A page. 12 mm is outside what any office printer leaves white; a wider page is read from further away.
constexpr Sheet page(double width, double height) {
  constexpr double margin = 34, of_a_receipt = 200, largest = 1.4;
  const double side = std::max(margin, (width - 400) / 2);  // 14 cm of text: a longer line is lost on the way back
  return {width, height, side, margin, std::clamp((width - 2 * side) / of_a_receipt, 1.0, largest)};
}

}  // namespace sportello::printing
