// Pictures in grey: what Poppler makes of a PDF, what Cairo draws, and how much they differ. Judges nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/printing/painter.h"

namespace sportello::tests {

struct Grey {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;  // 0 black, 255 white
  [[nodiscard]] bool dark(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] < 128;
  }
};

// Every page of a PDF, by pdftoppm: a reader that is not the writer's.
std::vector<Grey> rendered(const std::filesystem::path& pdf, int dots_an_inch);
// The same slip by Cairo, on a page of this size or, with no height, as long as it is.
Grey drawn(const printing::Painter& painter, const printing::Slip& slip, const printing::Sheet& sheet,
           int dots_an_inch);
Grey grey_of(const printing::Picture& picture);

// The share of dark pixels of either that have none of the other's within a pixel: 0 is alike.
double difference(const Grey& one, const Grey& other);
std::size_t dark_pixels(const Grey& grey);
void keep(const std::filesystem::path& file, std::string_view bytes);
std::string text_of(const std::filesystem::path& pdf);  // by pdftotext

}  // namespace sportello::tests
