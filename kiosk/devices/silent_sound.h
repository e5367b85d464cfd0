// A sound device for rehearsals: everything is heard at once, by nobody; whether a headset is plugged in is said by a
// script. Not for a visit.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "kiosk/devices/sound.h"

namespace sportello::devices {

class SilentSound : public Sound {
 public:
  using Plug = std::shared_ptr<std::atomic<Headset>>;
  explicit SilentSound(Plug plug) : plug_(std::move(plug)) {}
  std::expected<void, SoundTrouble> open(std::string_view, SoundFormat) override { return {}; }
  std::expected<std::size_t, SoundTrouble> write(std::span<const std::int16_t> samples) override {
    return samples.size();
  }
  void finish() override {}
  void drop() override {}
  std::expected<std::chrono::milliseconds, SoundTrouble> latency() override { return std::chrono::milliseconds{0}; }
  Headset headset() override { return *plug_; }
  void close() override {}

 private:
  Plug plug_;
};

}  // namespace sportello::devices
