// How a slip looks: inside its paper in every language, the same as dots and as PDF, its QR code readable.
#include <algorithm>
#include <cstdlib>

#include "kiosk/devices/zxing.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"
#include "tests/printing/rendering.h"
#include "tests/printing/sample.h"

using namespace sportello;
using namespace sportello::printing;
using namespace sportello::tests;

namespace {

const Sheet a4 = page(595.276, 841.89), a5 = page(419.528, 595.276), a6 = page(297.638, 419.528);
constexpr int dots = 144;
constexpr double alike = 0.005, other = 0.02;

std::optional<std::string> bars_of(const Grey& grey) {
  return devices::read_bars(grey.pixels.data(), grey.width, grey.height);
}

// SPORTELLO_SLIPS=FOLDER keeps what was drawn, for eyes.
void show(const std::string& name, const Grey& grey) {
  const char* folder = std::getenv("SPORTELLO_SLIPS");
  if (folder == nullptr) return;
  auto bytes = "P5 " + std::to_string(grey.width) + " " + std::to_string(grey.height) + " 255\n";
  bytes.append(reinterpret_cast<const char*>(grey.pixels.data()), grey.pixels.size());
  keep(std::filesystem::path(folder) / (name + ".pgm"), bytes);
}

int first_dark_column(const Grey& grey) {
  for (int x = 0; x < grey.width; ++x) {
    for (int y = 0; y < grey.height; ++y) {
      if (grey.dark(x, y)) return x;
    }
  }
  return grey.width;
}

// The rules across the paper aside: how far from the left and from the right the words of the first line begin.
std::pair<int, int> edges_of_first_line(const Grey& grey) {
  int left = grey.width, right = grey.width;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < grey.width; ++x) {
      if (!grey.dark(x, y)) continue;
      left = std::min(left, x);
      right = std::min(right, grey.width - 1 - x);
    }
  }
  return {left, right};
}

}  // namespace

TEST_CASE("a slip of dots fits both papers, in every language and after every act, and its QR code is read") {
  for (const int wide : {dots_of_58_mm, dots_of_80_mm}) {
    for (const auto language : visit::languages) {
      auto slip = sample_slip(language);
      const auto grey = grey_of(painter()->picture(slip, wide));
      INFO(visit::code_of(language) << " " << wide);
      REQUIRE(grey.height > 500);
      CHECK(grey.height < 1800);  // 22 cm
      CHECK(bars_of(grey) == login);
      show(std::string(visit::code_of(language)) + "-" + std::to_string(wide), grey);
      for (const auto act : wire::acts) {
        slip.act = act;
        CHECK(painter()->picture(slip, wide).height > 500);
      }
    }
  }
}

TEST_CASE("nothing is cut off at the edge: the same slip on wider paper holds no more ink outside") {
  const auto fine = painter();
  for (const auto language : visit::languages) {
    const auto slip = sample_slip(language);
    for (const int wide : {dots_of_58_mm, dots_of_80_mm}) {
      // Drawn in the middle of a wider page: whatever reaches out of its own paper shows there.
      Sheet sheet = receipt(wide);
      const double margin = 20;
      sheet.width += 2 * margin;
      sheet.side += margin;
      const auto grey = drawn(*fine, slip, sheet, dots);
      const int edge = static_cast<int>(margin * dots / points_an_inch);
      INFO(visit::code_of(language) << " " << wide);
      CHECK(first_dark_column(grey) >= edge);
      Grey mirrored = grey;
      for (int y = 0; y < grey.height; ++y) {
        std::reverse(mirrored.pixels.begin() + y * grey.width, mirrored.pixels.begin() + (y + 1) * grey.width);
      }
      CHECK(first_dark_column(mirrored) >= edge);
    }
  }
}

