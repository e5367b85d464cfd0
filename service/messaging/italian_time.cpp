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
