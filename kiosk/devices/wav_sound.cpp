#include "kiosk/devices/wav_sound.h"

#include <string>

namespace sportello::devices {

namespace {

void put(std::FILE* file, std::uint32_t value, int bytes) {  // the small end first, as RIFF wants it
  for (int i = 0; i < bytes; ++i) std::fputc(static_cast<int>((value >> (8 * i)) & 0xFFU), file);
}

}  // namespace

std::expected<void, SoundTrouble> WavSound::open(std::string_view device, SoundFormat format) {
  close();
  file_ = std::fopen(std::string(device).c_str(), "wb");
  if (file_ == nullptr) return std::unexpected(SoundTrouble::no_device);
  format_ = format;
  bytes_ = 0;
  write_header();
  return {};
}

// RIFF, 44 bytes: one "fmt " chunk of plain PCM, one "data" chunk.
void WavSound::write_header() {
  const auto rate = static_cast<std::uint32_t>(format_.rate), channels = static_cast<std::uint32_t>(format_.channels);
  std::fputs("RIFF", file_);
  put(file_, 36 + bytes_, 4);
  std::fputs("WAVEfmt ", file_);
  put(file_, 16, 4);
  put(file_, 1, 2);
  put(file_, channels, 2);
  put(file_, rate, 4);
  put(file_, rate * channels * 2, 4);
  put(file_, channels * 2, 2);
  put(file_, 16, 2);
  std::fputs("data", file_);
  put(file_, bytes_, 4);
}

std::expected<std::size_t, SoundTrouble> WavSound::write(std::span<const std::int16_t> samples) {
  if (file_ == nullptr) return std::unexpected(SoundTrouble::gone);
  for (const auto sample : samples) put(file_, static_cast<std::uint16_t>(sample), 2);
  if (std::ferror(file_) != 0) return std::unexpected(SoundTrouble::gone);
  bytes_ += static_cast<std::uint32_t>(samples.size() * 2);
  return samples.size() / static_cast<std::size_t>(format_.channels);
}

void WavSound::close() {
  if (file_ == nullptr) return;
  std::rewind(file_);
  write_header();
  std::fclose(file_);
  file_ = nullptr;
}

}  // namespace sportello::devices
