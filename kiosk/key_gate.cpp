#include "kiosk/key_gate.h"

namespace sportello::kiosk {

bool KeyGate::counts(int key, bool repeated, std::chrono::milliseconds now, const visit::Comfort& comfort) {
  const bool same = last_ && last_->key == key;
  if (repeated) {
    if (!same || !last_->counted) return false;
    switch (comfort.key_repeat) {
      case visit::KeyRepeat::usual: return true;
      case visit::KeyRepeat::slow: return now - last_->down >= visit::slow_repeat;
      case visit::KeyRepeat::once: return false;
    }
  }
  // Of a series of tremors, the first counts: each is measured from the one before it.
  const bool tremor = comfort.steady && same && now - last_->down < visit::second_press;
  last_ = Last{key, now, !tremor};
  return !tremor;
}

}  // namespace sportello::kiosk
