// Counts in days and minutes on the wall: a night in which the clock is put forward is no different here.
#include "kiosk/opening.h"

#include <algorithm>

namespace sportello::kiosk {
namespace {

using config::OpeningHours;

constexpr int minutes_of_day = 24 * 60;
constexpr int days_ahead = 400;  // longer than any summer: whoever is closed beyond has not said when

int weekday_of(std::chrono::sys_days day) {  // 1: Monday
  return static_cast<int>(std::chrono::weekday{day}.iso_encoding());
}

// The hours of this very day.
std::vector<OpeningHours::Span> spans_on(const OpeningHours& hours, std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  const bool closed = std::ranges::any_of(
      hours.closed, [&](const OpeningHours::Days& days) { return days.first <= date && date <= days.last; });
  return closed ? std::vector<OpeningHours::Span>{} : hours.week.at(static_cast<std::size_t>(weekday_of(day) - 1));
}

std::optional<visit::Opening::Next> next_opening(const OpeningHours& hours, std::chrono::sys_days today, int minute) {
  for (int days = 0; days <= days_ahead; ++days) {
    const auto day = today + std::chrono::days{days};
    for (const auto& span : spans_on(hours, day)) {
      if (days > 0 || span.from > minute) return visit::Opening::Next{days, weekday_of(day), span.from};
    }
  }
  return std::nullopt;
}

}  // namespace

OpeningNow opening_at(const OpeningHours& hours, const LocalTime& now) {
  const std::chrono::sys_days today{now.day};
  OpeningNow result{{}, std::chrono::minutes{minutes_of_day - now.minute}};
  for (const auto& span : spans_on(hours, today)) {
    if (now.minute < span.from || now.minute >= span.to) continue;
    result.opening = {true, std::nullopt};
    result.unchanged_for = std::chrono::minutes{span.to - now.minute};
    return result;
  }
  result.opening = {false, next_opening(hours, today, now.minute)};
  const auto& next = result.opening.next;
  if (next && next->days == 0) result.unchanged_for = std::chrono::minutes{next->minute - now.minute};
  return result;
}

}  // namespace sportello::kiosk
