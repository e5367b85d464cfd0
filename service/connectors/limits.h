// Every number of the connectors, with its reason.
#pragma once

#include <chrono>
#include <cstddef>

namespace sportello::connectors {

using namespace std::chrono_literals;

inline constexpr std::chrono::milliseconds webhook_connect = 5s;
inline constexpr std::chrono::milliseconds webhook_total = 15s;  // a register that writes one row needs less
// Of a claim: longer than any delivery, so that only a dead process's event is due again.
inline constexpr std::chrono::seconds sending_life = 20s;
inline constexpr std::chrono::seconds first_wait = 2s;    // doubled up to
inline constexpr std::chrono::seconds longest_wait = 1h;  // so that a register that is back is told within the hour
// What a register may ask for. Newer versions of libcurl let no answer ask for more than this either.
inline constexpr std::chrono::seconds longest_retry_after = 6h;
inline constexpr std::size_t longest_answer = 64 * 1024;  // nobody reads it: beyond, the line is cut
inline constexpr std::chrono::seconds look_again = 2s;    // for what another process decided
inline constexpr std::chrono::seconds folder_rest = 30s;  // after a folder could not be written
// Of a batch: longer than a slow folder takes to write one. Then another process may take it over.
inline constexpr std::chrono::seconds batch_life = 60s;
inline constexpr int batch_rows = 1000;  // of one CSV file: some hundred kilobytes

}  // namespace sportello::connectors
