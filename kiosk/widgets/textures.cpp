#include "kiosk/widgets/textures.h"

#include <GL/gl.h>

#include <vector>

#ifndef GL_CLAMP_TO_EDGE
#define GL_CLAMP_TO_EDGE 0x812F
#endif

namespace sportello::widgets {

namespace {
std::uint64_t uploads = 0;  // one thread draws
}

std::uint64_t texture_uploads() { return uploads; }

Texture& Texture::operator=(Texture&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(real_, other.real_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

Texture::~Texture() {
  if (real_ && name_ != 0) {
    const GLuint name = name_;
    glDeleteTextures(1, &name);
  }
}

Texture Texture::upload(Surface surface, const std::uint8_t* rgba, int width, int height) {
  Texture texture;
  texture.bytes_ = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
  texture.name_ = 1;
  if (surface == Surface::headless) return texture;
  ++uploads;
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
  texture.name_ = name;
  texture.real_ = true;
  return texture;
}

Texture Texture::of_coverage(Surface surface, const std::uint8_t* coverage, int width, int height, int stride) {
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
  auto* out = rgba.data() + 3;
  for (int y = 0; y < height; ++y) {
    const auto* row = coverage + static_cast<std::ptrdiff_t>(y) * stride;
    for (int x = 0; x < width; ++x, out += 4) *out = row[x];
  }
  return upload(surface, rgba.data(), width, height);
}

Texture Texture::of_grey(Surface surface, const std::uint8_t* grey, int width, int height) {
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
  auto* out = rgba.data();
  for (std::size_t i = 0, n = rgba.size() / 4; i < n; ++i, out += 4) out[0] = out[1] = out[2] = grey[i];
  return upload(surface, rgba.data(), width, height);
}

Texture Texture::of_argb(Surface surface, const std::uint8_t* argb, int width, int height, int stride) {
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 0);
  auto* out = rgba.data();
  for (int y = 0; y < height; ++y) {
    const auto* in = argb + static_cast<std::ptrdiff_t>(y) * stride;
    for (int x = 0; x < width; ++x, in += 4, out += 4) {
      const unsigned alpha = in[3];  // little endian: B G R A
      if (alpha == 0) continue;
      for (int part = 0; part < 3; ++part) {
        out[part] = static_cast<std::uint8_t>((in[2 - part] * 255U + alpha / 2) / alpha);
      }
      out[3] = static_cast<std::uint8_t>(alpha);
    }
  }
  return upload(surface, rgba.data(), width, height);
}

}  // namespace sportello::widgets
