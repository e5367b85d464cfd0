// A small HTTP server that plays an SMS gateway: it hands each request to a function of the test, which may answer,
// hold, or hang up. One request a connection, several at once.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "tests/fakes/loopback_server.h"

namespace sportello::fakes {

struct GatewayAnswer {
  int status = 200;
  std::string body;
  std::string location = {};  // where a redirect leads
};

class GatewayServer {
 public:
  // Nothing: hangs up without an answer. Called on threads of the server.
  using Handler = std::function<std::optional<GatewayAnswer>(const HttpRequest&)>;
  explicit GatewayServer(Handler handler);
  GatewayServer(const GatewayServer&) = delete;
  GatewayServer& operator=(const GatewayServer&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  // Called when a connection is there and nothing of it was read yet.
  void on_connect(std::function<void()> act);

 private:
  void serve(int connection);

  Handler handler_;
  std::mutex mutex_;  // guards on_connect_
  std::function<void()> on_connect_;
  LoopbackServer server_;  // ends before what it serves with
};

}  // namespace sportello::fakes
