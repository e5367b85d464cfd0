// The numbers of password hashing, with their reasons.
#pragma once

#include <cstddef>

namespace sportello::hashing {

// OWASP's floor for Argon2id: 19 MiB, two passes, one lane. About 14 ms of one core.
inline constexpr std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;
inline constexpr unsigned passes = 2;

// 128 waiting hashes are about a second of two cores: longer than that, a guardian is better told to wait.
inline constexpr std::size_t queue_length = 128;
inline constexpr int retry_after_s = 2;  // by then a full queue has been worked off

}  // namespace sportello::hashing
