// Pictures in the graphics card's memory. The only file that calls OpenGL for them.
// Headless, it hands out numbers and keeps nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "kiosk/widgets/ui.h"

namespace sportello::widgets {

// Owns one texture; 0 is none.
class Texture {
 public:
  Texture() = default;
  Texture(Texture&& other) noexcept
      : name_(std::exchange(other.name_, 0)), real_(other.real_), bytes_(std::exchange(other.bytes_, 0)) {}
  Texture& operator=(Texture&& other) noexcept;
  Texture(const Texture&) = delete;
  Texture& operator=(const Texture&) = delete;
  ~Texture();

  // Coverage only: drawn in whatever colour is asked for.
  static Texture of_coverage(Surface surface, const std::uint8_t* coverage, int width, int height, int stride);
  static Texture of_grey(Surface surface, const std::uint8_t* grey, int width, int height);
  // Cairo's premultiplied ARGB.
  static Texture of_argb(Surface surface, const std::uint8_t* argb, int width, int height, int stride);

  [[nodiscard]] std::uint32_t name() const { return name_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] explicit operator bool() const { return name_ != 0; }

 private:
  static Texture upload(Surface surface, const std::uint8_t* rgba, int width, int height);
  std::uint32_t name_ = 0;
  bool real_ = false;
  std::size_t bytes_ = 0;
};

// How many pictures were ever handed to the graphics card: a frame that draws the same, with none since, looks the
// same.
std::uint64_t texture_uploads();

}  // namespace sportello::widgets
