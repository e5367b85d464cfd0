// Watches a camera for a card, on a thread of its own, only while it is told to.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "kiosk/devices/camera.h"
#include "kiosk/event_queue.h"
#include "kiosk/latest_frame.h"

namespace sportello::devices {

class CardScan {
 public:
  // `camera` may be null: then opening answers CameraLost. Events: CardRead, CameraLost.
  CardScan(std::unique_ptr<Camera> camera, kiosk::EventQueue& events, kiosk::LatestFrame& latest);
  CardScan(const CardScan&) = delete;
  CardScan& operator=(const CardScan&) = delete;
  ~CardScan();
  void open();
  void close();  // returns at once; frames and texts are wiped by the thread

 private:
  void run(const std::stop_token& stop);
  void watch(const std::stop_token& stop, std::uint64_t opening);

  std::unique_ptr<Camera> camera_;
  kiosk::EventQueue& events_;
  kiosk::LatestFrame& latest_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool wanted_ = false;
  std::uint64_t opening_ = 0;  // counts open(): a quick close and open is another scan
  std::jthread thread_;        // last: it uses all of the above
};

}  // namespace sportello::devices
