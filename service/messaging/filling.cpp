// One walk over the text, for all four.
#include "service/messaging/filling.h"

#include <algorithm>

namespace sportello::messaging {
namespace {

constexpr std::size_t enough = 1024;  // a paragraph, or a text message

// Calls plain(text between) and named(name) in their order.
template <class Plain, class Named>
void walk(std::string_view text, Plain plain, Named named) {
  while (!text.empty()) {
    const auto open = text.find('{');
    plain(text.substr(0, open));
    if (open == std::string_view::npos) return;
    text.remove_prefix(open + 1);
    const auto close = text.find('}');
    named(text.substr(0, close));
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
  }
}
constexpr auto skip = [](std::string_view) {};

}  // namespace

std::string_view Values::of(std::string_view name) const {
  if (name == "school") return school;
  const auto found = others.find(name);
  return found == others.end() ? std::string_view{} : found->second.reveal();
}

std::string filled(std::string_view text, const Values& values) {
  std::size_t length = text.size() + enough;
  walk(text, skip, [&](std::string_view name) { length += values.of(name).size(); });
  std::string result;
  result.reserve(length);
  walk(
      text, [&](std::string_view plain) { result.append(plain); },
      [&](std::string_view name) { result.append(values.of(name)); });
  return result;
}

bool lacks_value(std::string_view text, const Values& values) {
  bool lacks = false;
  walk(text, skip, [&](std::string_view name) { lacks = lacks || values.of(name).empty(); });
  return lacks;
}

std::optional<std::string> unknown_name(std::string_view text, std::span<const std::string_view> known) {
  std::optional<std::string> unknown;
  walk(text, skip, [&](std::string_view name) {
    if (!unknown && std::ranges::find(known, name) == known.end()) unknown = std::string{name};
  });
  return unknown;
}

bool names(std::string_view text, std::string_view name) {
  bool found = false;
  walk(text, skip, [&](std::string_view other) { found = found || other == name; });
  return found;
}

}  // namespace sportello::messaging
