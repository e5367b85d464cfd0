// What systemd is told of this process: sd_notify(3), without its library. Nobody listens: nothing is told.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace sportello::service {

// "READY=1", "STOPPING=1", "WATCHDOG=1"
void tell_supervisor(std::string_view state);
// How often it wants to hear WATCHDOG=1 at least; nothing: it does not want to.
std::optional<std::chrono::milliseconds> watchdog_interval();

}  // namespace sportello::service
