// A bucket that is full again says nothing and goes first when the table is full; then any.
#include "service/http/buckets.h"

#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sportello::http {

constexpr double least_burst = 20;  // where little is allowed, an honest hurry is not refused

static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == sizeof(std::uint64_t));

Buckets::Buckets(int per_minute, std::size_t most_keys)
    : per_second_(per_minute / 60.0), burst_(std::max(per_minute / 6.0, least_burst)), most_keys_(most_keys) {
  randombytes_buf(secret_.data(), secret_.size());
}

double Buckets::tokens_of(const Bucket& bucket, Instant now) const {
  const std::chrono::duration<double> passed = std::max(now - bucket.at, Instant::duration::zero());
  return std::min(burst_, bucket.tokens + (passed.count() * per_second_));
}

std::optional<int> Buckets::take(std::string_view key, Instant now) {
  std::array<unsigned char, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), reinterpret_cast<const unsigned char*>(key.data()), key.size(), secret_.data());
  std::uint64_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);

  const std::lock_guard lock{mutex_};
  if (buckets_.size() >= most_keys_ && !buckets_.contains(hash)) make_room(now);
  auto& bucket = buckets_.try_emplace(hash, Bucket{burst_, now}).first->second;
  bucket.tokens = tokens_of(bucket, now);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return std::max(1, static_cast<int>(std::ceil((1 - bucket.tokens) / per_second_)));
}

void Buckets::make_room(Instant now) {
  std::erase_if(buckets_, [&](const auto& entry) { return tokens_of(entry.second, now) >= burst_; });
  // All of them in use: a quarter goes, so that this is not done for each new key.
  if (buckets_.size() < most_keys_) return;
  for (auto left = (most_keys_ / 4) + 1; left > 0 && !buckets_.empty(); --left) buckets_.erase(buckets_.begin());
}

std::size_t Buckets::size() const {
  const std::lock_guard lock{mutex_};
  return buckets_.size();
}

}  // namespace sportello::http
