// The hour on an Italian wall clock, as messages show it. Which hour that is, the desk knows (italian_clock.h).
#pragma once

#include <chrono>
#include <string>

namespace sportello::messaging {

// "18:05" and "22/11"; "22" and "11" for languages that write a date their own way
struct ItalianTime {
  std::string time, date;
  std::string day, month;
};
ItalianTime italian_time(std::chrono::sys_seconds at);

}  // namespace sportello::messaging
