// Whether something is plugged into a card's headphone jack, as its driver tells it through ALSA's control interface.
// Guesses nothing: a card whose jack does not tell is unknown.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/devices/sound.h"

using snd_ctl_t = struct _snd_ctl;

namespace sportello::devices {

// Names that drivers of Linux give: "Headphone Jack", "Front Headphone Jack", "Headset Jack". Microphones are none,
// and a phantom jack is one that cannot tell.
bool is_headphone_jack(std::string_view control);

class AlsaJack {
 public:
  AlsaJack() = default;
  AlsaJack(const AlsaJack&) = delete;
  AlsaJack& operator=(const AlsaJack&) = delete;
  ~AlsaJack() { close(); }

  void watch(const std::string& card);  // a control device: "hw:0". The same again costs nothing.
  Headset look();

 private:
  void close();

  std::string card_;
  snd_ctl_t* control_ = nullptr;
};

}  // namespace sportello::devices
