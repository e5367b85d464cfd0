// The desk's Italian clock, written as messages write it.
#include "service/messaging/italian_time.h"

#include <array>
#include <cstdio>

#include "service/desk/italian_clock.h"

namespace sportello::messaging {

ItalianTime italian_time(std::chrono::sys_seconds at) {
  using namespace std::chrono;
  const auto local = at + desk::italian_offset(at);
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss time{local - day};
  const auto two = [](unsigned number) {
    std::array<char, 16> text{};
    const int length = std::snprintf(text.data(), text.size(), "%02u", number);
    return std::string{text.data(), static_cast<std::size_t>(length)};
  };
  const auto day_text = two(static_cast<unsigned>(date.day()));
  const auto month_text = two(static_cast<unsigned>(date.month()));
  return {two(static_cast<unsigned>(time.hours().count())) + ":" + two(static_cast<unsigned>(time.minutes().count())),
          day_text + "/" + month_text, day_text, month_text};
}

}  // namespace sportello::messaging
