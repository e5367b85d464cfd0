// A device that is written to and read from: /dev/usb/lp0, a serial line. Never waits longer than it is told; never
// leaves bytes with the kernel when it is closed.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sportello::printing {

class DeviceFile {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // `baud`: of a serial line, one of the standard ones; 0: left as it is. The error is one sentence for a technician.
  static std::expected<DeviceFile, std::string> open(const std::filesystem::path& path, int baud);
  DeviceFile(DeviceFile&& other) noexcept;
  DeviceFile& operator=(DeviceFile&& other) noexcept;
  DeviceFile(const DeviceFile&) = delete;
  DeviceFile& operator=(const DeviceFile&) = delete;
  ~DeviceFile();

  // How much of it the device took; less than all: time is up, or the device is gone.
  std::size_t write(std::string_view bytes, Deadline until);
  // The next byte, if one comes in time.
  std::optional<std::uint8_t> read(Deadline until);
  std::optional<std::uint8_t> read_at_once();  // one that is there already
  void forget_unsent();                        // what the kernel still holds
  [[nodiscard]] bool gone() const { return gone_; }

 private:
  explicit DeviceFile(int descriptor) : descriptor_(descriptor) {}
  bool wait_for(short what, Deadline until);

  int descriptor_ = -1;
  bool gone_ = false;
};

}  // namespace sportello::printing
