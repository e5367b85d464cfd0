// A listener on a free port of this machine, and the HTTP request that comes on a connection: what every fake server
// stands on. Answers nothing by itself.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace sportello::fakes {

struct HttpRequest {
  std::string method, target, body;
  std::map<std::string, std::string> headers;  // names in lower case
};
// `receive` fills a buffer as recv does. Nothing: the other end went, or was silent for too long.
std::optional<HttpRequest> read_request(const std::function<long(char*, std::size_t)>& receive);

class LoopbackServer {
 public:
  // `serve` is called with each connection, on a thread of its own, and does not close it.
  explicit LoopbackServer(std::function<void(int)> serve);
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer();  // waits for what is being served

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] bool stopping() const { return stopping_; }

 private:
  void accept();

  std::function<void(int)> serve_;
  std::mutex mutex_;  // guards threads_
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_ = false;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
};

}  // namespace sportello::fakes
