#include "tests/printing/rendering.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::tests {

namespace {

constexpr auto patience = std::chrono::seconds{60};

void run(const std::vector<std::string>& command, const std::filesystem::path& folder) {
  fakes::Process process{command, folder / "said", folder};
  if (process.wait(patience) != 0) throw std::runtime_error("cannot run " + command.front());
}

Grey grey_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string kind;
  int most = 0;
  Grey grey;
  in >> kind >> grey.width >> grey.height >> most;
  in.get();
  if (kind != "P5" || most != 255) throw std::runtime_error("not a picture in grey: " + file.string());
  grey.pixels.assign(std::istreambuf_iterator<char>{in}, {});
  if (grey.pixels.size() != static_cast<std::size_t>(grey.width) * static_cast<std::size_t>(grey.height)) {
    throw std::runtime_error("a picture that is cut off: " + file.string());
  }
  return grey;
}

bool near(const Grey& grey, int x, int y) {
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      const int nx = x + dx, ny = y + dy;
      if (nx >= 0 && ny >= 0 && nx < grey.width && ny < grey.height && grey.dark(nx, ny)) return true;
    }
  }
  return false;
}

std::size_t missing(const Grey& of, const Grey& in) {
  std::size_t count = 0;
  for (int y = 0; y < of.height; ++y) {
    for (int x = 0; x < of.width; ++x) count += of.dark(x, y) && !near(in, x, y) ? 1U : 0U;
  }
  return count;
}

}  // namespace

std::vector<Grey> rendered(const std::filesystem::path& pdf, int dots_an_inch) {
  const fakes::TempFolder folder;
  run({"pdftoppm", "-gray", "-r", std::to_string(dots_an_inch), pdf.string(), "page"}, folder.path());
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().extension() == ".pgm") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Grey> pages;
  for (const auto& file : files) pages.push_back(grey_of_file(file));
  return pages;
}

Grey drawn(const printing::Painter& painter, const printing::Slip& slip, const printing::Sheet& sheet,
           int dots_an_inch) {
  const double a_point = dots_an_inch / printing::points_an_inch;
  const double high = sheet.height > 0 ? sheet.height : painter.draw(nullptr, slip, sheet, 0);
  Grey grey;
  grey.width = static_cast<int>(std::ceil(sheet.width * a_point));
  grey.height = static_cast<int>(std::ceil(high * a_point));
  const int stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, grey.width);
  std::vector<std::uint8_t> coverage(static_cast<std::size_t>(stride) * static_cast<std::size_t>(grey.height));
  cairo_surface_t* surface =
      cairo_image_surface_create_for_data(coverage.data(), CAIRO_FORMAT_A8, grey.width, grey.height, stride);
  cairo_t* cairo = cairo_create(surface);
  cairo_scale(cairo, a_point, a_point);
  painter.draw(cairo, slip, sheet, 0);
  cairo_surface_flush(surface);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  for (int y = 0; y < grey.height; ++y) {
    for (int x = 0; x < grey.width; ++x) {
      grey.pixels.push_back(static_cast<std::uint8_t>(255 - coverage[static_cast<std::size_t>(y * stride + x)]));
    }
  }
  return grey;
}

Grey grey_of(const printing::Picture& picture) {
  Grey grey{picture.width, picture.height, {}};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) grey.pixels.push_back(picture.black(x, y) ? 0 : 255);
  }
  return grey;
}

std::size_t dark_pixels(const Grey& grey) {
  return static_cast<std::size_t>(std::ranges::count_if(grey.pixels, [](auto pixel) { return pixel < 128; }));
}

double difference(const Grey& one, const Grey& other) {
  // A page that a millimetre more or less makes a pixel wider is the same page.
  if (std::abs(one.width - other.width) > 1 || std::abs(one.height - other.height) > 1) return 1;
  const auto all = dark_pixels(one) + dark_pixels(other);
  if (all == 0) return 0;
  return static_cast<double>(missing(one, other) + missing(other, one)) / static_cast<double>(all);
}

void keep(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string text_of(const std::filesystem::path& pdf) {
  const fakes::TempFolder folder;
  run({"pdftotext", "-layout", pdf.string(), "text"}, folder.path());
  std::ifstream in(folder / "text");
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace sportello::tests
