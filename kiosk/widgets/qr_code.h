// A QR code, black on white in every theme, with its quiet zone: a telephone reads no other.
// Carries an address that anybody may know, never anything of a guardian.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

struct QrModules {
  int side = 0;            // with the quiet zone; 0: the text cannot be one
  std::vector<bool> dark;  // row after row
  [[nodiscard]] bool at(int x, int y) const { return dark[static_cast<std::size_t>(y * side + x)]; }
};
QrModules qr_modules(const std::string& text);

// The largest square of whole pixels in the middle of `box`; recorded as `id`, with `words` for who cannot see it.
void qr_code(Ui& ui, std::string_view id, const QrModules& modules, const Words& words, Rect box);

}  // namespace sportello::widgets
