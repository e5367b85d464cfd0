// Italy's wall clock, in two spellings.
#include "service/commands/italian.h"

#include <array>
#include <cstdio>

#include "service/desk/italian_clock.h"

namespace sportello::commands {
namespace {

struct Parts {
  std::string day;
  int hour = 0, minute = 0, second = 0, offset_hours = 1;
};

Parts parts_of(store::Time at) {
  const auto offset = desk::italian_offset(at);
  const auto local = at + offset;
  const std::chrono::hh_mm_ss time{local - std::chrono::floor<std::chrono::days>(local)};
  return {desk::italian_day(at), static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
          static_cast<int>(time.seconds().count()), static_cast<int>(offset / std::chrono::hours{1})};
}

template <class... Numbers>
std::string written(const char* pattern, Numbers... numbers) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), pattern, numbers...);
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

std::string italian_text(store::Time at) {
  const auto parts = parts_of(at);
  return parts.day + written(" %02d:%02d", parts.hour, parts.minute);
}

std::string italian_iso(store::Time at) {
  const auto parts = parts_of(at);
  return parts.day + written("T%02d:%02d:%02d+%02d:00", parts.hour, parts.minute, parts.second, parts.offset_hours);
}

}  // namespace sportello::commands
