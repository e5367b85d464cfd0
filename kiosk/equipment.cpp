// Merges what devices say; the event carries the whole, pushed under the lock so that the newest whole comes last.
#include "kiosk/equipment.h"

namespace sportello::kiosk {

template <class Change>
void Equipment::change(Change change) {
  const std::lock_guard lock{mutex_};
  auto then = now_;
  change(then);
  if (then == now_) return;
  now_ = then;
  events_.push(visit::EquipmentIs{now_});
}

void Equipment::sound_is(bool speaks, bool headset) {
  change([&](visit::Equipment& all) {
    all.sound = speaks;
    all.headset = headset;
  });
}

void Equipment::printer_is(std::optional<printing::Condition> condition) {
  change([&](visit::Equipment& all) { all.printer = condition; });
}

void Equipment::requests_are(bool kept) {
  change([&](visit::Equipment& all) { all.requests = kept; });
}

visit::Equipment Equipment::now() const {
  const std::lock_guard lock{mutex_};
  return now_;
}

}  // namespace sportello::kiosk
