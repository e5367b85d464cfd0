// A line that loses answers: forwards a TCP connection to a port of this machine, and cuts some of them after the
// request has gone through and before its answer comes back. Understands nothing of what passes.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

namespace sportello::tests {

class CuttingProxy {
 public:
  CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  ~CuttingProxy();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void forward_to(std::uint16_t port) { target_ = port; }
  // The next `connections` that carry a request lose its answer.
  void lose(int connections) { to_lose_ = connections; }
  [[nodiscard]] int lost() const { return lost_; }

 private:
  void accept_all();
  void carry(int client);
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<std::uint16_t> target_ = 0;
  std::atomic<int> to_lose_ = 0;
  std::atomic<int> lost_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::list<std::jthread> carriers_;
  std::jthread acceptor_;
};

}  // namespace sportello::tests
