// The way into the register can be read by a telephone: a QR code is drawn, read back, and says the address and no
// more.
#include "kiosk/widgets/qr_code.h"

#include "kiosk/devices/zxing.h"
#include "tests/screens/headless.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

// As a camera sees it: each module so many pixels wide, nothing around the quiet zone.
struct Picture {
  int side = 0;
  std::vector<std::uint8_t> grey;
};
Picture picture_of(const widgets::QrModules& modules, int pixels) {
  Picture made;
  made.side = modules.side * pixels;
  for (int y = 0; y < made.side; ++y) {
    for (int x = 0; x < made.side; ++x) made.grey.push_back(modules.at(x / pixels, y / pixels) ? 0 : 255);
  }
  return made;
}

std::optional<std::string> read(const Picture& picture) {
  return devices::read_bars(picture.grey.data(), picture.side, picture.side);
}

}  // namespace

TEST_CASE("a QR code is read back as the address it was made of") {
  for (const std::string url :
       {"https://registro.example", "https://registro.example/accesso?scuola=RMIC817009",
        "https://web.registro-elettronico-delle-scuole.example/app/famiglia/accesso/login.php"}) {
    const auto modules = widgets::qr_modules(url);
    INFO(url);
    REQUIRE(modules.side > 0);
    CHECK(read(picture_of(modules, 4)) == url);
  }
}

TEST_CASE("a QR code is still read with a spot on it, as error correction M promises") {
  const std::string url = "https://registro.example/accesso";
  auto picture = picture_of(widgets::qr_modules(url), 4);
  // Three modules across in the data, of 33 that the code has: what level L would forgive less of.
  const int from = picture.side / 2, to = from + 12;
  for (int y = from; y < to; ++y) {
    for (int x = from; x < to; ++x) picture.grey[static_cast<std::size_t>(y * picture.side + x)] = 0;
  }
  CHECK(read(picture) == url);
}

TEST_CASE("the quiet zone is four modules wide on every side") {
  const auto modules = widgets::qr_modules("https://registro.example");
  REQUIRE(modules.side > 8);
  for (int y = 0; y < modules.side; ++y) {
    for (int x = 0; x < modules.side; ++x) {
      const bool outside = x < 4 || y < 4 || x >= modules.side - 4 || y >= modules.side - 4;
      if (outside) CHECK_FALSE(modules.at(x, y));
    }
  }
  CHECK(modules.at(4, 4));  // the corner of the first finder
}

TEST_CASE("an address that is none, or longer than any code, makes none") {
  CHECK(widgets::qr_modules("").side == 0);
  CHECK(widgets::qr_modules(std::string(5000, 'a')).side == 0);
}

TEST_CASE("where the register has no address, no QR code stands") {
  draw(preview_named("result"));
  CHECK(headless().record().find("qr") != nullptr);
  draw(preview_named("result-no-pin"));
  CHECK(headless().record().find("qr") == nullptr);
  draw(preview_named("digital-identity"));
  CHECK(headless().record().find("qr") != nullptr);
  draw(preview_named("digital-identity-no-address"));
  CHECK(headless().record().find("qr") == nullptr);
}
