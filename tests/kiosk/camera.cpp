// The camera's thread, with a camera that stalls, vanishes and comes back.
#include "kiosk/devices/camera.h"

#include <atomic>
#include <cstdlib>
#include <thread>

#include "kiosk/devices/card_scan.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using namespace std::chrono_literals;

namespace {

struct Conduct {
  std::atomic<bool> opens = true;
  std::atomic<bool> gone = false;
  std::atomic<bool> stalls = false;
  std::atomic<int> opened = 0;
  std::atomic<int> closed = 0;
  std::atomic<int> shown = 0;
};

class MisbehavingCamera : public devices::Camera {
 public:
  MisbehavingCamera(Conduct& conduct, std::shared_ptr<const devices::Frame> frame)
      : conduct_(conduct), frame_(std::move(frame)) {}
  std::expected<void, std::string> open() override {
    if (!conduct_.opens) return std::unexpected("no such device");
    ++conduct_.opened;
    return {};
  }
  std::expected<std::shared_ptr<const devices::Frame>, std::string> next_frame() override {
    std::this_thread::sleep_for(2ms);
    if (conduct_.gone) return std::unexpected("the camera was pulled");
    if (conduct_.stalls) return std::shared_ptr<const devices::Frame>{};
    ++conduct_.shown;
    return frame_;
  }
  void close() override { ++conduct_.closed; }

 private:
  Conduct& conduct_;
  std::shared_ptr<const devices::Frame> frame_;
};

template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(2ms);
  }
  return false;
}

struct Seen {
  int cards = 0;
  int lost = 0;
  void take(kiosk::EventQueue& events) {
    for (const auto& event : events.drain()) {
      cards += std::holds_alternative<visit::CardRead>(event) ? 1 : 0;
      lost += std::holds_alternative<visit::CameraLost>(event) ? 1 : 0;
    }
  }
};

std::shared_ptr<const devices::Frame> card() {
  const fakes::TempFolder folder;
  const auto file = (folder / "card.png").string();
  const auto zint =
      "zint --barcode=CODE39 --data=RSSMRA80A01H501U --height=60 --whitesp=14 --vwhitesp=14 --scale=2 "
      "--notext --output=" +
      file;
  REQUIRE(std::system(zint.c_str()) == 0);
  auto frame = devices::load_picture(file);
  REQUIRE(frame);
  return std::make_shared<const devices::Frame>(std::move(*frame));
}

}  // namespace

TEST_CASE("the camera is off until it is asked for, and off again after") {
  Conduct conduct;
  kiosk::EventQueue events;
  kiosk::LatestFrame latest;
  devices::CardScan scan{std::make_unique<MisbehavingCamera>(conduct, card()), events, latest};
  std::this_thread::sleep_for(30ms);
  CHECK(conduct.opened == 0);
  scan.open();
  Seen seen;
  CHECK(soon([&] {
    seen.take(events);
    return seen.cards == 1;
  }));
  CHECK(latest.get().first != nullptr);
  scan.close();
  CHECK(soon([&] { return conduct.closed == 1; }));
  CHECK(soon([&] { return latest.get().first == nullptr; }));
  const int shown = conduct.shown;
  std::this_thread::sleep_for(30ms);
  CHECK(conduct.shown == shown);
}

TEST_CASE("a camera that is pulled out is told once, and tried again at the next scan screen") {
  Conduct conduct;
  kiosk::EventQueue events;
  kiosk::LatestFrame latest;
  devices::CardScan scan{std::make_unique<MisbehavingCamera>(conduct, card()), events, latest};
  Seen seen;
  conduct.gone = true;
  scan.open();
  CHECK(soon([&] {
    seen.take(events);
    return seen.lost == 1;
  }));
  std::this_thread::sleep_for(30ms);
  seen.take(events);
  CHECK(seen.lost == 1);
  conduct.gone = false;
  scan.close();
  scan.open();
  CHECK(soon([&] {
    seen.take(events);
    return seen.cards == 1;
  }));
}

TEST_CASE("a camera that stalls neither blocks nor lies") {
  Conduct conduct;
  conduct.stalls = true;
  kiosk::EventQueue events;
  kiosk::LatestFrame latest;
  devices::CardScan scan{std::make_unique<MisbehavingCamera>(conduct, card()), events, latest};
  scan.open();
  std::this_thread::sleep_for(30ms);
  Seen seen;
  seen.take(events);
  CHECK(seen.cards == 0);
  conduct.stalls = false;
  CHECK(soon([&] {
    seen.take(events);
    return seen.cards == 1;
  }));
}

TEST_CASE("no camera at all is a camera lost") {
  kiosk::EventQueue events;
  kiosk::LatestFrame latest;
  devices::CardScan scan{nullptr, events, latest};
  scan.open();
  Seen seen;
  CHECK(soon([&] {
    seen.take(events);
    return seen.lost == 1;
  }));
}
