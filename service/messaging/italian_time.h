// The hour on an Italian wall clock, as messages show it. Which hour that is, the desk knows (italian_clock.h).
#pragma once

#include <chrono>
#include <string>

namespace sportello::messaging {

// "18:05" and "22/11"
struct ItalianTime {
  std::string time, date;
};
ItalianTime italian_time(std::chrono::sys_seconds at);

}  // namespace sportello::messaging
