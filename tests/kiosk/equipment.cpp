// What devices say becomes one event, the whole each time, and only when it changes.
#include "kiosk/equipment.h"

#include <thread>

#include "tests/catch.h"

using namespace sportello;
using printing::Condition;

namespace {
std::vector<visit::Equipment> told(kiosk::EventQueue& events) {
  std::vector<visit::Equipment> all;
  for (const auto& event : events.drain()) all.push_back(std::get<visit::EquipmentIs>(event).equipment);
  return all;
}
}  // namespace

TEST_CASE("each device's word keeps what the others said, and is told once") {
  kiosk::EventQueue events;
  kiosk::Equipment equipment{events};
  equipment.sound_is(false, false);
  equipment.printer_is(std::nullopt);
  equipment.requests_are(false);
  CHECK(told(events).empty());  // a visit begins with nothing
  equipment.sound_is(true, false);
  equipment.sound_is(true, false);
  equipment.printer_is(Condition::jam);
  equipment.requests_are(true);
  equipment.sound_is(true, true);
  equipment.printer_is(Condition::ready);
  const auto all = told(events);
  REQUIRE(all.size() == 5);
  CHECK(all[0] == visit::Equipment{.sound = true, .headset = false, .printer = std::nullopt, .requests = false});
  CHECK(all[1] == visit::Equipment{.sound = true, .headset = false, .printer = Condition::jam, .requests = false});
  CHECK(all[4] == visit::Equipment{.sound = true, .headset = true, .printer = Condition::ready, .requests = true});
  CHECK(all[4] == equipment.now());
}

TEST_CASE("the last that is told is how it is, whoever says it from whatever thread") {
  kiosk::EventQueue events;
  kiosk::Equipment equipment{events};
  {
    std::jthread sound{[&] {
      for (int i = 0; i < 500; ++i) equipment.sound_is(i % 2 == 0, i % 3 == 0);
    }};
    std::jthread printer{[&] {
      for (int i = 0; i < 500; ++i) equipment.printer_is(i % 2 == 0 ? Condition::ready : Condition::offline);
    }};
  }
  const auto all = told(events);
  REQUIRE(all.size() > 500);
  CHECK(all.back() == equipment.now());
  for (std::size_t i = 1; i < all.size(); ++i) CHECK_FALSE(all[i] == all[i - 1]);
}
