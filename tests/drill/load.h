// What weighs on a service while its other calls are timed: logins that keep the hash pool busy, connections that
// drip. Each begins with its making and ends with its destruction.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/drill/line.h"

namespace sportello::drill {

// Logins of nobody, one after the other on every connection. A refused login costs the same hashes as one that is
// right.
class Logins {
 public:
  // The error is a sentence.
  static std::expected<std::unique_ptr<Logins>, std::string> begin(const Place& page, unsigned connections);
  // Answered so far; each cost two hashes.
  [[nodiscard]] std::size_t done() const { return done_; }
  // Answered in another way than "refused".
  [[nodiscard]] std::size_t odd() const { return odd_; }

 private:
  Logins() = default;
  void work(const std::stop_token& stop, reg::SignedClient& client, unsigned number);

  std::atomic<std::size_t> done_{0};
  std::atomic<std::size_t> odd_{0};
  std::vector<std::unique_ptr<reg::SignedClient>> clients_;
  std::vector<std::jthread> threads_;
};

// TLS connections that send one byte of a request each second. Those the service hangs up on are made anew.
class Drippers {
 public:
  Drippers(std::uint16_t port, unsigned connections);

 private:
  std::jthread thread_;
};

std::uint16_t port_of(const std::string& url);

}  // namespace sportello::drill
