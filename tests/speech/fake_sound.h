// A sound device that takes frames at the pace of a real one and keeps what was heard; it stalls, vanishes, takes
// less than it is given, and loses its rhythm, when told to.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/devices/sound.h"

namespace sportello::tests {

using Clock = std::chrono::steady_clock;

// Shared between the device, which the speaker owns, and the test.
struct Heard {
  std::mutex mutex;
  std::vector<std::int16_t> samples;              // that would have left the loudspeaker
  std::vector<std::string> opened;                // the devices asked for
  std::optional<Clock::time_point> silent_since;  // of the last drop
  std::atomic<double> pace = 1;                   // times real time
  std::atomic<bool> there = true;                 // pulled out: write and open answer so
  std::atomic<bool> stalls = false;
  std::atomic<std::size_t> mouthful = 0;  // takes at most so many frames at a time; 0: all there is room for
  std::atomic<int> drops = 0, closes = 0;
  std::atomic<devices::Headset> headset = devices::Headset::absent;
  std::atomic<int> rate = 0;

  std::vector<std::int16_t> take() {
    const std::lock_guard lock{mutex};
    return std::exchange(samples, {});
  }
  std::size_t count() {
    const std::lock_guard lock{mutex};
    return samples.size();
  }
};

class FakeSound : public devices::Sound {
 public:
  explicit FakeSound(Heard& heard) : heard_(heard) {}

  std::expected<void, devices::SoundTrouble> open(std::string_view device, devices::SoundFormat format) override {
    const std::lock_guard lock{heard_.mutex};
    heard_.opened.emplace_back(device);
    if (!heard_.there) return std::unexpected(devices::SoundTrouble::no_device);
    rate_ = format.rate;
    heard_.rate = format.rate;
    waiting_.clear();
    open_ = true;
    since_ = Clock::now();
    return {};
  }

  std::expected<std::size_t, devices::SoundTrouble> write(std::span<const std::int16_t> samples) override {
    if (!heard_.there || !open_) return std::unexpected(devices::SoundTrouble::gone);
    for (int tries = 0; tries < 2; ++tries) {
      play();
      const std::size_t room = heard_.stalls ? 0 : buffer() - std::min(buffer(), waiting_.size());
      if (room > 0) {
        auto count = std::min(room, samples.size());
        if (heard_.mouthful > 0) count = std::min(count, heard_.mouthful.load());
        waiting_.insert(waiting_.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count));
        return count;
      }
      if (tries == 0) std::this_thread::sleep_for(std::chrono::milliseconds{20} / std::max(1.0, heard_.pace.load()));
    }
    return 0U;
  }

  void finish() override {}
  void drop() override {
    play();
    waiting_.clear();
    ++heard_.drops;
    const std::lock_guard lock{heard_.mutex};
    heard_.silent_since = Clock::now();
  }
  std::expected<std::chrono::milliseconds, devices::SoundTrouble> latency() override {
    if (!heard_.there || !open_) return std::unexpected(devices::SoundTrouble::gone);
    play();
    const double ms = 1000.0 * static_cast<double>(waiting_.size()) / rate_ / heard_.pace;
    return std::chrono::milliseconds{static_cast<int>(ms + (waiting_.empty() ? 0 : 1))};
  }
  devices::Headset headset() override { return heard_.headset; }
  void close() override {
    open_ = false;
    waiting_.clear();
    ++heard_.closes;
  }

 private:
  [[nodiscard]] std::size_t buffer() const { return static_cast<std::size_t>(rate_) / 10; }  // as AlsaSound's

  // What the time since the last look has let through.
  void play() {
    if (heard_.stalls) {
      since_ = Clock::now();
      return;
    }
    const auto now = Clock::now();
    const double passed = std::chrono::duration<double>(now - since_).count() * heard_.pace * rate_;
    const auto due = static_cast<std::size_t>(passed);
    if (due == 0) return;
    since_ = now;
    const auto count = static_cast<std::ptrdiff_t>(std::min(due, waiting_.size()));
    const std::lock_guard lock{heard_.mutex};
    heard_.samples.insert(heard_.samples.end(), waiting_.begin(), waiting_.begin() + count);
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
  }

  Heard& heard_;
  int rate_ = 22050;
  bool open_ = false;
  std::vector<std::int16_t> waiting_;
  Clock::time_point since_;
};

}  // namespace sportello::tests
