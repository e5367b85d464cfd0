// How long the service keeps what is over, with the reason. Whom a message went to and what it said is not kept at
// all.
#pragma once

#include <chrono>

namespace sportello::desk {

using namespace std::chrono_literals;

inline constexpr std::chrono::seconds keep_sms = 30 * 24h;  // a parent who asks why no code came does so within weeks
inline constexpr std::chrono::seconds keep_mail = 90 * 24h;  // the report of a bulk invitation counts them for a term

}  // namespace sportello::desk
