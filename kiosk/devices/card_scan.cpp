// The camera's thread: open, look, tell, close.
#include "kiosk/devices/card_scan.h"

#include "kiosk/devices/card_reader.h"
#include "service/shared/log/log.h"

namespace sportello::devices {

CardScan::CardScan(std::unique_ptr<Camera> camera, kiosk::EventQueue& events, kiosk::LatestFrame& latest)
    : camera_(std::move(camera)),
      events_(events),
      latest_(latest),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

CardScan::~CardScan() {
  thread_.request_stop();
  changed_.notify_all();
}

void CardScan::open() {
  const std::lock_guard lock{mutex_};
  wanted_ = true;
  ++opening_;
  changed_.notify_all();
}

void CardScan::close() {
  const std::lock_guard lock{mutex_};
  wanted_ = false;
  latest_.clear();
  changed_.notify_all();
}

void CardScan::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::uint64_t opening = 0;
    {
      std::unique_lock lock{mutex_};
      if (!changed_.wait(lock, stop, [this] { return wanted_; })) return;
      opening = opening_;
    }
    watch(stop, opening);
    latest_.clear();
  }
}

void CardScan::watch(const std::stop_token& stop, std::uint64_t opening) {
  const auto still_wanted = [&] {
    const std::lock_guard lock{mutex_};
    return wanted_ && opening_ == opening && !stop.stop_requested();
  };
  const auto lost = [&](const std::string& why) {
    log::event(log::CameraLost{.why = why});
    events_.push(visit::CameraLost{});
    std::unique_lock lock{mutex_};
    // Tried again when the scan screen comes again, which may be before this thread sees it gone.
    changed_.wait(lock, stop, [&] { return !wanted_ || opening_ != opening; });
  };
  if (!camera_) return lost("no camera is configured");
  if (const auto opened = camera_->open(); !opened) return lost(opened.error());

  CardReader reader;
  while (still_wanted()) {
    const auto frame = camera_->next_frame();
    if (!frame) {
      camera_->close();
      return lost(frame.error());
    }
    if (!*frame || !still_wanted()) continue;
    latest_.put(*frame);
    events_.push(visit::Tick{});  // the preview changed: draw
    if (auto text = reader.look(**frame)) events_.push(visit::CardRead{std::move(*text)});
  }
  camera_->close();
}

}  // namespace sportello::devices
