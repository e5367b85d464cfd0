#include "kiosk/widgets/theme.h"

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>

namespace sportello::widgets {

std::string_view name_of(Colour colour) {
  switch (colour) {
    case Colour::bg: return "bg";
    case Colour::surface: return "surface";
    case Colour::tonal: return "tonal";
    case Colour::soft: return "soft";
    case Colour::ink: return "ink";
    case Colour::ink2: return "ink2";
    case Colour::line: return "line";
    case Colour::edge: return "edge";
    case Colour::accent: return "accent";
    case Colour::on_accent: return "on_accent";
    case Colour::mark: return "mark";
    case Colour::focus: return "focus";
    case Colour::ok: return "ok";
    case Colour::ok_soft: return "ok_soft";
    case Colour::warn: return "warn";
    case Colour::warn_soft: return "warn_soft";
    case Colour::err: return "err";
    case Colour::err_soft: return "err_soft";
    case Colour::off: return "off";
    case Colour::off_ink: return "off_ink";
    case Colour::scrim: return "scrim";
    case Colour::grid: return "grid";
    case Colour::scrim_grid: return "scrim_grid";
    case Colour::glass: return "glass";
    case Colour::glass_ink: return "glass_ink";
  }
  return "";
}

std::string_view name_of(Type type) {
  switch (type) {
    case Type::caption: return "caption";
    case Type::body: return "body";
    case Type::label: return "label";
    case Type::lead: return "lead";
    case Type::head: return "head";
    case Type::title: return "title";
    case Type::cell: return "cell";
    case Type::hero: return "hero";
    case Type::ref: return "ref";
    case Type::code: return "code";
  }
  return "";
}

std::string_view name_of(Measure measure) {
  switch (measure) {
    case Measure::margin: return "margin";
    case Measure::header: return "header";
    case Measure::footer: return "footer";
    case Measure::target: return "target";
    case Measure::touch_gap: return "touch_gap";
    case Measure::button: return "button";
    case Measure::primary_height: return "primary_height";
    case Measure::primary_width: return "primary_width";
    case Measure::footer_button: return "footer_button";
    case Measure::radius_key: return "radius_key";
    case Measure::radius_button: return "radius_button";
    case Measure::radius_card: return "radius_card";
    case Measure::radius_overlay: return "radius_overlay";
    case Measure::line: return "line";
    case Measure::border: return "border";
    case Measure::strong: return "strong";
  }
  return "";
}

std::string_view name_of(visit::Theme theme) {
  switch (theme) {
    case visit::Theme::light: return "light";
    case visit::Theme::dark: return "dark";
    case visit::Theme::contrast_light: return "contrast_light";
    case visit::Theme::contrast_dark: return "contrast_dark";
  }
  return "";
}

std::string_view name_of(visit::TextSize size) {
  switch (size) {
    case visit::TextSize::normal: return "normal";
    case visit::TextSize::large: return "large";
    case visit::TextSize::larger: return "larger";
    case visit::TextSize::largest: return "largest";
  }
  return "";
}

std::string to_hex(Rgb colour) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string hex = "#";
  for (const auto part : {colour.r, colour.g, colour.b}) {
    hex += digits[part >> 4];
    hex += digits[part & 15];
  }
  return hex;
}

double contrast(Rgb one, Rgb other) {
  const auto linear = [](std::uint8_t part) {
    const double v = part / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  const auto luminance = [&](Rgb c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); };
  const auto [dark, bright] = std::minmax({luminance(one), luminance(other)});
  return (bright + 0.05) / (dark + 0.05);
}

namespace {

std::optional<Rgb> parse_colour(std::string_view text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  std::array<int, 6> digits{};
  for (std::size_t i = 0; i < 6; ++i) {
    const char c = text[i + 1];
    if (c >= '0' && c <= '9') {
      digits[i] = c - '0';
    } else if (c >= 'A' && c <= 'F') {
      digits[i] = c - 'A' + 10;
    } else {
      return std::nullopt;
    }
  }
  const auto part = [&](std::size_t i) { return static_cast<std::uint8_t>(digits[i] * 16 + digits[i + 1]); };
  return Rgb{part(0), part(2), part(4)};
}

}  // namespace

std::expected<Tokens, std::string> Tokens::load(const std::filesystem::path& file) {
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return std::unexpected(file.string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                           std::string(error.description()));
  }
  const auto missing = [&](std::string key) {
    return std::unexpected(file.string() + " has no valid " + key + ": write it as in the file that was delivered");
  };
  Tokens tokens;
  for (std::size_t t = 0; t < all_themes.size(); ++t) {
    for (std::size_t c = 0; c < colour_count; ++c) {
      const std::string theme(name_of(all_themes[t])), colour(name_of(static_cast<Colour>(c)));
      const auto value = table["colours"][theme][colour].value<std::string>();
      const auto parsed = value ? parse_colour(*value) : std::nullopt;
      if (!parsed) return missing("colours." + theme + "." + colour);
      tokens.colours_[t][c] = *parsed;
    }
  }
  for (std::size_t i = 0; i < type_count; ++i) {
    const std::string name(name_of(static_cast<Type>(i)));
    for (std::size_t s = 0; s < all_sizes.size(); ++s) {
      const auto value = table["type"][name][s].value<double>();
      if (!value || *value < 8 || *value > 400) return missing("type." + name);
      tokens.types_[i][s] = static_cast<float>(*value);
    }
  }
  for (std::size_t i = 0; i < measure_count; ++i) {
    const std::string name(name_of(static_cast<Measure>(i)));
    const auto value = table["measure"][name].value<double>();
    if (!value || *value <= 0 || *value > 1000) return missing("measure." + name);
    tokens.measures_[i] = static_cast<float>(*value);
  }
  return tokens;
}

Rgb Tokens::colour(visit::Theme theme, Colour colour) const {
  return colours_[static_cast<std::size_t>(theme)][static_cast<std::size_t>(colour)];
}
float Tokens::type(visit::TextSize size, Type type) const {
  return types_[static_cast<std::size_t>(type)][static_cast<std::size_t>(size)];
}
float Tokens::measure(Measure measure) const { return measures_[static_cast<std::size_t>(measure)]; }

}  // namespace sportello::widgets
