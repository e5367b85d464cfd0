// Strict: what can be read in two ways is refused.
#include "firmware-config/opening_hours.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sportello::config {
namespace {

constexpr int minutes_of_day = 24 * 60;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Exactly these digits.
std::optional<int> number(std::string_view digits) {
  int value = 0;
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  const auto* end = digits.data() + digits.size();
  return std::from_chars(digits.data(), end, value).ptr == end && !digits.empty() ? std::optional{value}
                                                                                  : std::nullopt;
}

std::optional<int> minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = number(text.substr(0, 2));
  const auto minutes = number(text.substr(3));
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  const int all = (*hours * 60) + *minutes;
  return all <= minutes_of_day ? std::optional{all} : std::nullopt;
}

std::optional<std::chrono::year_month_day> day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto of_month = number(text.substr(8));
  if (!year || !month || !of_month) return std::nullopt;
  const auto date = std::chrono::year{*year} / *month / *of_month;
  return date.ok() ? std::optional{date} : std::nullopt;
}

}  // namespace

std::expected<std::vector<OpeningHours::Span>, std::string> parse_spans(std::string_view text) {
  std::vector<OpeningHours::Span> spans;
  std::string_view rest = text;
  while (true) {
    const auto comma = rest.find(',');
    const auto one = trimmed(rest.substr(0, comma));
    const auto dash = one.find('-');
    const auto from = minute(trimmed(one.substr(0, dash)));
    const auto to = dash == std::string_view::npos ? std::nullopt : minute(trimmed(one.substr(dash + 1)));
    if (!from || !to) return std::unexpected("must be hours, such as \"08:00-13:00, 14:00-16:30\"");
    if (*from >= *to)
      return std::unexpected("must open before it closes: split what goes over midnight into two days");
    if (!spans.empty() && *from <= spans.back().to) {
      return std::unexpected("must name its hours in order, with a pause between two");
    }
    spans.push_back({*from, *to});
    if (comma == std::string_view::npos) return spans;
    rest.remove_prefix(comma + 1);
  }
}

std::expected<OpeningHours::Days, std::string> parse_days(std::string_view text) {
  const auto dots = text.find("..");
  const auto first = day(trimmed(text.substr(0, dots)));
  const auto last = dots == std::string_view::npos ? first : day(trimmed(text.substr(dots + 2)));
  if (!first || !last) {
    return std::unexpected("must hold days, each \"2026-12-24\" or \"2026-12-24..2027-01-06\"");
  }
  if (*last < *first) return std::unexpected("must name the first day of a range before its last");
  return OpeningHours::Days{*first, *last};
}

}  // namespace sportello::config
