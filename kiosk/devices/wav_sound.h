// A sound "device" that is a WAV file: for technicians and tests, to hear or measure what would be heard.
// Not for a visit: what it keeps stays.
#pragma once

#include <cstdio>

#include "kiosk/devices/sound.h"

namespace sportello::devices {

class WavSound : public Sound {
 public:
  ~WavSound() override { close(); }
  // `device`: the file; it is written anew.
  std::expected<void, SoundTrouble> open(std::string_view device, SoundFormat format) override;
  std::expected<std::size_t, SoundTrouble> write(std::span<const std::int16_t> samples) override;
  void finish() override {}
  void drop() override {}
  std::expected<std::chrono::milliseconds, SoundTrouble> latency() override { return std::chrono::milliseconds{0}; }
  Headset headset() override { return Headset::unknown; }
  void close() override;  // only now its header tells its length

 private:
  void write_header();
  std::FILE* file_ = nullptr;
  SoundFormat format_;
  std::uint32_t bytes_ = 0;
};

}  // namespace sportello::devices
