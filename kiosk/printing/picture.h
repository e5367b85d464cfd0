// A slip as a receipt printer sees it: dots that are black or not. Wipes itself: a user code is in it.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sportello::printing {

struct Picture {
  int width = 0;  // dots, a multiple of 8
  int height = 0;
  std::vector<std::uint8_t> rows;  // width / 8 bytes a row, the leftmost dot in the highest bit; 1 is black

  Picture() = default;
  Picture(int w, int h) : width(w), height(h), rows(static_cast<std::size_t>(w) / 8 * static_cast<std::size_t>(h)) {}
  Picture(Picture&&) = default;
  Picture& operator=(Picture&&) = default;
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
  ~Picture() {
    if (!rows.empty()) sodium_memzero(rows.data(), rows.size());
  }

  [[nodiscard]] std::size_t row_bytes() const { return static_cast<std::size_t>(width) / 8; }
  [[nodiscard]] std::span<const std::uint8_t> row(int y) const {
    return std::span{rows}.subspan(static_cast<std::size_t>(y) * row_bytes(), row_bytes());
  }
  [[nodiscard]] bool black(int x, int y) const {
    return (rows[static_cast<std::size_t>(y) * row_bytes() + static_cast<std::size_t>(x) / 8] >> (7 - x % 8) & 1) !=
           0;
  }
  void blacken(int x, int y) {
    rows[static_cast<std::size_t>(y) * row_bytes() + static_cast<std::size_t>(x) / 8] |=
        static_cast<std::uint8_t>(0x80 >> (x % 8));
  }
};

}  // namespace sportello::printing
