#include "kiosk/devices/alsa_sound.h"

#include <alsa/asoundlib.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace sportello::devices {

namespace {

// A tenth of a second survives a busy machine's hiccup; it is no delay to silence, since drop() forgets it.
constexpr unsigned buffer_us = 100'000, period_us = 20'000;
// How long write() waits for room, in all: a fifth of the time in which speech must stop.
constexpr auto wait = std::chrono::milliseconds{5};
constexpr int waits = 4;

// What snd_pcm_* say, as far as a kiosk can act upon it. Unplugged USB answers ENODEV; a dead one EIO.
SoundTrouble trouble_of(int error) {
  switch (-error) {
    case ENOENT: return SoundTrouble::no_device;
    case EBUSY: return SoundTrouble::busy;
    case EINVAL: return SoundTrouble::format_refused;
    default: return SoundTrouble::gone;
  }
}

void say_nothing(const char* /*file*/, int /*line*/, const char* /*function*/, int /*error*/, const char* /*words*/,
                 ...) {}

}  // namespace

std::string_view name_of(SoundTrouble trouble) {
  switch (trouble) {
    case SoundTrouble::no_device: return "there is no sound device of this name";
    case SoundTrouble::busy: return "another program holds the sound device";
    case SoundTrouble::format_refused: return "the sound device refuses this rate: put plug before its name";
    case SoundTrouble::gone: return "the sound device was pulled out or died";
    case SoundTrouble::stalled: return "the sound device takes nothing any more";
  }
  return "";
}

// libasound writes to the standard error stream, among our lines of JSON, what its functions answer anyway.
AlsaSound::AlsaSound(std::string jacks) : jacks_(std::move(jacks)) { snd_lib_error_set_handler(say_nothing); }

std::expected<void, SoundTrouble> AlsaSound::open(std::string_view device, SoundFormat format) {
  close();
  const std::string name{device};
  if (const int error = snd_pcm_open(&pcm_, name.c_str(), SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK); error < 0) {
    pcm_ = nullptr;
    // A name that stands in no configuration, and a card that is not there, both mean: nothing of that name.
    const bool nothing = error == -ENODEV || error == -ENXIO || error == -EINVAL;
    return std::unexpected(nothing ? SoundTrouble::no_device : trouble_of(error));
  }
  format_ = format;
  underruns_ = 0;
  if (const auto ready = prepare(format); !ready) {
    close();
    return ready;
  }
  if (!jacks_.empty()) return {};
  snd_pcm_info_t* info = nullptr;
  snd_pcm_info_alloca(&info);
  if (snd_pcm_info(pcm_, info) == 0 && snd_pcm_info_get_card(info) >= 0) {
    jack_.watch("hw:" + std::to_string(snd_pcm_info_get_card(info)));
  }
  return {};
}

std::expected<void, SoundTrouble> AlsaSound::prepare(SoundFormat format) {
  snd_pcm_hw_params_t* hardware = nullptr;
  snd_pcm_hw_params_alloca(&hardware);
  auto rate = static_cast<unsigned>(format.rate);
  const auto channels = static_cast<unsigned>(format.channels);
  unsigned buffer = buffer_us, period = period_us;
  int direction = 0;
  if (snd_pcm_hw_params_any(pcm_, hardware) < 0 || snd_pcm_hw_params_set_rate_resample(pcm_, hardware, 1) < 0 ||
      snd_pcm_hw_params_set_access(pcm_, hardware, SND_PCM_ACCESS_RW_INTERLEAVED) < 0 ||
      snd_pcm_hw_params_set_format(pcm_, hardware, SND_PCM_FORMAT_S16) < 0 ||
      snd_pcm_hw_params_set_channels(pcm_, hardware, channels) < 0 ||
      snd_pcm_hw_params_set_rate(pcm_, hardware, rate, 0) < 0 ||
      snd_pcm_hw_params_set_buffer_time_near(pcm_, hardware, &buffer, &direction) < 0 ||
      snd_pcm_hw_params_set_period_time_near(pcm_, hardware, &period, &direction) < 0 ||
      snd_pcm_hw_params(pcm_, hardware) < 0) {
    return std::unexpected(SoundTrouble::format_refused);
  }
  snd_pcm_sw_params_t* software = nullptr;
  snd_pcm_sw_params_alloca(&software);
  // It sounds from the first frame on: a short word never waits for a full buffer.
  if (snd_pcm_sw_params_current(pcm_, software) < 0 || snd_pcm_sw_params_set_start_threshold(pcm_, software, 1) < 0 ||
      snd_pcm_sw_params(pcm_, software) < 0) {
    return std::unexpected(SoundTrouble::format_refused);
  }
  return {};
}

