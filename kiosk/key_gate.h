// Which presses of a key count: a tremor's second press does not, a key that is held repeats as its guardian chose.
// Pure: asks no clock.
#pragma once

#include <chrono>
#include <optional>

#include "kiosk/visit/comfort.h"

namespace sportello::kiosk {

class KeyGate {
 public:
  // `key`: any number that is the key's own. `repeated`: the keyboard says so because it is still held down.
  bool counts(int key, bool repeated, std::chrono::milliseconds now, const visit::Comfort& comfort);

 private:
  struct Last {
    int key = 0;
    std::chrono::milliseconds down{0};  // when it went down, or went down again
    bool counted = false;
  };
  std::optional<Last> last_;
};

}  // namespace sportello::kiosk
