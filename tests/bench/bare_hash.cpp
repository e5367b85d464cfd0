// The processor time of threads that hash, asked of the kernel by each.
#include "tests/bench/bare_hash.h"

#include <sodium.h>

#include <array>
#include <ctime>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <vector>

#include "service/hashing/limits.h"

namespace sportello::bench {
namespace {

double own_cpu_ms() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return (static_cast<double>(used.tv_sec) * 1e3) + (static_cast<double>(used.tv_nsec) / 1e6);
}

double hash_ms(unsigned hashes) {
  constexpr std::string_view password = "Vela-Rossa.1987";
  const auto before = own_cpu_ms();
  for (unsigned i = 0; i < hashes; ++i) {
    std::array<char, crypto_pwhash_STRBYTES> encoded{};
    if (crypto_pwhash_str_alg(encoded.data(), password.data(), password.size(), hashing::passes,
                              hashing::memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
      throw std::runtime_error("no memory for a hash");
    }
  }
  return (own_cpu_ms() - before) / hashes;
}

}  // namespace

double bare_hash_ms(unsigned threads, unsigned hashes) {
  std::vector<double> each(threads);
  {
    std::vector<std::jthread> all;
    all.reserve(threads);
    for (auto& one : each) all.emplace_back([&one, hashes] { one = hash_ms(hashes); });
  }
  double sum = 0;
  for (const auto one : each) sum += one;
  return sum / threads;
}

}  // namespace sportello::bench
