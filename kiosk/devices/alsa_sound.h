// Sound through ALSA (libasound): a card of the kernel, or whatever an asound.conf names.
// Refuses to share a handle between threads: one thread opens, writes and closes.
#pragma once

#include <string>

#include "kiosk/devices/alsa_jack.h"
#include "kiosk/devices/sound.h"

using snd_pcm_t = struct _snd_pcm;

namespace sportello::devices {

class AlsaSound : public Sound {
 public:
  // `jacks`: the control device whose jacks tell of a headset, such as "hw:0"; empty: that of the card which is open.
  explicit AlsaSound(std::string jacks = {});
  ~AlsaSound() override { close(); }

  std::expected<void, SoundTrouble> open(std::string_view device, SoundFormat format) override;
  std::expected<std::size_t, SoundTrouble> write(std::span<const std::int16_t> samples) override;
  void finish() override;
  void drop() override;
  std::expected<std::chrono::milliseconds, SoundTrouble> latency() override;
  Headset headset() override;
  void close() override;

  [[nodiscard]] int underruns() const { return underruns_; }  // since it was opened

 private:
  std::expected<void, SoundTrouble> prepare(SoundFormat format);
  std::expected<void, SoundTrouble> mend(int error);

  std::string jacks_;
  AlsaJack jack_;
  snd_pcm_t* pcm_ = nullptr;
  SoundFormat format_;
  int underruns_ = 0;
};

}  // namespace sportello::devices
