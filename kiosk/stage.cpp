// The two stages without a window.
#include "kiosk/stage.h"

#include "kiosk/widgets/offscreen.h"

namespace sportello::kiosk {
namespace {

class HeadlessStage : public Stage {
 public:
  HeadlessStage(int width, int height) : width_(width), height_(height) {}
  void frame(const Draw& draw) override { draw(nullptr, width_, height_); }
  std::expected<void, std::string> save(const std::filesystem::path&) override {
    return std::unexpected("nothing is painted here: there is no picture to save");
  }

 private:
  int width_, height_;
};

class OffscreenStage : public Stage {
 public:
  OffscreenStage(std::unique_ptr<widgets::Offscreen> offscreen, int width, int height)
      : offscreen_(std::move(offscreen)), width_(width), height_(height) {}
  void frame(const Draw& draw) override {
    offscreen_->frame([&](ImDrawList* list) { draw(list, width_, height_); });
  }
  std::expected<void, std::string> save(const std::filesystem::path& file) override { return offscreen_->save(file); }

 private:
  std::unique_ptr<widgets::Offscreen> offscreen_;
  int width_, height_;
};

}  // namespace

std::unique_ptr<Stage> headless_stage(int width, int height) {
  return std::make_unique<HeadlessStage>(width, height);
}

std::expected<std::unique_ptr<Stage>, std::string> offscreen_stage(int width, int height) {
  auto offscreen = widgets::Offscreen::open(width, height);
  if (!offscreen) return std::unexpected(offscreen.error());
  return std::make_unique<OffscreenStage>(std::move(*offscreen), width, height);
}

}  // namespace sportello::kiosk
