// Days as texts compare like days. Pure.
#include "service/desk/access.h"

#include <algorithm>
#include <chrono>

namespace sportello::desk {
namespace {

constexpr std::string_view shape = "####-##-##";

const AccessRule* latest(std::string_view day, std::string_view role, const std::vector<AccessRule>& rules) {
  const AccessRule* found = nullptr;
  for (const auto& rule : rules) {
    if (rule.role != role || rule.from_day > day) continue;
    if (found == nullptr || rule.from_day >= found->from_day) found = &rule;
  }
  return found;
}

}  // namespace

bool is_day(std::string_view text) {
  const auto fits = [](char c, char place) { return place == '#' ? c >= '0' && c <= '9' : c == place; };
  if (!std::ranges::equal(text, shape, fits)) return false;
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (const char c : text.substr(from, length)) value = value * 10 + (c - '0');
    return value;
  };
  return std::chrono::year_month_day{std::chrono::year{number(0, 4)},
                                     std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                     std::chrono::day{static_cast<unsigned>(number(8, 2))}}
      .ok();
}

wire::Access access_on(std::string_view day, std::string_view role, const std::vector<AccessRule>& of_school,
                       const std::vector<AccessRule>& of_profile) {
  for (const auto* rules : {&of_school, &of_profile}) {
    if (const auto* rule = latest(day, role, *rules)) return rule->access;
  }
  return wire::Access::credentials;
}

}  // namespace sportello::desk
