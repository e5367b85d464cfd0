// Every number of the outbox worker, with its reason.
#pragma once

#include <chrono>
#include <cstddef>

namespace sportello::messaging {

using namespace std::chrono_literals;

inline constexpr unsigned senders = 4;     // a gateway that takes seconds must not hold up the next guardian
inline constexpr auto look_again = 2s;     // for messages that another process decided
inline constexpr auto gateway_rest = 30s;  // a gateway that failed is asked last for so long
inline constexpr std::chrono::seconds first_wait = 2s;     // a guardian waits in front of the screen
inline constexpr std::chrono::seconds longest_wait = 60s;  // doubled up to here; then until the message's end of life
inline constexpr std::size_t sms_characters = 160;         // one GSM-7 part: a second part may arrive alone

}  // namespace sportello::messaging
