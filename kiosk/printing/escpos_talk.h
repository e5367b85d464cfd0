// A conversation with an ESC/POS printer: what it says is sorted as it comes, for answers arrive when they like.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "kiosk/printing/condition.h"
#include "kiosk/printing/device_file.h"
#include "kiosk/printing/escpos.h"
#include "kiosk/printing/limits.h"

namespace sportello::printing {

class EscPosTalk {
 public:
  EscPosTalk(DeviceFile device, const Limits& limits) : device_(std::move(device)), limits_(limits) {}

  // Asks the four real-time questions. Silence is offline, nonsense is unknown.
  Condition look();
  // False when the device did not take all of it in time.
  bool say(std::string_view bytes);
  // Like say(), and counts the fence that it ends with.
  bool say_and_fence(std::string_view bytes);
  // Until all but `open` fences were answered. Ready: they were; else what stands in the way.
  Condition wait_for_fences(int open, Limits::ms within);
  // Takes back all it can of what was sent, and ends a picture that was cut off in its midst.
  void forget_all(std::size_t bytes_of_a_band);

 private:
  void sort(std::uint8_t byte);

  DeviceFile device_;
  Limits limits_;
  int fences_ = 0;   // said, not answered
  int garbage_ = 0;  // bytes that are no answer
  std::optional<std::uint8_t> status_;
};

}  // namespace sportello::printing
