// Splits, tries, prefers what takes an SMS.
#include "service/import/phones.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sportello::import {
namespace {

std::vector<std::string_view> parts_of(std::string_view text, const std::vector<std::string>& separators) {
  std::vector<std::string_view> parts = {text};
  for (const auto& separator : separators) {
    if (separator.empty() || text.find(separator) == std::string_view::npos) continue;
    std::vector<std::string_view> finer;
    for (auto part : parts) {
      for (auto at = part.find(separator); at != std::string_view::npos; at = part.find(separator)) {
        finer.push_back(part.substr(0, at));
        part.remove_prefix(at + separator.size());
      }
      finer.push_back(part);
    }
    parts = std::move(finer);
  }
  std::erase_if(parts, [](std::string_view part) { return part.find_first_not_of(" \t") == std::string_view::npos; });
  return parts;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// With a prefix as E.164 wants it: "39 333 1234567" was written without its plus, "333 1234567" without a prefix.
std::optional<identity::Phone> phone_of(std::string_view part, const std::string& country) {
  std::string digits;
  std::ranges::copy_if(part, std::back_inserter(digits), is_digit);
  const auto begin = part.find_first_not_of(" \t(");
  const bool has_prefix = begin != std::string_view::npos && (part[begin] == '+' || digits.starts_with("00"));
  if (has_prefix) return identity::Phone::parse(part);
  const bool without_plus = country == "39" && digits.size() == 12 && digits.starts_with("393");
  std::string whole = without_plus ? "+" : "+" + country;
  whole += part;
  return identity::Phone::parse(whole);
}

}  // namespace

bool takes_sms(const identity::Phone& phone) {
  const std::string_view text = phone.text();
  return !text.starts_with("+39") || text.starts_with("+393");
}

PhoneFound find_phone(std::string_view text, const Layout& layout) {
  PhoneFound found;
  for (const auto part : parts_of(text, layout.phone_separators)) {
    auto phone = phone_of(part, layout.country);
    if (!phone) {
      found.unreadable = true;
    } else if (!found.phone || (!takes_sms(*found.phone) && takes_sms(*phone))) {
      found.phone = std::move(phone);
    }
  }
  return found;
}

}  // namespace sportello::import
