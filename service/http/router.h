// Which route a method and a path belong to. Matches text; calls nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::http {

// "/v1/visits/{id}/code" against "/v1/visits/abc/code" → {"abc"}. A parameter is 1 to 64 characters of base64url;
// anything else is no match. A query is no match either: no route has one, and URLs are logged by others;
// whoever gives pages to browsers takes it off before.
std::optional<std::vector<std::string>> match(std::string_view path_template, std::string_view target);

}  // namespace sportello::http
