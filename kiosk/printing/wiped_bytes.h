// Bytes of a slip on their way to a printer. Never moves in memory while it grows, so that no shorter copy is left
// behind; wipes itself. Refuses to grow beyond what it was made for.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace sportello::printing {

class WipedBytes {
 public:
  WipedBytes() = default;
  explicit WipedBytes(std::size_t most) { bytes_.reserve(most); }
  WipedBytes(WipedBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  WipedBytes& operator=(WipedBytes&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;
  ~WipedBytes() {
    if (bytes_.capacity() > 0) {
      bytes_.resize(bytes_.capacity());
      sodium_memzero(bytes_.data(), bytes_.size());
    }
  }

  [[nodiscard]] bool append(std::string_view more) {
    if (more.size() > bytes_.capacity() - bytes_.size()) return false;
    bytes_.insert(bytes_.end(), more.begin(), more.end());
    return true;
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::vector<char> bytes_;
};

}  // namespace sportello::printing