TEST_CASE("a slip begins at the side from which its language is read") {
  const auto [left, left_rest] = edges_of_first_line(grey_of(painter()->picture(sample_slip(), dots_of_80_mm)));
  CHECK(left < 12);
  CHECK(left_rest > 12);
  auto slip = sample_slip(visit::Language::ar);
  const auto [right_rest, right] = edges_of_first_line(grey_of(painter()->picture(slip, dots_of_80_mm)));
  CHECK(right < 12);
  CHECK(right_rest > 12);
}

TEST_CASE("a long code is set smaller, and stays on the paper") {
  auto slip = sample_slip();
  slip.user_code = secret::SecretText{"famiglia.verylongsurname.andanother@school"};
  slip.pin.reset();
  Sheet sheet = receipt(dots_of_58_mm);
  sheet.width += 40;
  sheet.side = 20;
  const auto grey = drawn(*painter(), slip, sheet, dots);
  CHECK(first_dark_column(grey) >= 37);
  CHECK(dark_pixels(grey) > 0);
}

TEST_CASE("the PDF shows what Cairo draws, on every paper and in every language") {
  const fakes::TempFolder folder;
  const auto fine = painter();
  for (const auto& [name, sheet] : {std::pair{"a4", a4}, {"a5", a5}, {"roll", receipt(dots_of_80_mm)}}) {
    for (const auto language : visit::languages) {
      const auto slip = sample_slip(language);
      const auto file = folder / "slip.pdf";
      const auto pdf = fine->pdf(slip, sheet);
      INFO(name << " " << visit::code_of(language));
      REQUIRE_FALSE(pdf.empty());
      keep(file, pdf.view());
      const auto pages = rendered(file, dots);
      REQUIRE(pages.size() == 1);
      CHECK(bars_of(pages[0]) == login);
      show(std::string(visit::code_of(language)) + "-" + name, pages[0]);
      const auto fitted = fine->fitted(slip, sheet);
      REQUIRE(fitted);
      CHECK(difference(pages[0], drawn(*fine, slip, *fitted, dots)) < alike);
    }
  }
}

TEST_CASE("another code, another PIN, another language is another picture") {
  const auto fine = painter();
  const auto slip = sample_slip();
  const auto grey = drawn(*fine, slip, receipt(dots_of_80_mm), dots);
  CHECK(difference(grey, grey) == 0);
  auto changed = slip;
  changed.user_code = secret::SecretText{"G4071893K"};
  CHECK(difference(grey, drawn(*fine, changed, receipt(dots_of_80_mm), dots)) > 0.0005);
  changed = slip;
  changed.pin.reset();
  CHECK(difference(grey, drawn(*fine, changed, receipt(dots_of_80_mm), dots)) > other);
  changed = sample_slip(visit::Language::zh);
  CHECK(difference(grey, drawn(*fine, changed, receipt(dots_of_80_mm), dots)) > other);
}

TEST_CASE("a PDF names neither school nor person outside its page, and holds the codes as text on it") {
  const fakes::TempFolder folder;
  const auto pdf = painter()->pdf(sample_slip(), a4);
  keep(folder / "slip.pdf", pdf.view());
  for (const std::string_view what : {"G4071839K", "70418", "Colle Sereno", "Title", "Author"}) {
    CHECK(pdf.view().find(what) == std::string_view::npos);
  }
  CHECK(pdf.view().starts_with("%PDF-1.4"));
  auto text = text_of(folder / "slip.pdf");
  std::erase(text, ' ');
  CHECK(text.find("G4071839K") != std::string::npos);
  CHECK(text.find("70418") != std::string::npos);
}

TEST_CASE("a slip that no page can hold is refused, and one that is too long for a roll") {
  const auto slip = sample_slip();
  CHECK(painter()->pdf(slip, a6).empty());
  Limits limits;
  limits.most_rows = 400;
  CHECK(Painter(fonts()->another(), slip_texts(), limits).picture(slip, dots_of_80_mm).height == 0);
  limits = {};
  limits.pdf_bytes = 1000;
  CHECK(Painter(fonts()->another(), slip_texts(), limits).pdf(slip, a4).empty());
}
