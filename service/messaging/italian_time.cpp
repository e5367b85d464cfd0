// Calendar arithmetic only: GCC 12 has no time zones, and a container often has none either.
#include "service/messaging/italian_time.h"

#include <array>
#include <cstdio>

namespace sportello::messaging {

ItalianTime italian_time(std::chrono::sys_seconds at) {
  using namespace std::chrono;
  const auto year = year_month_day{floor<days>(at)}.year();
  const auto begins = sys_days{year / March / Sunday[last]} + 1h;
  const auto ends = sys_days{year / October / Sunday[last]} + 1h;
  const auto local = at + (at >= begins && at < ends ? 2h : 1h);
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss time{local - day};
  const auto joined = [](int first, char between, int second) {
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%02d%c%02d", first, between, second);
    return std::string{text.data(), static_cast<std::size_t>(length)};
  };
  return {joined(static_cast<int>(time.hours().count()), ':', static_cast<int>(time.minutes().count())),
          joined(static_cast<int>(static_cast<unsigned>(date.day())), '/',
                 static_cast<int>(static_cast<unsigned>(date.month())))};
}

}  // namespace sportello::messaging