std::expected<std::size_t, SoundTrouble> AlsaSound::write(std::span<const std::int16_t> samples) {
  if (pcm_ == nullptr) return std::unexpected(SoundTrouble::gone);
  const auto frames = static_cast<snd_pcm_uframes_t>(samples.size() / static_cast<std::size_t>(format_.channels));
  int waited = 0, mended = 0;
  while (waited <= waits && mended < 3) {
    const auto taken = snd_pcm_writei(pcm_, samples.data(), frames);
    if (taken >= 0) return static_cast<std::size_t>(taken);
    if (taken == -EAGAIN) {
      // Not snd_pcm_wait(): a device that wakes its poll without room, as plug-ins with a timer do, holds it for
      // ever.
      if (++waited <= waits) std::this_thread::sleep_for(wait);
      continue;
    }
    if (const auto done = mend(static_cast<int>(taken)); !done) return std::unexpected(done.error());
    ++mended;
  }
  return 0U;
}

// An underrun, a machine that slept, a stream that was finished: begin anew. Anything else: the device is lost.
std::expected<void, SoundTrouble> AlsaSound::mend(int error) {
  if (error == -EPIPE) ++underruns_;
  if (error != -EPIPE && error != -ESTRPIPE && error != -EBADFD && error != -EINTR) {
    return std::unexpected(SoundTrouble::gone);
  }
  if (const int again = snd_pcm_prepare(pcm_); again < 0) return std::unexpected(SoundTrouble::gone);
  return {};
}

void AlsaSound::finish() {
  if (pcm_ != nullptr && snd_pcm_state(pcm_) == SND_PCM_STATE_RUNNING) snd_pcm_drain(pcm_);  // does not wait
}

void AlsaSound::drop() {
  if (pcm_ == nullptr) return;
  snd_pcm_drop(pcm_);
  snd_pcm_prepare(pcm_);
}

std::expected<std::chrono::milliseconds, SoundTrouble> AlsaSound::latency() {
  if (pcm_ == nullptr) return std::unexpected(SoundTrouble::gone);
  switch (snd_pcm_state(pcm_)) {
    case SND_PCM_STATE_DISCONNECTED: return std::unexpected(SoundTrouble::gone);
    case SND_PCM_STATE_RUNNING:
    case SND_PCM_STATE_DRAINING: break;
    default: return std::chrono::milliseconds{0};
  }
  snd_pcm_sframes_t frames = 0;
  const int error = snd_pcm_delay(pcm_, &frames);
  if (error == -EPIPE || error == -EBADFD) return std::chrono::milliseconds{0};  // it has just ended
  if (error < 0) return std::unexpected(SoundTrouble::gone);
  return std::chrono::milliseconds{std::max<snd_pcm_sframes_t>(frames, 0) * 1000 / format_.rate};
}

Headset AlsaSound::headset() {
  if (!jacks_.empty()) jack_.watch(jacks_);
  return jack_.look();
}

void AlsaSound::close() {
  if (pcm_ != nullptr) snd_pcm_close(pcm_);
  pcm_ = nullptr;
}

}  // namespace sportello::devices
