// Plain sockets, a thread a connection.
#include "tests/fakes/loopback_server.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <stdexcept>

namespace sportello::fakes {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::optional<HttpRequest> read_request(const std::function<long(char*, std::size_t)>& receive) {
  std::string bytes;
  std::size_t head = std::string::npos;
  std::size_t length = 0;
  HttpRequest request;
  while (head == std::string::npos || bytes.size() < head + 4 + length) {
    std::array<char, 4096> piece{};
    const auto got = receive(piece.data(), piece.size());
    if (got <= 0) return std::nullopt;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
    if (head != std::string::npos) continue;
    head = bytes.find("\r\n\r\n");
    if (head == std::string::npos) continue;
    std::istringstream lines{bytes.substr(0, head)};
    std::string line;
    std::getline(lines, line);
    std::istringstream{line} >> request.method >> request.target;
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

LoopbackServer::LoopbackServer(std::function<void(int)> serve) : serve_(std::move(serve)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("a fake server cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept(); }};
}

LoopbackServer::~LoopbackServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
}

void LoopbackServer::accept() {
  while (!stopping_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    const std::lock_guard lock{mutex_};
    threads_.emplace_back([this, connection] {
      serve_(connection);
      ::close(connection);
    });
  }
}

}  // namespace sportello::fakes
