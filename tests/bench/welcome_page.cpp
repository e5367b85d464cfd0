// From the layout record, so that the page follows the screen by itself.
#include "tests/bench/welcome_page.h"

#include <sstream>

#include "kiosk/widgets/theme.h"
#include "tests/fakes/files.h"

namespace sportello::bench {
namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '&': safe += "&amp;"; break;
      default: safe += c;
    }
  }
  return safe;
}

// A drawing with the theme's colours in it; nothing where there is no such file.
std::string drawing(const std::filesystem::path& file, const widgets::Tokens& tokens) {
  auto svg = fakes::read_file(file);
  for (std::size_t i = 0; i < widgets::colour_count; ++i) {
    const auto colour = static_cast<widgets::Colour>(i);
    const auto place = "{" + std::string{widgets::name_of(colour)} + "}";
    const auto hex = widgets::to_hex(tokens.colour(visit::Theme::light, colour));
    for (auto at = svg.find(place); at != std::string::npos; at = svg.find(place, at)) {
      svg.replace(at, place.size(), hex);
    }
  }
  return svg;
}

std::string placed(const widgets::Rect& box) {
  std::ostringstream style;
  style << "left:" << box.x << "px;top:" << box.y << "px;width:" << box.w << "px;height:" << box.h << "px";
  return style.str();
}

widgets::Type type_of(widgets::Role role) {
  if (role == widgets::Role::title) return widgets::Type::hero;
  if (role == widgets::Role::button) return widgets::Type::label;
  return widgets::Type::body;
}

}  // namespace

void write_welcome_page(const widgets::Ui& ui, const std::filesystem::path& assets,
                        const std::filesystem::path& file) {
  const auto tokens = widgets::Tokens::load(assets / "theme.toml");
  if (!tokens) throw std::runtime_error(tokens.error());
  const auto hex = [&](widgets::Colour colour) {
    return widgets::to_hex(tokens->colour(visit::Theme::light, colour));
  };
  std::ostringstream page;
  page << "<!doctype html>\n<html lang=\"it\"><meta "
          "charset=\"utf-8\"><title>Sportello</title>\n<style>\nbody{margin:0;"
          "overflow:hidden;font-family:\"Noto Sans\",sans-serif;color:"
       << hex(widgets::Colour::ink) << ";background:" << hex(widgets::Colour::bg)
       << "}\nbody>*{position:absolute;margin:0;line-height:1.3;box-sizing:border-box}\nbutton{font:inherit;font-"
          "weight:"
          "bold;border:2px solid "
       << hex(widgets::Colour::edge) << ";border-radius:12px;background:" << hex(widgets::Colour::surface)
       << "}\nbutton.primary{color:" << hex(widgets::Colour::on_accent)
       << ";background:" << hex(widgets::Colour::accent) << "}\n</style>\n";
  const auto window = ui.window();
  page << "<div style=\"left:" << window.w * 0.51F << "px;top:90px;width:" << window.w * 0.45F << "px\">"
       << drawing(assets / "drawings" / "held-card.svg", *tokens) << "</div>\n"
       << "<div style=\"left:36px;top:16px;width:44px\">" << drawing(assets / "drawings" / "crest.svg", *tokens)
       << "</div>\n";
  for (const auto& entry : ui.record().entries()) {
    if (entry.label.empty()) continue;
    const std::string tag = entry.role == widgets::Role::title ? "h1"
                            : widgets::is_control(entry.role)  ? "button"
                                                               : "p";
    page << "<" << tag << (entry.primary ? " class=\"primary\"" : "") << " style=\"" << placed(entry.box)
         << ";font-size:" << tokens->type(visit::TextSize::normal, type_of(entry.role)) << "px\">"
         << escaped(entry.label) << "</" << tag << ">\n";
  }
  page << "</html>\n";
  fakes::write_file(file, page.str());
}

}  // namespace sportello::bench
