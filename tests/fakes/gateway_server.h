// A small HTTP server that plays an SMS gateway: it hands each request to a function of the test, which may answer,
// hold, or hang up. One request a connection, several at once.
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

struct GatewayRequest {
  std::string method, path, body;
  std::map<std::string, std::string> headers;  // names in lower case
};
struct GatewayAnswer {
  int status = 200;
  std::string body;
  std::string location = {};  // where a redirect leads
};

class GatewayServer {
 public:
  // Nothing: hangs up without an answer. Called on threads of the server.
  using Handler = std::function<std::optional<GatewayAnswer>(const GatewayRequest&)>;
  explicit GatewayServer(Handler handler);
  GatewayServer(const GatewayServer&) = delete;
  GatewayServer& operator=(const GatewayServer&) = delete;
  ~GatewayServer();

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // Called when a connection is there and nothing of it was read yet.
  void on_connect(std::function<void()> act);

 private:
  void accept();
  void serve(int connection);

  Handler handler_;
  std::mutex mutex_;  // guards on_connect_ and threads_
  std::function<void()> on_connect_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_ = false;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
};

}  // namespace sportello::fakes
