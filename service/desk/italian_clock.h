// The wall clock of an Italian school, whatever zone the machine is set to. Knows the European Union's rule and no
// other: GCC 12 has no time zones, and a container often has none either.
#pragma once

#include <chrono>
#include <string>

#include "service/desk/limits.h"

namespace sportello::desk {

// Ahead of UTC: two hours from the last Sunday of March to the last of October, both at 01:00 UTC (directive
// 2000/84/EC), else one.
std::chrono::seconds italian_offset(Time at);
// "2027-01-15"
std::string italian_day(Time at);

}  // namespace sportello::desk
