// Draws previews into memory, with no window and no display, and keeps them as files.
// Needs the fonts and the OpenGL that a kiosk needs; holds the only OpenGL context of its process.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/screens/previews.h"
#include "kiosk/widgets/offscreen.h"
#include "tests/screens/album.h"

namespace sportello::tests {

class Painter {
 public:
  static std::expected<Painter, std::string> open(Window window, const std::filesystem::path& assets);

  // Paints one preview into this file; returns the file's size in bytes.
  std::expected<std::size_t, std::string> paint(const screens::Preview& preview, const std::filesystem::path& file);

 private:
  Painter() = default;
  Window window_;
  std::unique_ptr<widgets::Offscreen> off_;
  std::unique_ptr<widgets::Ui> ui_;  // after off_: its textures go before their context
  std::vector<std::uint8_t> camera_;
};

}  // namespace sportello::tests
