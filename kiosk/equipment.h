// What stands in and around the kiosk, put together from what each device's port says, and told to the visit when it
// changes. Any thread may say; it asks no device, decides nothing and keeps nothing of a guardian.
#pragma once

#include <mutex>
#include <optional>

#include "kiosk/event_queue.h"

namespace sportello::kiosk {

class Equipment {
 public:
  // Outlived by nobody who says: ports are made after it.
  explicit Equipment(EventQueue& events) : events_(events) {}

  // Each tells its own share, as often as it likes: only a change becomes an event.
  void sound_is(bool speaks, bool headset);
  void printer_is(std::optional<printing::Condition> condition);  // nothing: there is none
  void requests_are(bool kept);
  [[nodiscard]] visit::Equipment now() const;

 private:
  template <class Change>
  void change(Change change);

  EventQueue& events_;
  mutable std::mutex mutex_;
  visit::Equipment now_;  // begins as a visit does: with nothing
};

}  // namespace sportello::kiosk
