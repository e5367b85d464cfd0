// Every time and count of the PostgreSQL store, each with its reason.
#pragma once

#include <chrono>

namespace sportello::store::postgresql {

using namespace std::chrono_literals;

// How long a group of writes, or a query, is carried from one connection to the next before whoever asked is told
// "busy": a switch-over by hand takes less, a kiosk waits longer than this for one call.
inline constexpr std::chrono::milliseconds patience = 8s;
inline constexpr std::chrono::milliseconds first_wait = 50ms;  // before connecting again; doubles
inline constexpr std::chrono::milliseconds longest_wait = 1s;  // a new primary is found within a second
inline constexpr int connect_timeout_s = 2;                    // of one host; libpq takes no less
// For the turn to write, while another process has it; as long as on SQLite.
inline constexpr std::chrono::milliseconds lock_wait = 10s;
inline constexpr std::chrono::milliseconds statement_time =
    30s;  // the longest statement of ours, of an import, is short
// Longer than the server's own limits: only a server that is alive by TCP and dead otherwise is left by this.
inline constexpr std::chrono::milliseconds answer_time = 35s;
inline constexpr std::chrono::milliseconds idle_in_transaction = 30s;  // a process that hangs gives its turn back
// A host that vanished without a word is noticed within about five seconds, on an idle line and on a busy one.
inline constexpr int keepalive_idle_s = 2;
inline constexpr int keepalive_interval_s = 1;
inline constexpr int keepalive_count = 3;
inline constexpr int unacknowledged_ms = 5000;
inline constexpr int most_conflicts = 5;  // a deadlock with somebody else's program: begin again, so often

// "sportello" as a number: the lock that a writer holds from its first statement to its commit. All processes on one
// database use the same one, so their groups of writes come one after the other, as on one machine.
inline constexpr long long turn_lock = 0x73706f7274656c6cLL;

}  // namespace sportello::store::postgresql
