// The newest camera frame: the reader's thread puts, the loop takes. Older frames are dropped, and wiped.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "kiosk/devices/frame.h"

namespace sportello::kiosk {

class LatestFrame {
 public:
  void put(std::shared_ptr<const devices::Frame> frame) {
    const std::lock_guard lock{mutex_};
    frame_ = std::move(frame);
    ++sequence_;
  }

  void clear() { put(nullptr); }

  // The frame (or null) and its number: another number is another frame.
  std::pair<std::shared_ptr<const devices::Frame>, std::uint64_t> get() const {
    const std::lock_guard lock{mutex_};
    return {frame_, sequence_};
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const devices::Frame> frame_;
  std::uint64_t sequence_ = 0;
};

}  // namespace sportello::kiosk
