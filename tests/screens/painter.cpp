#include "tests/screens/painter.h"

#include "kiosk/screens/draw.h"
#include "tests/screens/png.h"

namespace sportello::tests {

namespace {

constexpr std::size_t camera_width = 640, camera_height = 360;

// A slope of greys with a bright bar to the left: whoever looks sees that the pane is mirrored.
std::vector<std::uint8_t> camera_picture() {
  std::vector<std::uint8_t> grey(camera_width * camera_height);
  for (std::size_t i = 0; i < grey.size(); ++i) {
    const auto x = i % camera_width;
    grey[i] = x > 100 && x < 140 ? 230 : static_cast<std::uint8_t>(40 + i / camera_width / 4);
  }
  return grey;
}

}  // namespace

std::expected<Painter, std::string> Painter::open(Window window, const std::filesystem::path& assets) {
  Painter painter;
  painter.window_ = window;
  auto off = widgets::Offscreen::open(window.width, window.height);
  if (!off) return std::unexpected(off.error());
  painter.off_ = std::move(*off);
  auto ui = widgets::Ui::load(assets, widgets::Surface::opengl);
  if (!ui) return std::unexpected(ui.error());
  painter.ui_ = std::move(*ui);
  painter.ui_->premises = screens::preview_premises();
  painter.camera_ = camera_picture();
  return painter;
}

std::expected<std::size_t, std::string> Painter::paint(const screens::Preview& preview,
                                                       const std::filesystem::path& file) {
  // One of the scan screens shows the camera's pane at work.
  ui_->preview.reset();
  if (preview.name == "scan-organisation-code") ui_->preview = {camera_, camera_width, camera_height, 1};
  off_->frame([&](ImDrawList* paint) {
    ui_->begin(window_.width, window_.height, {}, paint);
    screens::draw(preview.visit, preview.now, *ui_);
  });
  return write_png(file, widgets::read_pixels(window_.width, window_.height), window_.width, window_.height);
}

}  // namespace sportello::tests
