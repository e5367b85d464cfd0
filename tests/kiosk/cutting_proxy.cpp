// Plain sockets and poll.
#include "tests/kiosk/cutting_proxy.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace sportello::tests {
namespace {

// A TLS 1.3 client says 300 to 600 bytes before its first request, and no request of ours is shorter than 600.
constexpr std::size_t bytes_of_a_handshake = 700;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool pass(int from, int to, std::size_t& passed) {
  std::array<char, 16384> buffer{};
  const auto count = ::recv(from, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  passed += static_cast<std::size_t>(count);
  return ::send(to, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) == count;
}

}  // namespace

CuttingProxy::CuttingProxy() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread{[this] { accept_all(); }};
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  acceptor_.join();
  ::close(listener_);
}

void CuttingProxy::accept_all() {
  while (!stopping_) {
    pollfd waits{listener_, POLLIN, 0};
    if (::poll(&waits, 1, 50) <= 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const std::lock_guard lock{mutex_};
    carriers_.emplace_back([this, client] { carry(client); });
  }
}

void CuttingProxy::carry(int client) {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(target_);
  std::size_t asked = 0;
  std::size_t answered = 0;
  bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  while (open && !stopping_) {
    std::array<pollfd, 2> waits = {{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), 50) <= 0) continue;
    if (waits[0].revents != 0) open = pass(client, server, asked);
    if (open && asked >= bytes_of_a_handshake && to_lose_ > 0) {
      --to_lose_;
      ++lost_;
      std::this_thread::sleep_for(std::chrono::milliseconds{400});  // the service does what it was asked
      break;
    }
    if (open && waits[1].revents != 0) open = pass(server, client, answered);
  }
  ::close(client);
  ::close(server);
}

}  // namespace sportello::tests
