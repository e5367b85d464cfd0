// A picture as a PNG file, written for speed: no filter, the fastest deflate, a palette where the colours allow it.
// Reads none, and knows no screen.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>
#include <string>

namespace sportello::tests {

// `pixels`: four bytes each (blue, green, red, nothing), the upper row first. Returns the file's size in bytes.
std::expected<std::size_t, std::string> write_png(const std::filesystem::path& file,
                                                  std::span<const std::uint8_t> pixels, int width, int height);

}  // namespace sportello::tests
