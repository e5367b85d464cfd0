#include "tests/printing/fake_escpos.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

namespace sportello::tests {

namespace {
constexpr char dle = 0x10, eot = 0x04, enq = 0x05, dc4 = 0x14, esc = 0x1B, gs = 0x1D;
constexpr std::uint8_t fixed = 0x12;  // of every answer to DLE EOT
std::size_t number(const std::string& bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]) +
         (static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[at + 1])) << 8U);
}
}  // namespace

FakeEscPos::FakeEscPos() {
  master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  std::array<char, 64> name{};
  if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0 ||
      ::ptsname_r(master_, name.data(), name.size()) != 0) {
    throw std::runtime_error("no pseudo-terminal for the test");
  }
  device_ = name.data();
  // Kept open: else the terminal is hung up between two users.
  slave_ = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  termios line{};
  ::tcgetattr(slave_, &line);
  ::cfmakeraw(&line);
  ::tcsetattr(slave_, TCSANOW, &line);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

FakeEscPos::~FakeEscPos() {
  thread_.request_stop();
  thread_.join();
  if (slave_ >= 0) ::close(slave_);
  if (master_ >= 0) ::close(master_);
}

void FakeEscPos::be(const Trouble& trouble) {
  const std::lock_guard lock{mutex_};
  trouble_ = trouble;
}

void FakeEscPos::be_when(int rows, const Trouble& trouble) {
  const std::lock_guard lock{mutex_};
  later_ = trouble;
  later_after_ = rows;
}

std::vector<std::vector<std::uint8_t>> FakeEscPos::rows() const {
  const std::lock_guard lock{mutex_};
  return rows_;
}

std::size_t FakeEscPos::waiting() const {
  const std::lock_guard lock{mutex_};
  auto left = buffer_;  // without questions, which were answered as they came
  for (auto at = left.find("\x10\x04"); at != std::string::npos; at = left.find("\x10\x04")) left.erase(at, 3);
  return left.size();
}

bool FakeEscPos::shows(const printing::Picture& picture) const {
  const auto printed = rows();
  if (printed.size() != static_cast<std::size_t>(picture.height)) return false;
  for (int y = 0; y < picture.height; ++y) {
    if (!std::ranges::equal(printed[static_cast<std::size_t>(y)], picture.row(y))) return false;
  }
  return true;
}

void FakeEscPos::say(std::uint8_t byte) {
  if (silent_) return;
  if (nonsense_) byte = 0xA5;
  (void)!::write(master_, &byte, 1);
}

void FakeEscPos::answer(std::uint8_t question) {
  std::uint8_t said = fixed;
  switch (question) {
    case 1: said |= held_up() ? 0x08U : 0U; break;
    case 2:
      said |= (trouble_.cover_open ? 0x04U : 0U) | (trouble_.no_paper ? 0x20U : 0U) |
              (trouble_.knife_stuck || trouble_.too_hot ? 0x40U : 0U);
      break;
    case 3: said |= (trouble_.knife_stuck ? 0x08U : 0U) | (trouble_.too_hot ? 0x40U : 0U); break;
    case 4: said |= trouble_.no_paper ? 0x6CU : 0U; break;
    default: return;
  }
  say(said);
}

// Obeyed as they come, wherever they stand; also inside a picture.
void FakeEscPos::receive(std::uint8_t byte) {
  buffer_ += static_cast<char>(byte);
  most_waiting_ = std::max<std::size_t>(most_waiting_, buffer_.size());
  real_time_ += static_cast<char>(byte);
  constexpr std::size_t longest = 10;
  if (real_time_.size() > longest) real_time_.erase(0, real_time_.size() - longest);
  const auto ends_with = [this](std::string_view end) { return std::string_view{real_time_}.ends_with(end); };
  if (const auto n = real_time_.size(); n >= 3 && real_time_[n - 3] == dle) {
    if (real_time_[n - 2] == eot) answer(byte);
    if (real_time_[n - 2] == enq && (byte == 1 || byte == 2)) {
      ++obeyed_;
      trouble_.knife_stuck = false;
      buffer_.clear();
      picture_rows_ = 0;
    }
  }
  if (ends_with(std::string_view{"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", 10})) {
    ++obeyed_;
    if (knows_forgetting_) {
      buffer_.clear();
      picture_rows_ = 0;
    }
  }
}

bool FakeEscPos::work_off() {
  if (held_up() || buffer_.empty()) return false;
  const auto take = [this](std::size_t count) { buffer_.erase(0, count); };
  if (picture_rows_ > 0) {
    if (buffer_.size() < picture_across_) return false;
    rows_.emplace_back(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(picture_across_));
    take(picture_across_);
    --picture_rows_;
    if (static_cast<int>(rows_.size()) == later_after_) {
      trouble_ = later_;
      later_after_ = -1;
    }
    return true;
  }
  const auto has = [this](std::size_t count) { return buffer_.size() >= count; };
  switch (buffer_[0]) {
    case '\0': take(1); return true;
    case dle: {
      if (!has(3)) return false;
      constexpr std::size_t longest = 10;
      const std::size_t length = buffer_[1] == dc4 ? longest : 3;
      if (!has(length)) return false;
      take(length);
      return true;
    }
    case esc:  // ESC @
      if (!has(2)) return false;
      take(2);
      return true;
    case gs:
      if (!has(3)) return false;
      if (buffer_[1] == 'v') {
        if (!has(8)) return false;
        picture_across_ = number(buffer_, 4);
        picture_rows_ = static_cast<int>(number(buffer_, 6));
        take(8);
      } else if (buffer_[1] == 'r') {
        take(3);
        say(trouble_.no_paper ? 0x0C : 0);
      } else if (buffer_[1] == 'V') {
        if (!has(4)) return false;
        take(4);
        ++cuts_;
      } else {  // GS a n
        take(3);
      }
      return true;
    default: take(1); return true;  // letters
  }
}

void FakeEscPos::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd readable{master_, POLLIN, 0};
    const bool ready = ::poll(&readable, 1, 2) > 0 && (readable.revents & POLLIN) != 0;
    std::array<std::uint8_t, 512> bytes{};
    const auto count = ready ? ::read(master_, bytes.data(), bytes.size()) : 0;
    int printed = 0;
    {
      const std::lock_guard lock{mutex_};
      for (ssize_t i = 0; i < count; ++i) receive(bytes[static_cast<std::size_t>(i)]);
      while (work_off()) {
        if (nap_ > 0) break;
      }
      printed = static_cast<int>(rows_.size());
    }
    if (nap_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds{nap_});
    if (hang_up_after_ >= 0 && printed >= hang_up_after_) {
      const std::lock_guard lock{mutex_};
      ::close(slave_);
      ::close(master_);
      slave_ = master_ = -1;
      return;
    }
  }
}

}  // namespace sportello::tests
