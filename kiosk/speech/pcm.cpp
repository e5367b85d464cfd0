#include "kiosk/speech/pcm.h"

#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "service/shared/secret/bytes.h"

namespace sportello::speech {

PcmBuffer::PcmBuffer(std::size_t samples) : size_(samples) {
  secret::start_sodium();
  samples_ = static_cast<std::int16_t*>(sodium_allocarray(samples, sizeof(std::int16_t)));
  if (samples_ == nullptr) throw std::bad_alloc();
  wipe();
}

PcmBuffer::~PcmBuffer() { sodium_free(samples_); }

void PcmBuffer::wipe() { sodium_memzero(samples_, size_ * sizeof(std::int16_t)); }

void amplify(std::span<const std::int16_t> from, float gain, std::span<std::int16_t> to) {
  for (std::size_t i = 0; i < from.size() && i < to.size(); ++i) {
    to[i] = static_cast<std::int16_t>(std::clamp(std::lround(static_cast<float>(from[i]) * gain), -32768L, 32767L));
  }
}

}  // namespace sportello::speech
