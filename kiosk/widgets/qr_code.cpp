#include "kiosk/widgets/qr_code.h"

#include <algorithm>
#include <cmath>

#include "kiosk/widgets/imgui.h"
#include "kiosk/widgets/inside.h"
#include "kiosk/widgets/qr_writer.h"

namespace sportello::widgets {

namespace {
constexpr int quiet_zone = 4;  // modules, as ISO 18004 asks
}

QrModules qr_modules(const std::string& text) {
  QrModules made;
  if (text.empty()) return made;
  const auto matrix = write_qr(text);
  if (!matrix) return made;
  const int inner = matrix->width();
  made.side = inner + 2 * quiet_zone;
  made.dark.assign(static_cast<std::size_t>(made.side) * static_cast<std::size_t>(made.side), false);
  for (int y = 0; y < inner; ++y) {
    for (int x = 0; x < inner; ++x) {
      const auto at = (y + quiet_zone) * made.side + x + quiet_zone;
      made.dark[static_cast<std::size_t>(at)] = matrix->get(x, y);
    }
  }
  return made;
}

void Ui::squares(int side, const std::vector<bool>& dark, Rect box) {
  auto& in = *inside_;
  if (in.paint == nullptr || side <= 0 || !in.place(box)) return;
  // Modules of whole pixels: edges stay sharp, and all are as wide.
  const float one = std::max(1.0F, std::floor(std::min(box.w, box.h) * in.scale / static_cast<float>(side)));
  const float whole = one * static_cast<float>(side);
  const float left = std::round(box.middle_x() * in.scale - whole / 2);
  const float top = std::round(box.middle_y() * in.scale - whole / 2);
  in.paint->AddRectFilled({left, top}, {left + whole, top + whole}, IM_COL32_WHITE, in.scale * 8);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side;) {
      int end = x;
      while (end < side && dark[static_cast<std::size_t>(y * side + end)]) ++end;
      if (end == x) {
        ++x;
        continue;
      }
      const float row = top + static_cast<float>(y) * one;
      in.paint->AddRectFilled({left + static_cast<float>(x) * one, row},
                              {left + static_cast<float>(end) * one, row + one}, IM_COL32_BLACK);
      x = end;
    }
  }
}

void qr_code(Ui& ui, std::string_view id, const QrModules& modules, const Words& words, Rect box) {
  if (modules.side == 0) return;
  const float size = std::min(box.w, box.h);
  const Rect square = {box.middle_x() - size / 2, box.middle_y() - size / 2, size, size};
  ui.squares(modules.side, modules.dark, square);
  ui.note({std::string(id), flat(words), Role::image, square});
}

}  // namespace sportello::widgets
