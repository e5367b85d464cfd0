// Cards drawn by an encoder that is not our decoder's, read as the kiosk reads them.
#include <cstdlib>

#include "kiosk/devices/camera.h"
#include "kiosk/devices/card_reader.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;

namespace {

// A health card's bars as a picture; `more` are ImageMagick's operations on it.
devices::Frame picture(const std::string& code, const std::string& kind = "CODE39", const std::string& more = "") {
  const fakes::TempFolder folder;
  const auto drawn = (folder / "bars.png").string();
  const auto changed = (folder / "card.png").string();
  const auto zint = "zint --barcode=" + kind + " --data='" + code +
                    "' --height=60 --whitesp=14 --vwhitesp=14 --scale=2 --notext --output=" + drawn;
  REQUIRE(std::system(zint.c_str()) == 0);
  // A card lies on something: a grey table around white paper.
  const auto convert = "convert " + drawn + " -colorspace Gray -bordercolor white -border 30 " + more +
                       " -background gray60 -gravity center -extent 1280x720 " + changed;
  REQUIRE(std::system(convert.c_str()) == 0);
  auto frame = devices::load_picture(changed);
  REQUIRE(frame);
  return std::move(*frame);
}

std::string read_twice(const devices::Frame& frame) {
  devices::CardReader reader;
  CHECK_FALSE(reader.look(frame));  // one frame is not believed
  const auto text = reader.look(frame);
  return text ? std::string{text->reveal()} : "";
}

}  // namespace

TEST_CASE("a health card's Code 39, upright, turned round and a little tilted") {
  CHECK(read_twice(picture("RSSMRA80A01H501U")) == "RSSMRA80A01H501U");
  CHECK(read_twice(picture("RSSMRA80A01H501U", "CODE39", "-rotate 180")) == "RSSMRA80A01H501U");
  CHECK(read_twice(picture("RSSMRA80A01H501U", "CODE39", "-rotate 90 -resize x700")) == "RSSMRA80A01H501U");
  CHECK(read_twice(picture("RSSMRA80A01H501U", "CODE39", "-rotate 3")) == "RSSMRA80A01H501U");
}

TEST_CASE("Code 128 and QR, as some cards and apps have it") {
  CHECK(read_twice(picture("RSSMRA80A01H501U", "CODE128")) == "RSSMRA80A01H501U");
  CHECK(read_twice(picture("RSSMRA80A01H501U", "QRCODE", "-scale 300%")) == "RSSMRA80A01H501U");
}

TEST_CASE("an article's EAN is no card: it is not even read") {
  devices::CardReader reader;
  const auto frame = picture("800123456789", "EANX");
  CHECK_FALSE(reader.look(frame));
  CHECK_FALSE(reader.look(frame));
}

TEST_CASE("two cards in turn are told once each, and only when two frames agree") {
  const auto first = picture("RSSMRA80A01H501U");
  const auto second = picture("DNGMNT85T71F205Y");
  devices::CardReader reader;
  CHECK_FALSE(reader.look(first));
  CHECK_FALSE(reader.look(second));  // no agreement
  CHECK(reader.look(second));
  CHECK_FALSE(reader.look(second));  // told already
  reader.forget();
  CHECK_FALSE(reader.look(second));
  CHECK(reader.look(second));
}

TEST_CASE("a file that is no picture is a sentence that names it") {
  const auto missing = devices::load_picture("/nonexistent/card.png");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().find("/nonexistent/card.png") != std::string::npos);
}
