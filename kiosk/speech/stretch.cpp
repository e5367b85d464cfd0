#include "kiosk/speech/stretch.h"

#include <sonic.h>

#include <array>
#include <new>

namespace sportello::speech {

struct Stretch::Stream {
  sonicStream sonic;
};

Stretch::Stretch(int sample_rate, float times_longer)
    : stream_(std::make_unique<Stream>(Stream{sonicCreateStream(sample_rate, 1)})) {
  if (stream_->sonic == nullptr) throw std::bad_alloc();
  sonicSetSpeed(stream_->sonic, 1 / times_longer);
}

Stretch::~Stretch() { sonicDestroyStream(stream_->sonic); }

bool Stretch::put(std::span<const std::int16_t> sound, const Sink& sink) {
  // libsonic reads only; its declaration forgot to say so.
  auto* samples = const_cast<short*>(sound.data());
  // Out of memory: nothing may be thrown through espeak-ng, which calls this.
  if (sonicWriteShortToStream(stream_->sonic, samples, static_cast<int>(sound.size())) == 0) return false;
  return hand_on(sink);
}

bool Stretch::finish(const Sink& sink) { return sonicFlushStream(stream_->sonic) != 0 && hand_on(sink); }

bool Stretch::hand_on(const Sink& sink) {
  std::array<short, 1024> longer{};
  for (;;) {
    const int count = sonicReadShortFromStream(stream_->sonic, longer.data(), longer.size());
    if (count <= 0) return true;
    if (!sink({longer.data(), static_cast<std::size_t>(count)})) return false;
  }
}

}  // namespace sportello::speech
