// An OpenGL context with no window and no display: for pictures of screens.
// Opens no connection to X or Wayland.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

class Offscreen {
 public:
  static std::expected<std::unique_ptr<Offscreen>, std::string> open(int width, int height);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  // One frame: `draw` gets the draw list to hand to Ui::begin.
  void frame(const std::function<void(ImDrawList*)>& draw);
  // What stands there now, as a PNG file.
  [[nodiscard]] std::expected<void, std::string> save(const std::filesystem::path& file) const;

 private:
  Offscreen() = default;
  void* display_ = nullptr;
  void* surface_ = nullptr;
  void* context_ = nullptr;
  int width_ = 0, height_ = 0;
};

// What the current OpenGL context shows: four bytes a pixel (blue, green, red, nothing), the upper row first.
std::vector<std::uint8_t> read_pixels(int width, int height);
// The same as a PNG file; used for the real window too.
std::expected<void, std::string> save_png(const std::filesystem::path& file, int width, int height);

}  // namespace sportello::widgets
