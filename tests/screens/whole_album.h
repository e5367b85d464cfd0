// Draws the whole album by several processes at once: each takes the next sheet as soon as it has drawn its last.
// Tells how far it is on standard output; leaves no process behind.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

namespace sportello::tests {

struct Tally {
  std::size_t pictures = 0;
  std::uint64_t bytes = 0;
};

struct AlbumWish {
  std::filesystem::path folder, assets;
  int processes = 2;
  std::string only;  // screens whose name contains this; empty: all
};

std::expected<Tally, std::string> draw_whole_album(const AlbumWish& wish);

}  // namespace sportello::tests
