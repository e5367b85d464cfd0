// One answer a connection.
#include "tests/fakes/gateway_server.h"

#include <poll.h>
#include <sys/socket.h>

namespace sportello::fakes {
namespace {

constexpr int patience_ms = 5000;

}  // namespace

GatewayServer::GatewayServer(Handler handler)
    : handler_(std::move(handler)), server_([this](int connection) { serve(connection); }) {}

void GatewayServer::on_connect(std::function<void()> act) {
  const std::lock_guard lock{mutex_};
  on_connect_ = std::move(act);
}

void GatewayServer::serve(int connection) {
  std::function<void()> act;
  {
    const std::lock_guard lock{mutex_};
    act = on_connect_;
  }
  if (act) act();
  const auto request = read_request([connection](char* into, std::size_t size) -> long {
    pollfd ready{connection, POLLIN, 0};
    return ::poll(&ready, 1, patience_ms) > 0 ? ::recv(connection, into, size, 0) : -1;
  });
  if (!request) return;
  const auto answer = handler_(*request);
  if (!answer) return;
  const auto bytes = "HTTP/1.1 " + std::to_string(answer->status) + " X\r\nConnection: close\r\n" +
                     (answer->location.empty() ? "" : "Location: " + answer->location + "\r\n") +
                     "Content-Length: " + std::to_string(answer->body.size()) + "\r\n\r\n" + answer->body;
  ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

}  // namespace sportello::fakes
