// Icons and drawings: SVG files of assets, rendered at the size they are shown in, in the colours of the theme.
// Reads files only once, at the start.
#pragma once

#include <array>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "kiosk/widgets/textures.h"

namespace sportello::widgets {

class Pictures {
 public:
  static std::expected<Pictures, std::string> load(const std::filesystem::path& assets, Surface surface);

  // White, to be drawn in any colour; `stroke` in pixels of an icon of 28. Null when there is no such file.
  const Texture* icon(std::string_view name, int size, float stroke);
  // `colour_of` gives "#RRGGBB" for a role's name: {accent} in the file. `theme` tells kept pictures apart.
  const Texture* drawing(std::string_view name, int width, int height, int theme,
                         const std::function<std::string(std::string_view)>& colour_of);
  // A school's own sign, a PNG or an SVG file, whole in a square of `side`. Null when it cannot be read or is none.
  const Texture* crest(const std::filesystem::path& file, int side);
  [[nodiscard]] bool has_icon(std::string_view name) const { return icons_.contains(name); }
  [[nodiscard]] bool has_drawing(std::string_view name) const { return drawings_.contains(name); }
  // Width over height, of the file.
  [[nodiscard]] float shape(std::string_view drawing) const;

 private:
  explicit Pictures(Surface surface) : surface_(surface) {}
  const Texture* render(const std::string& key, const std::string& svg, int width, int height);

  Surface surface_;
  std::map<std::string, std::string, std::less<>> icons_, drawings_;
  std::map<std::string, Texture, std::less<>> kept_;  // an empty texture: looked for and not found
};

}  // namespace sportello::widgets
