// Plain sockets, a thread a connection.
#include "tests/fakes/gateway_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace sportello::fakes {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// The whole request; nothing when the other end went, or nothing came for five seconds.
std::optional<GatewayRequest> read_request(int connection) {
  std::string bytes;
  std::size_t head = std::string::npos;
  std::size_t length = 0;
  GatewayRequest request;
  while (head == std::string::npos || bytes.size() < head + 4 + length) {
    pollfd ready{connection, POLLIN, 0};
    if (::poll(&ready, 1, 5000) <= 0) return std::nullopt;
    char buffer[4096];
    const auto got = ::recv(connection, buffer, sizeof buffer, 0);
    if (got <= 0) return std::nullopt;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (head != std::string::npos) continue;
    head = bytes.find("\r\n\r\n");
    if (head == std::string::npos) continue;
    std::istringstream lines{bytes.substr(0, head)};
    std::string line;
    std::getline(lines, line);
    std::istringstream first{line};
    first >> request.method >> request.path;
    while (std::getline(lines, line)) {
      if (line.ends_with('\r')) line.pop_back();
      const auto colon = line.find(": ");
      if (colon != std::string::npos) request.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
    if (const auto found = request.headers.find("content-length"); found != request.headers.end()) {
      length = std::stoul(found->second);
    }
  }
  request.body = bytes.substr(head + 4, length);
  return request;
}

}  // namespace

GatewayServer::GatewayServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("the fake gateway cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept(); }};
}

GatewayServer::~GatewayServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
}

void GatewayServer::on_connect(std::function<void()> act) {
  const std::lock_guard lock{mutex_};
  on_connect_ = std::move(act);
}

void GatewayServer::accept() {
  while (!stopping_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    const std::lock_guard lock{mutex_};
    threads_.emplace_back([this, connection, act = on_connect_] {
      if (act) act();
      serve(connection);
      ::close(connection);
    });
  }
}

void GatewayServer::serve(int connection) {
  const auto request = read_request(connection);
  if (!request) return;
  const auto answer = handler_(*request);
  if (!answer) return;
  const auto bytes = "HTTP/1.1 " + std::to_string(answer->status) + " X\r\nConnection: close\r\n" +
                     (answer->location.empty() ? "" : "Location: " + answer->location + "\r\n") +
                     "Content-Length: " + std::to_string(answer->body.size()) + "\r\n\r\n" + answer->body;
  ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

}  // namespace sportello::fakes
