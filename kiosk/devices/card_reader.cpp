// ZXing-C++ on the whole frame. Says nothing of what the text means.
#include "kiosk/devices/card_reader.h"

#include "kiosk/devices/zxing.h"

namespace sportello::devices {

std::optional<secret::SecretText> CardReader::look(const Frame& frame) {
  auto text = read_bars(frame.pixels.data(), frame.width, frame.height);
  if (!text) return std::nullopt;  // a frame that cannot be read does not contradict the last one
  secret::SecretText seen{*text};
  sodium_memzero(text->data(), text->size());
  if (!(seen == last_)) {
    last_ = std::move(seen);
    told_ = false;
    return std::nullopt;
  }
  if (told_) return std::nullopt;
  told_ = true;
  return last_;
}

void CardReader::forget() {
  last_ = {};
  told_ = false;
}

}  // namespace sportello::devices
