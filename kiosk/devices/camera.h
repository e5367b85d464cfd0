// Where frames come from. Narrow on purpose: a real device, picture files and a misbehaving fake look alike.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/devices/frame.h"

namespace sportello::devices {

class Camera {
 public:
  Camera() = default;
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;
  virtual ~Camera() = default;

  // Starts streaming. The error is one sentence for a technician.
  virtual std::expected<void, std::string> open() = 0;
  // The next frame, waiting for it at most about 100 ms; null when none came in that time.
  // The error means the camera is gone, until it is opened again.
  virtual std::expected<std::shared_ptr<const Frame>, std::string> next_frame() = 0;
  virtual void close() = 0;
};

// Shows the pictures of a file or a directory (by name), again and again, ten a second.
class PictureCamera : public Camera {
 public:
  explicit PictureCamera(std::filesystem::path source) : source_(std::move(source)) {}
  std::expected<void, std::string> open() override;
  std::expected<std::shared_ptr<const Frame>, std::string> next_frame() override;
  void close() override;

 private:
  std::filesystem::path source_;
  std::vector<std::shared_ptr<const Frame>> frames_;
  std::size_t next_ = 0;
};

// PNG or JPEG, turned to grey; at most 64 megapixels. The error is one sentence that names the file.
std::expected<Frame, std::string> load_picture(const std::filesystem::path& file);

}  // namespace sportello::devices
