// One grey picture from a camera. Wipes itself: a card's number is in it.
#pragma once

#include <sodium.h>

#include <cstdint>
#include <vector>

namespace sportello::devices {

struct Frame {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // width × height, row by row, no padding; 0 black, 255 white

  Frame() = default;
  Frame(int w, int h) : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
  Frame(Frame&&) = default;
  Frame& operator=(Frame&&) = default;
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
  ~Frame() {
    if (!pixels.empty()) sodium_memzero(pixels.data(), pixels.size());
  }
};

}  // namespace sportello::devices
