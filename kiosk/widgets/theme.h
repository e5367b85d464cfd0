// The design tokens of assets/theme.toml: colours of four themes, type of four sizes, space, radii.
// Refuses a file in which anything is missing; has no value of its own.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/visit/comfort.h"

namespace sportello::widgets {

enum class Colour {
  bg,
  surface,
  tonal,
  soft,
  ink,
  ink2,
  line,
  edge,
  accent,
  on_accent,
  mark,
  focus,
  ok,
  ok_soft,
  warn,
  warn_soft,
  err,
  err_soft,
  off,
  off_ink,
  scrim,
  grid,
  scrim_grid,
  glass,
  glass_ink,
};
inline constexpr std::size_t colour_count = 25;
std::string_view name_of(Colour colour);

enum class Type { caption, body, label, lead, head, title, cell, hero, ref, code };
inline constexpr std::size_t type_count = 10;
std::string_view name_of(Type type);

// Fixed measures of all screens, design pixels.
enum class Measure {
  margin,
  header,
  footer,
  target,
  touch_gap,
  button,
  primary_height,
  primary_width,
  footer_button,
  radius_key,
  radius_button,
  radius_card,
  radius_overlay,
  line,
  border,
  strong,
};
inline constexpr std::size_t measure_count = 16;
std::string_view name_of(Measure measure);

struct Rgb {
  std::uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Rgb&) const = default;
};
std::string to_hex(Rgb colour);       // "#RRGGBB"
double contrast(Rgb one, Rgb other);  // WCAG 2: 1 … 21

inline constexpr std::array all_themes = {visit::Theme::light, visit::Theme::dark, visit::Theme::contrast_light,
                                          visit::Theme::contrast_dark};
inline constexpr std::array all_sizes = {visit::TextSize::normal, visit::TextSize::large, visit::TextSize::larger,
                                         visit::TextSize::largest};
std::string_view name_of(visit::Theme theme);
std::string_view name_of(visit::TextSize size);

class Tokens {
 public:
  static std::expected<Tokens, std::string> load(const std::filesystem::path& file);

  [[nodiscard]] Rgb colour(visit::Theme theme, Colour colour) const;
  [[nodiscard]] float type(visit::TextSize size, Type type) const;
  [[nodiscard]] float measure(Measure measure) const;

 private:
  std::array<std::array<Rgb, colour_count>, 4> colours_{};
  std::array<std::array<float, 4>, type_count> types_{};
  std::array<float, measure_count> measures_{};
};

}  // namespace sportello::widgets
