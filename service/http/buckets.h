// Token buckets: so many requests a minute for each key, a sixth of them (20 at least) at once. In memory, of bounded
// number, keys kept only as keyed hashes. Refuses nothing by itself: it says how long to wait.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace sportello::http {

class Buckets {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  Buckets(int per_minute, std::size_t most_keys);

  // Takes one. Nothing: go on; else the whole seconds after which one will be there.
  std::optional<int> take(std::string_view key, Instant now = std::chrono::steady_clock::now());
  [[nodiscard]] std::size_t size() const;

 private:
  struct Bucket {
    double tokens = 0;
    Instant at;
  };
  void make_room(Instant now);
  [[nodiscard]] double tokens_of(const Bucket& bucket, Instant now) const;

  const double per_second_;
  const double burst_;
  const std::size_t most_keys_;
  std::array<unsigned char, 16> secret_{};  // of the hash, so that nobody can aim at another's bucket
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, Bucket> buckets_;
};

}  // namespace sportello::http
