// A sound card for libasound that is a file of this build: asound.conf names it, ALSA loads it, and the whole path
// from snd_pcm_writei to "the card played it" is ALSA's own. It keeps real time, and misbehaves when told to.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

namespace sportello::tests {

struct Card {
  std::mutex mutex;
  std::vector<std::int16_t> played;   // what left the loudspeaker
  std::atomic<bool> pulled = false;   // every call answers ENODEV, as an unplugged USB card's do
  std::atomic<bool> stalls = false;   // the clock of the card stands still
  std::atomic<bool> busy = false;     // opening answers EBUSY
  std::atomic<bool> plugged = false;  // what its headphone jack says
  std::atomic<bool> dumb = false;     // it has no jack that tells
  std::atomic<int> opened = 0;
};

// Of the loaded library: dlsym it by this name.
inline constexpr const char* card_symbol = "sportello_test_card";
using CardFunction = Card*();

}  // namespace sportello::tests
