// The whole service, put together from its configuration: store, worker, pool, listeners.
// Reads no command line and waits for no signal: serve.cpp does; tests start one of these inside themselves.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "service/configuration.h"
#include "service/hashing/limits.h"
#include "service/messaging/gateway.h"
#include "service/store/session.h"

namespace sportello::service {

struct Options {
  bool demo = false;  // allows the spool gateway
  // What tests put in place of the world's.
  std::function<store::Time()> now;  // empty: the system's clock
  unsigned hash_threads = 0;         // 0: one per core
  std::size_t hash_queue = hashing::queue_length;
};

class Service {
 public:
  // Serves from here on. The error is a sentence for whoever installs.
  static std::expected<std::unique_ptr<Service>, std::string> start(const Configuration& configuration,
                                                                    Options options);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();  // stops

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t private_port() const;
  // From here on /readyz says that a stop is near, and balancers send nobody any more. All else goes on.
  void drain();
  // Whether the network's threads and the store answered within `patience`; waits no longer. Not after stop().
  [[nodiscard]] bool is_well(std::chrono::milliseconds patience);
  // Accepts nothing more, finishes what was accepted, closes the store.
  void stop();

 private:
  struct Parts;
  explicit Service(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace sportello::service
