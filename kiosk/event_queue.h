// Events that other threads bring to the loop. One of the two objects that threads share (with latest_frame.h).
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "kiosk/visit/events.h"

namespace sportello::kiosk {

class EventQueue {
 public:
  // `wake` is called after every push, on the pusher's thread: it must only make the loop look.
  void set_wake(std::function<void()> wake) {
    const std::lock_guard lock{mutex_};
    wake_ = std::move(wake);
  }

  void push(visit::Event event) {
    const std::lock_guard lock{mutex_};
    events_.push_back(std::move(event));
    if (wake_) wake_();
  }

  std::vector<visit::Event> drain() {
    const std::lock_guard lock{mutex_};
    return std::exchange(events_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<visit::Event> events_;
  std::function<void()> wake_;
};

}  // namespace sportello::kiosk
