// Where frames are drawn: the real window, a picture in memory, or nowhere. All three lay out and record alike.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

struct ImDrawList;

namespace sportello::kiosk {

class Stage {
 public:
  // Called once a frame with the draw list (null where nothing is painted) and the size in pixels.
  using Draw = std::function<void(ImDrawList*, int width, int height)>;

  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;
  virtual void frame(const Draw& draw) = 0;
  // The last frame as a PNG file.
  virtual std::expected<void, std::string> save(const std::filesystem::path& file) = 0;
};

// Lays out and records only.
std::unique_ptr<Stage> headless_stage(int width, int height);
// Paints into memory, with no window and no display.
std::expected<std::unique_ptr<Stage>, std::string> offscreen_stage(int width, int height);

}  // namespace sportello::kiosk
