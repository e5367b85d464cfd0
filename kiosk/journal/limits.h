// How much a kiosk keeps for a service that it cannot reach, and how often it tries, each with its reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sportello::journal::limits {

using namespace std::chrono_literals;

// Two days of a whole school's queue without a line. The service takes 500 a day of one kiosk.
inline constexpr std::int64_t most_requests = 200;
// Ten days of three hundred visits; some five megabytes of a disk that holds gigabytes.
inline constexpr std::int64_t most_entries = 20'000;
// After a full journal, room for one call's entries is made before it speaks again: else it would say "full" in turns
// with every single entry.
inline constexpr std::int64_t room_to_resume = 64;
// A number in the journal has at most eight digits.
inline constexpr std::int64_t highest_count = 99'999'999;

// A busy kiosk sends no heartbeat, because nobody leaves its welcome screen alone: then this is how soon it looks.
inline constexpr std::chrono::seconds look_every = 60s;
// After a line that broke or a service that is busy. A whole town's kiosks come back with their line at once, hence
// the jitter: from half of the pause to one and a half of it.
inline constexpr std::chrono::seconds first_pause = 5s;
inline constexpr std::chrono::seconds longest_pause = 10min;
// A chain that the service refuses is mended by a human of the office.
inline constexpr std::chrono::seconds refused_pause = 1h;
// A guardian's question lasts ten seconds at most; then what waits goes on all the same.
inline constexpr std::chrono::milliseconds longest_way = 10s;
// A number that was taken means that this disk is older than the service's memory: ever larger steps pass over it.
inline constexpr std::int64_t largest_step = 1'000'000;

}  // namespace sportello::journal::limits
