// Every limit of the listener, with its reason. Numbers only.
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
inline constexpr auto idle_keep_alive = 60s;     // a guardian reads a screen that long; then a handshake is cheap
inline constexpr auto write_deadline = 10s;      // an answer fits the socket's buffer: waiting means nobody reads
inline constexpr auto lingering_close = 2s;      // time for a refused client to read why, before the reset
inline constexpr auto hurried_close = 200ms;     // the same while the service stops: nobody was refused
inline constexpr std::size_t drained_bytes = std::size_t{1024} * 1024;  // of a refused body, read to let it read
inline constexpr auto graceful_stop = 15s;  // longer than the slowest accepted request: queue of hashes included

inline constexpr std::size_t connections = 512;              // half of a default descriptor limit
inline constexpr std::size_t connections_per_address = 256;  // a school's kiosks share one address
inline constexpr int listen_backlog = 512;                   // as many as may be served: a burst is not stalled
inline constexpr unsigned io_threads = 2;                    // they only move bytes: one would nearly do

}  // namespace sportello::http
