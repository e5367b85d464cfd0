// Screens are flat: most have fewer than 256 colours, and then a pixel is one byte before it is even compressed.
#include "tests/screens/png.h"

#include <libdeflate.h>

#include <array>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sportello::tests {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr int level = 1;                   // 2 takes half as long again for a tenth less
constexpr std::size_t most_colours = 256;  // of a palette

struct Drop {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

void put(Bytes& to, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) to.push_back(static_cast<std::uint8_t>(number >> shift));
}

void chunk(Bytes& to, std::string_view type, std::span<const std::uint8_t> data) {
  put(to, static_cast<std::uint32_t>(data.size()));
  const auto begin = to.size();
  to.insert(to.end(), type.begin(), type.end());
  to.insert(to.end(), data.begin(), data.end());
  put(to, libdeflate_crc32(0, to.data() + begin, to.size() - begin));
}

struct Indexed {
  Bytes rows;     // each begins with its filter: 0
  Bytes palette;  // three bytes each
};

std::uint32_t colour_at(std::span<const std::uint8_t> pixels, std::size_t i) {
  std::uint32_t colour = 0;
  std::memcpy(&colour, pixels.data() + i * 4, 4);
  return colour & 0xFFFFFFU;
}

// Nothing when there are too many colours.
std::optional<Indexed> indexed(std::span<const std::uint8_t> pixels, std::size_t width, std::size_t height) {
  Indexed result;
  result.rows.resize((width + 1) * height);
  std::unordered_map<std::uint32_t, std::uint8_t> places;
  std::uint32_t last = ~0U;
  std::uint8_t place = 0;
  auto* out = result.rows.data();
  for (std::size_t y = 0; y < height; ++y) {
    *out++ = 0;
    for (std::size_t x = 0; x < width; ++x) {
      if (const auto colour = colour_at(pixels, y * width + x); colour != last) {
        last = colour;
        const auto known = places.find(colour);
        if (known == places.end()) {
          if (places.size() == most_colours) return std::nullopt;
          place = static_cast<std::uint8_t>(places.size());
          places[colour] = place;
          for (const int shift : {16, 8, 0}) result.palette.push_back(static_cast<std::uint8_t>(colour >> shift));
        } else {
          place = known->second;
        }
      }
      *out++ = place;
    }
  }
  return result;
}

Bytes full_rows(std::span<const std::uint8_t> pixels, std::size_t width, std::size_t height) {
  Bytes rows((width * 3 + 1) * height);
  auto* out = rows.data();
  for (std::size_t y = 0; y < height; ++y) {
    *out++ = 0;
    const auto* in = pixels.data() + y * width * 4;
    for (std::size_t x = 0; x < width; ++x, in += 4, out += 3) {
      out[0] = in[2];
      out[1] = in[1];
      out[2] = in[0];
    }
  }
  return rows;
}

}  // namespace

std::expected<std::size_t, std::string> write_png(const std::filesystem::path& file,
                                                  std::span<const std::uint8_t> pixels, int width, int height) {
  const auto w = static_cast<std::size_t>(width);
  const auto h = static_cast<std::size_t>(height);
  const auto few = indexed(pixels, w, h);
  const Bytes rows = few ? few->rows : full_rows(pixels, w, h);

  const std::unique_ptr<libdeflate_compressor, Drop> compressor{libdeflate_alloc_compressor(level)};
  Bytes packed(libdeflate_zlib_compress_bound(compressor.get(), rows.size()));
  packed.resize(libdeflate_zlib_compress(compressor.get(), rows.data(), rows.size(), packed.data(), packed.size()));

  Bytes png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  Bytes header;
  put(header, static_cast<std::uint32_t>(width));
  put(header, static_cast<std::uint32_t>(height));
  constexpr std::uint8_t with_palette = 3, full_colour = 2;
  header.insert(header.end(), {8, few ? with_palette : full_colour, 0, 0, 0});
  chunk(png, "IHDR", header);
  if (few) chunk(png, "PLTE", few->palette);
  chunk(png, "IDAT", packed);
  chunk(png, "IEND", {});

  std::ofstream out{file, std::ios::binary};
  out.write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
  if (!out.flush())
    return std::unexpected("cannot write " + file.string() + ": check the disk and the folder's rights");
  return png.size();
}

}  // namespace sportello::tests
