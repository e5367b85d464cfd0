// Sound in memory that is locked, kept out of core files and wiped: what a secret sounds like is that secret.
// Knows no device and no voice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sportello::speech {

class PcmBuffer {
 public:
  explicit PcmBuffer(std::size_t samples);  // throws std::bad_alloc
  PcmBuffer(const PcmBuffer&) = delete;
  PcmBuffer& operator=(const PcmBuffer&) = delete;
  ~PcmBuffer();  // wipes

  [[nodiscard]] std::span<std::int16_t> all() const { return {samples_, size_}; }
  void wipe();

 private:
  std::int16_t* samples_ = nullptr;
  std::size_t size_ = 0;
};

// Writes `from` × `gain` to `to`, which is as long; held to what 16 bits hold.
void amplify(std::span<const std::int16_t> from, float gain, std::span<std::int16_t> to);

}  // namespace sportello::speech
