// Filling in, in one pass: what was filled in is never read again.
#include "service/invitation/html.h"

#include <algorithm>

namespace sportello::invitation {

Markup filled(std::string_view html, Slots slots) {
  std::string result;
  while (!html.empty()) {
    const auto open = html.find('{');
    result.append(html.substr(0, open));
    if (open == std::string_view::npos) break;
    html.remove_prefix(open);
    const auto close = html.find('}');
    const auto name = close == std::string_view::npos ? std::string_view{} : html.substr(1, close - 1);
    const auto* const slot = std::ranges::find(slots, name, &Slot::name);
    if (slot == slots.end()) {
      result += '{';
      html.remove_prefix(1);
      continue;
    }
    result += slot->html;
    html.remove_prefix(close + 1);
  }
  return Markup{std::move(result)};
}

Markup worded(std::string_view text, Slots slots) {
  std::string html;
  bool strong = false;
  for (const char c : escaped(text)) {
    if (c == '*') {
      html += strong ? "</strong>" : "<strong>";
      strong = !strong;
    } else {
      html += c;
    }
  }
  if (strong) html += "</strong>";
  return filled(html, slots);
}

}  // namespace sportello::invitation
