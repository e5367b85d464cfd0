// From the school's hours and a local time to what the visit is told. Pure: whoever asks brings the clock.
#pragma once

#include <chrono>

#include "firmware-config/opening_hours.h"
#include "kiosk/visit/states.h"

namespace sportello::kiosk {

struct LocalTime {  // as the clock on the wall shows it
  std::chrono::year_month_day day;
  int minute = 0;  // of the day
};

struct OpeningNow {
  visit::Opening opening;
  // On the wall's clock, until something of it may change: an edge of the hours, or midnight, when "tomorrow" becomes
  // "today". Where the clock is put forward or back in between, whoever waits looks again sooner: see main.cpp.
  std::chrono::minutes unchanged_for;
};

OpeningNow opening_at(const config::OpeningHours& hours, const LocalTime& now);

}  // namespace sportello::kiosk
