// When the school keeps the kiosk open: hours per weekday, days on which it is closed. Reads; knows no clock.
#pragma once

#include <array>
#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::config {

struct OpeningHours {
  struct Span {  // of one day, in minutes from its midnight; `to` is no longer open
    int from = 0, to = 0;
    bool operator==(const Span&) const = default;
  };
  struct Days {  // both included
    std::chrono::year_month_day first, last;
    bool operator==(const Days&) const = default;
  };
  std::array<std::vector<Span>, 7> week;  // Monday first; in order, none touching another; empty: closed
  std::vector<Days> closed;
  bool operator==(const OpeningHours&) const = default;
};

inline constexpr std::array<std::string_view, 7> weekday_keys = {"monday", "tuesday",  "wednesday", "thursday",
                                                                 "friday", "saturday", "sunday"};

// "08:00-13:00, 14:00-16:30". The error says how it must be, to follow the key's name.
std::expected<std::vector<OpeningHours::Span>, std::string> parse_spans(std::string_view text);
// "2026-12-24" or "2026-12-24..2027-01-06".
std::expected<OpeningHours::Days, std::string> parse_days(std::string_view text);

}  // namespace sportello::config
