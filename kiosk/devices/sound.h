// Where sound goes. Narrow on purpose: a card, ALSA's file plugin and a misbehaving fake look alike.
// Refuses to mix, to keep what was played, to decide what is heard.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

namespace sportello::devices {

// Signed 16 bits in the machine's order, interleaved.
struct SoundFormat {
  int rate = 22050;  // Hz; what espeak-ng speaks
  int channels = 1;  // 1 or 2
};

enum class SoundTrouble {
  no_device,       // nothing of that name
  busy,            // another program holds it
  format_refused,  // neither it nor ALSA's conversion takes this rate or these channels
  gone,            // pulled out, or dead: open it again to see whether it returned
  stalled,         // it takes nothing any more
};
std::string_view name_of(SoundTrouble trouble);  // one short sentence, for a technician

// Whether what is heard reaches only who wears it. Unknown: the card does not say.
enum class Headset { unknown, absent, present };

class Sound {
 public:
  Sound() = default;
  Sound(const Sound&) = delete;
  Sound& operator=(const Sound&) = delete;
  virtual ~Sound() = default;

  // `device`: a name of ALSA, "default" or "plughw:CARD=Headset". What was open is closed first.
  virtual std::expected<void, SoundTrouble> open(std::string_view device, SoundFormat format) = 0;
  // Frames taken, which may be fewer than were given; waits for room at most about 20 ms, then answers 0. An
  // underrun is mended here: it costs a pause, not a word.
  virtual std::expected<std::size_t, SoundTrouble> write(std::span<const std::int16_t> samples) = 0;
  // What was written is heard to its end without anything following it.
  virtual void finish() = 0;
  // Silence at once: what was written and not heard yet never is.
  virtual void drop() = 0;
  // How long until a frame written now would be heard; zero once everything was.
  virtual std::expected<std::chrono::milliseconds, SoundTrouble> latency() = 0;
  // Asked often, also while nothing is open.
  virtual Headset headset() = 0;
  virtual void close() = 0;
};

}  // namespace sportello::devices
