// `sportello-kiosk say`: a technician hears a sentence, or reads which languages have a voice. No visit is near.
#pragma once

#include <expected>
#include <string>

namespace sportello::kiosk {

struct Saying {
  std::string text;
  std::string language = "it";
  std::string device = "default";
  std::string wav;  // a file in the place of the device
  int rate = 100;   // per cent, one of speech::limits::rates
  int volume = 3;   // 1 to 5, the loudest
  bool voices = false;
};

// Waits until it was heard. The error is one sentence.
std::expected<void, std::string> say(const Saying& saying);

}  // namespace sportello::kiosk
