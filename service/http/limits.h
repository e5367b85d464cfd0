// Every limit of the listener, with its reason. The rates of requests: handlers/rate_limits.h. Numbers only.
#pragma once

#include <chrono>
#include <cstddef>

namespace sportello::http {

using namespace std::chrono_literals;

inline constexpr std::size_t header_bytes = std::size_t{16} * 1024;  // a signed request has under 2 KiB of them
inline constexpr std::size_t body_bytes = std::size_t{64} * 1024;    // the largest message is under 2 KiB
inline constexpr auto handshake_deadline = 10s;  // TLS over a school's worst line needs one or two
inline constexpr auto header_deadline = 10s;     // from a request's first byte; a header is one packet
inline constexpr auto body_deadline = 10s;       // a body is one or two packets more
inline constexpr auto handler_deadline = 30s;    // a full queue of hashes on a starved machine: longer is a fault
inline constexpr auto idle_keep_alive = 60s;     // a guardian reads a screen that long; then a handshake is cheap
inline constexpr auto write_deadline = 10s;      // an answer fits the socket's buffer: waiting means nobody reads
inline constexpr auto lingering_close = 2s;      // time for a refused client to read why, before the reset
inline constexpr auto hurried_close = 200ms;     // the same while the service stops: nobody was refused
inline constexpr std::size_t drained_bytes = std::size_t{1024} * 1024;  // of a refused body, read to let it read
inline constexpr auto graceful_stop = 15s;  // longer than the slowest accepted request: queue of hashes included

// What an administrator may set under [limits], with its defaults.
struct ServerLimits {
  int connections = 512;                          // half of a default descriptor limit
  int connections_per_address = 256;              // a school's kiosks and its families' phones share one address
  int new_connections_per_address_minute = 3000;  // of handshakes: a hundredth of a core
  bool operator==(const ServerLimits&) const = default;
};
inline constexpr int most_connections = 50'000;  // of each of the first two: descriptors end there
inline constexpr int most_a_minute = 1'000'000;  // of any rate: more is no limit

inline constexpr std::size_t addresses_remembered = 20'000;  // with their rates; a few dozen bytes each
inline constexpr auto refusals_told_every = 1s;              // in the log, whatever a flood does
inline constexpr int listen_backlog = 512;                   // as many as may be served: a burst is not stalled
inline constexpr unsigned io_threads = 2;                    // they only move bytes: one would nearly do

}  // namespace sportello::http
