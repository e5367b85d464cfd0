// Starting needs much program text that a waiting kiosk never runs: a shader compiler, a reader of SVG, certificates.
// Hands its pages back; whatever is needed again is read again from the same files, and nobody sees a difference.
// Touches no page that was ever written.
#pragma once

#include <cstddef>

namespace sportello::kiosk {

// Once, when the first picture stands. Returns how many bytes of program text were let go.
std::size_t hand_back_startup_memory();

}  // namespace sportello::kiosk
