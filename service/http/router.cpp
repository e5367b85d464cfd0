// Segment by segment, without regular expressions.
#include "service/http/router.h"

#include <algorithm>

namespace sportello::http {
namespace {

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const auto end = path.find('/');
  const auto segment = path.substr(0, end);
  path.remove_prefix(segment.size());
  return segment;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace

std::optional<std::vector<std::string>> match(std::string_view path_template, std::string_view target) {
  std::vector<std::string> parameters;
  while (!path_template.empty() || !target.empty()) {
    if (!path_template.starts_with('/') || !target.starts_with('/')) return std::nullopt;
    const auto expected = take_segment(path_template);
    const auto found = take_segment(target);
    if (expected.starts_with('{')) {
      if (!is_id(found)) return std::nullopt;
      parameters.emplace_back(found);
    } else if (expected != found) {
      return std::nullopt;
    }
  }
  return parameters;
}

}  // namespace sportello::http
