// Sizes of the theme are pixels of a kiosk that is read standing; a phone is held closer.
#include "service/invitation/theme.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>

namespace sportello::invitation {
namespace {

constexpr double page_body = 18;    // pixels of running text: what phones read well
constexpr double root_pixels = 16;  // of 1rem, unless the reader wants more
constexpr std::array<std::string_view, 4> themes = {"light", "dark", "contrast_light", "contrast_dark"};
constexpr std::array<std::string_view, 4> wanted_by = {"", "(prefers-color-scheme: dark)", "(prefers-contrast: more)",
                                                       "(prefers-color-scheme: dark) and (prefers-contrast: more)"};

bool is_colour(std::string_view text) {
  return text.size() == 7 && text.front() == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

std::string dashed(std::string_view key) {
  std::string name{key};
  std::ranges::replace(name, '_', '-');
  return name;
}

// In hundredths of a rem, so that no locale writes a comma.
std::string rem(double pixels) {
  const auto hundredths = static_cast<int>(pixels * 100 / root_pixels + 0.5);
  const auto fraction = std::to_string(100 + hundredths % 100).substr(1);
  return std::to_string(hundredths / 100) + "." + fraction + "rem";
}

std::optional<std::string> colours(const toml::table& table) {
  std::string css;
  for (const auto& [key, node] : table) {
    const auto colour = node.value_exact<std::string>();
    if (!colour || !is_colour(*colour)) return std::nullopt;
    css += "--" + dashed(key.str()) + ":" + *colour + ";";
  }
  return css;
}

}  // namespace

std::expected<std::string, std::string> css_of_theme(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return std::unexpected("the theme: " + std::string{error.description()});
  }
  const auto body = table["type"]["body"][0].value<double>();
  if (!body || *body <= 0) return std::unexpected(std::string{"the theme: type.body is missing"});
  const double scale = page_body / *body;
  std::string css = ":root{color-scheme:light dark;";
  const auto* type = table["type"].as_table();
  for (const auto& [key, node] : *type) {
    const auto* sizes = node.as_array();
    const auto size = sizes == nullptr           ? std::nullopt
                      : sizes->get(0) == nullptr ? std::nullopt
                                                 : sizes->get(0)->value<double>();
    if (!size) return std::unexpected("the theme: type." + std::string{key.str()} + " is no list of sizes");
    css += "--type-" + dashed(key.str()) + ":" + rem(*size * scale) + ";";
  }
  const auto* measure = table["measure"].as_table();
  if (measure == nullptr) return std::unexpected(std::string{"the theme: [measure] is missing"});
  for (const auto& [key, node] : *measure) {
    const auto size = node.value<double>();
    if (!size) return std::unexpected("the theme: measure." + std::string{key.str()} + " is no number");
    const bool line = key.str() == "line" || key.str() == "border" || key.str() == "strong";
    css += "--size-" + dashed(key.str()) + ":" +
           (line ? std::to_string(static_cast<int>(*size)) + "px" : rem(*size * scale)) + ";";
  }
  css += "}\n";
  for (std::size_t at = 0; at < themes.size(); ++at) {
    const auto* found = table["colours"][themes.at(at)].as_table();
    const auto values = found == nullptr ? std::nullopt : colours(*found);
    if (!values) return std::unexpected("the theme: [colours." + std::string{themes.at(at)} + "] is not right");
    const auto root = ":root{" + *values + "}";
    css += wanted_by.at(at).empty() ? root + "\n" : "@media " + std::string{wanted_by.at(at)} + "{" + root + "}\n";
  }
  return css;
}

}  // namespace sportello::invitation
