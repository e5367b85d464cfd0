// One datagram to the socket that $NOTIFY_SOCKET names; '@' begins an abstract one.
#include "service/supervisor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

namespace sportello::service {

void tell_supervisor(std::string_view state) {
  const char* const place = std::getenv("NOTIFY_SOCKET");
  if (place == nullptr) return;
  const std::string_view name{place};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.size() < 2 || name.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, name.data(), name.size());
  if (name.front() == '@') address.sun_path[0] = '\0';
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), length);
  ::close(socket);
}

std::optional<std::chrono::milliseconds> watchdog_interval() {
  const char* const interval = std::getenv("WATCHDOG_USEC");
  if (interval == nullptr) return std::nullopt;
  const char* const process = std::getenv("WATCHDOG_PID");
  if (process != nullptr && std::strtoll(process, nullptr, 10) != ::getpid()) return std::nullopt;
  const auto microseconds = std::strtoll(interval, nullptr, 10);
  if (microseconds < 1000) return std::nullopt;
  return std::chrono::milliseconds{microseconds / 1000};
}

}  // namespace sportello::service
