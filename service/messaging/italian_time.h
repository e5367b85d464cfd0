// The hour on an Italian wall clock, whatever zone the machine is set to. Knows the European Union's rule and no
// other.
#pragma once

#include <chrono>
#include <string>

namespace sportello::messaging {

// "18:05" and "22/11". Summer time from the last Sunday of March to the last of October, both at 01:00 UTC
// (directive 2000/84/EC).
struct ItalianTime {
  std::string time, date;
};
ItalianTime italian_time(std::chrono::sys_seconds at);

}  // namespace sportello::messaging
