// assets/theme.toml, which the kiosk draws by, as CSS variables: the same colours, type and corners on the web page.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace sportello::invitation {

// One :root for each of light, dark, and both in high contrast, chosen by the reader's own settings. The error names
// what is missing.
std::expected<std::string, std::string> css_of_theme(std::string_view toml);

}  // namespace sportello::invitation
