// The album: every picture the pages show is there, whole, and nothing of them comes from anywhere else.
#include <stb/stb_image.h>

#include <regex>
#include <set>

#include "kiosk/screens/previews.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/temp_folder.h"
#include "tests/screens/album.h"
#include "tests/screens/index_pages.h"
#include "tests/screens/png.h"
#include "tests/screens/whole_album.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

std::vector<std::uint8_t> invented(int width, int height, int colours) {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < width * height; ++i) {
    const int colour = i % colours;
    for (const int part : {colour % 256, colour / 256, 7, 0}) pixels.push_back(static_cast<std::uint8_t>(part));
  }
  return pixels;
}

std::vector<std::string> sources(const std::string& html) {
  static const std::regex source("src=\"([^\"]+)\"");
  std::vector<std::string> found;
  for (std::sregex_iterator at(html.begin(), html.end(), source), end; at != end; ++at) found.push_back((*at)[1]);
  return found;
}

}  // namespace

TEST_CASE("a picture comes back from its file pixel by pixel, with a palette and without") {
  const fakes::TempFolder folder;
  constexpr int width = 61, height = 47;
  for (const int colours : {1, 2, 256, 257, 2000}) {
    INFO(colours);
    const auto pixels = invented(width, height, colours);
    const auto file = folder / (std::to_string(colours) + ".png");
    const auto size = write_png(file, pixels, width, height);
    REQUIRE(size.has_value());
    CHECK(*size == std::filesystem::file_size(file));
    int w = 0, h = 0, channels = 0;
    auto* back = stbi_load(file.c_str(), &w, &h, &channels, 3);
    REQUIRE(back != nullptr);
    REQUIRE(w == width);
    REQUIRE(h == height);
    bool same = true;
    for (std::size_t i = 0; i < pixels.size() / 4; ++i) {
      for (std::size_t part = 0; part < 3; ++part) same = same && back[i * 3 + part] == pixels[i * 4 + 2 - part];
    }
    CHECK(same);
    stbi_image_free(back);
  }
}

TEST_CASE("no two pictures of the album stand in one place") {
  std::set<std::filesystem::path> places;
  std::size_t count = 0;
  for (const auto& sheet : all_sheets()) {
    for (const auto theme : sheet.themes) {
      places.insert(place_of({sheet.language, sheet.size, theme}, sheet.layout, "x"));
      ++count;
    }
  }
  CHECK(places.size() == count);
  // Two languages whole: 4 themes × 4 sizes × 2 layouts; of the others one each.
  CHECK(count == 2 * 4 * 4 * 2 + visit::languages.size() - 2);
}

TEST_CASE("the pages show every picture that was drawn, from beside them and with no script") {
  const fakes::TempFolder folder;
  const auto tally = draw_whole_album({folder.path(), SPORTELLO_ASSETS, 2, "minor-card"});
  REQUIRE(tally.has_value());
  REQUIRE(write_index_pages(folder.path(), "minor-card", *tally).has_value());
  std::set<std::string> shown;
  for (const auto* page : {"index.html", "it.html", "ar.html"}) {
    const auto html = fakes::read_file(folder / page);
    INFO(page);
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("http") == std::string::npos);
    for (const auto& source : sources(html)) {
      INFO(source);
      CHECK(std::filesystem::file_size(folder.path() / source) > 1000);
      shown.insert(source);
    }
  }
  CHECK(shown.size() == tally->pictures);
}

TEST_CASE("an album of screens that are not there is refused in one sentence") {
  const fakes::TempFolder folder;
  const auto tally = draw_whole_album({folder.path(), SPORTELLO_ASSETS, 1, "nowhere"});
  REQUIRE_FALSE(tally.has_value());
  CHECK(tally.error() == "no screen's name contains nowhere");
}
