#include "kiosk/printing/device_file.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace sportello::printing {

namespace {

std::optional<speed_t> speed_of(int baud) {
  switch (baud) {
    case 9600: return B9600;
    case 19200: return B19200;
    case 38400: return B38400;
    case 57600: return B57600;
    case 115200: return B115200;
    default: return std::nullopt;
  }
}

}  // namespace

std::expected<DeviceFile, std::string> DeviceFile::open(const std::filesystem::path& path, int baud) {
  // Does not wait for a line to be ready, and becomes nobody's terminal.
  DeviceFile file{::open(path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
  if (file.descriptor_ < 0) return std::unexpected("cannot open " + path.string() + ": " + std::strerror(errno));
  if (::isatty(file.descriptor_) == 0) return file;
  termios line{};
  if (::tcgetattr(file.descriptor_, &line) != 0) return std::unexpected("cannot set up " + path.string());
  ::cfmakeraw(&line);
  line.c_cflag |= CLOCAL | CREAD;
  if (baud != 0) {
    const auto speed = speed_of(baud);
    if (!speed) return std::unexpected("no serial line runs at " + std::to_string(baud) + " baud");
    ::cfsetispeed(&line, *speed);
    ::cfsetospeed(&line, *speed);
  }
  if (::tcsetattr(file.descriptor_, TCSANOW, &line) != 0) return std::unexpected("cannot set up " + path.string());
  return file;
}

DeviceFile::DeviceFile(DeviceFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), gone_(other.gone_) {}

DeviceFile& DeviceFile::operator=(DeviceFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(gone_, other.gone_);
  return *this;
}

DeviceFile::~DeviceFile() {
  if (descriptor_ < 0) return;
  forget_unsent();  // a serial line that is held up would keep close() waiting, too
  ::close(descriptor_);
}

bool DeviceFile::wait_for(short what, Deadline until) {
  while (!gone_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd wanted{descriptor_, what, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(std::min<long>(left, 1000)));
    if (ready < 0 && errno != EINTR) gone_ = true;
    if (ready <= 0) continue;
    if ((wanted.revents & what) != 0) return true;
    if ((wanted.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) gone_ = true;
  }
  return false;
}

std::size_t DeviceFile::write(std::string_view bytes, Deadline until) {
  std::size_t taken = 0;
  while (taken < bytes.size() && wait_for(POLLOUT, until)) {
    const auto count = ::write(descriptor_, bytes.data() + taken, bytes.size() - taken);
    if (count > 0) {
      taken += static_cast<std::size_t>(count);
    } else if (count < 0 && errno != EAGAIN && errno != EINTR) {
      gone_ = true;
    }
  }
  return taken;
}

std::optional<std::uint8_t> DeviceFile::read_at_once() {
  std::uint8_t byte = 0;
  const auto count = ::read(descriptor_, &byte, 1);
  if (count == 1) return byte;
  if (count < 0 && errno != EAGAIN && errno != EINTR) gone_ = true;
  if (count == 0) {  // a line that was hung up, or an empty packet of a USB printer
    pollfd now{descriptor_, 0, 0};
    gone_ = ::poll(&now, 1, 0) < 0 || (now.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  }
  return std::nullopt;
}

std::optional<std::uint8_t> DeviceFile::read(Deadline until) {
  while (wait_for(POLLIN, until)) {
    if (const auto byte = read_at_once()) return byte;
    constexpr int short_rest = 5;  // ms: empty packets come one after another
    if (!gone_) ::poll(nullptr, 0, short_rest);
  }
  return std::nullopt;
}

void DeviceFile::forget_unsent() { ::tcflush(descriptor_, TCOFLUSH); }

}  // namespace sportello::printing
