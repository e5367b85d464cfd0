// Picture files in the place of a camera: for tests, demonstrations, and technicians without one.
#include <stb/stb_image.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "kiosk/devices/camera.h"

namespace sportello::devices {
namespace {

constexpr auto pause = std::chrono::milliseconds{100};  // ten frames a second: quick to read, easy on the processor
constexpr long most_pixels = 64L * 1024 * 1024;

}  // namespace

std::expected<Frame, std::string> load_picture(const std::filesystem::path& file) {
  int width = 0;
  int height = 0;
  int channels = 0;
  if (stbi_info(file.c_str(), &width, &height, &channels) == 0) {
    return std::unexpected("cannot read the picture " + file.string() + ": give a PNG or JPEG file");
  }
  if (static_cast<long>(width) * height > most_pixels) {
    return std::unexpected("the picture " + file.string() + " is too large: at most 64 megapixels");
  }
  auto* grey = stbi_load(file.c_str(), &width, &height, &channels, 1);
  if (grey == nullptr) {
    return std::unexpected("cannot read the picture " + file.string() + ": the file is damaged");
  }
  Frame frame{width, height};
  std::memcpy(frame.pixels.data(), grey, frame.pixels.size());
  sodium_memzero(grey, frame.pixels.size());
  stbi_image_free(grey);
  return frame;
}

std::expected<void, std::string> PictureCamera::open() {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  if (std::filesystem::is_directory(source_, error)) {
    for (const auto& entry : std::filesystem::directory_iterator{source_, error}) {
      const auto ending = entry.path().extension();
      if (ending == ".png" || ending == ".jpg" || ending == ".jpeg") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    if (files.empty()) return std::unexpected("no picture in " + source_.string() + ": put .png or .jpg files there");
  } else {
    files.push_back(source_);
  }
  for (const auto& file : files) {
    auto frame = load_picture(file);
    if (!frame) return std::unexpected(frame.error());
    frames_.push_back(std::make_shared<const Frame>(std::move(*frame)));
  }
  return {};
}

std::expected<std::shared_ptr<const Frame>, std::string> PictureCamera::next_frame() {
  std::this_thread::sleep_for(pause);
  if (frames_.empty()) return std::unexpected("the picture camera is closed");
  // Each picture twice: the reader believes a card it has seen in two frames.
  return frames_[(next_++ / 2) % frames_.size()];
}

void PictureCamera::close() {
  frames_.clear();
  next_ = 0;
}

}  // namespace sportello::devices
