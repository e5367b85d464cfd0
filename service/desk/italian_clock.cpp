// Calendar arithmetic only.
#include "service/desk/italian_clock.h"

#include <algorithm>

namespace sportello::desk {
namespace {

std::string padded(unsigned number, std::size_t digits) {
  auto text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

}  // namespace

std::chrono::seconds italian_offset(Time at) {
  using namespace std::chrono;
  const auto year = year_month_day{floor<days>(at)}.year();
  const auto begins = sys_days{year / March / Sunday[last]} + 1h;
  const auto ends = sys_days{year / October / Sunday[last]} + 1h;
  return at >= begins && at < ends ? 2h : 1h;
}

std::string italian_day(Time at) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(at + italian_offset(at))};
  return padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" +
         padded(static_cast<unsigned>(date.month()), 2) + "-" + padded(static_cast<unsigned>(date.day()), 2);
}

}  // namespace sportello::desk
