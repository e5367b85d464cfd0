#include "kiosk/widgets/pictures.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace sportello::widgets {

namespace {

// {name} becomes what `value_of` says.
std::string filled(std::string_view text, const std::function<std::string(std::string_view)>& value_of) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto end = text[i] == '{' ? text.find('}', i) : text.npos;
    if (end == text.npos) {
      result += text[i++];
    } else {
      result += value_of(text.substr(i + 1, end - i - 1));
      i = end + 1;
    }
  }
  return result;
}

bool read_all(const std::filesystem::path& folder, std::map<std::string, std::string, std::less<>>& into) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".svg") continue;
    std::ifstream file(entry.path());
    into[entry.path().stem().string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return !error && !into.empty();
}

}  // namespace

std::expected<Pictures, std::string> Pictures::load(const std::filesystem::path& assets, Surface surface) {
  Pictures pictures(surface);
  if (!read_all(assets / "icons", pictures.icons_)) {
    return std::unexpected("no icons in " + (assets / "icons").string());
  }
  if (!read_all(assets / "drawings", pictures.drawings_)) {
    return std::unexpected("no drawings in " + (assets / "drawings").string());
  }
  return pictures;
}

const Texture* Pictures::render(const std::string& key, const std::string& svg, int width, int height) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_t* cairo = cairo_create(surface);
  GError* error = nullptr;
  RsvgHandle* handle = rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error);
  if (handle != nullptr) {
    const RsvgRectangle box = {0, 0, static_cast<double>(width), static_cast<double>(height)};
    rsvg_handle_render_document(handle, cairo, &box, &error);
    g_object_unref(handle);
  }
  g_clear_error(&error);  // a broken file shows as an empty picture; a test looks at each
  cairo_surface_flush(surface);
  auto& texture = kept_[key];
  texture = Texture::of_argb(surface_, cairo_image_surface_get_data(surface), width, height,
                             cairo_image_surface_get_stride(surface));
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return &texture;
}

const Texture* Pictures::icon(std::string_view name, int size, float stroke) {
  const auto file = icons_.find(name);
  if (file == icons_.end() || size <= 0) return nullptr;
  const std::string width = std::to_string(static_cast<double>(stroke) * 24 / 28);
  const std::string key = std::string(name) + "@" + std::to_string(size) + "/" + width;
  if (const auto kept = kept_.find(key); kept != kept_.end()) return &kept->second;
  return render(key, filled(file->second, [&](std::string_view) { return width; }), size, size);
}

const Texture* Pictures::drawing(std::string_view name, int width, int height, int theme,
                                 const std::function<std::string(std::string_view)>& colour_of) {
  const auto file = drawings_.find(name);
  if (file == drawings_.end() || width <= 0 || height <= 0) return nullptr;
  const std::string key = "/" + std::string(name) + "@" + std::to_string(width) + "x" + std::to_string(height) + "/" +
                          std::to_string(theme);
  if (const auto kept = kept_.find(key); kept != kept_.end()) return &kept->second;
  return render(key, filled(file->second, colour_of), width, height);
}

namespace {

constexpr std::uintmax_t largest_crest = 4U << 20U;  // bytes: a picture a school hands in, not one made to hurt
constexpr int widest_crest = 4096;

// Draws it as large as it goes into the square; false when it is no picture.
bool draw_svg(cairo_t* cairo, const std::filesystem::path& file, double side) {
  GError* error = nullptr;
  RsvgHandle* handle = rsvg_handle_new_from_file(file.c_str(), &error);
  bool drawn = false;
  if (handle != nullptr) {
    const RsvgRectangle box = {0, 0, side, side};
    drawn = rsvg_handle_render_document(handle, cairo, &box, &error) != FALSE;
    g_object_unref(handle);
  }
  g_clear_error(&error);
  return drawn;
}

bool draw_png(cairo_t* cairo, const std::filesystem::path& file, double side) {
  cairo_surface_t* picture = cairo_image_surface_create_from_png(file.c_str());
  const int w = cairo_image_surface_get_width(picture), h = cairo_image_surface_get_height(picture);
  const bool good = cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS && w > 0 && h > 0 && w <= widest_crest &&
                    h <= widest_crest;
  if (good) {
    const double scale = side / std::max(w, h);
    cairo_translate(cairo, (side - w * scale) / 2, (side - h * scale) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
    cairo_paint(cairo);
  }
  cairo_surface_destroy(picture);
  return good;
}

}  // namespace

const Texture* Pictures::crest(const std::filesystem::path& file, int side) {
  if (side <= 0) return nullptr;
  const std::string key = "crest " + file.string() + "@" + std::to_string(side);
  const auto kept = kept_.find(key);
  if (kept != kept_.end()) return kept->second ? &kept->second : nullptr;
  auto& texture = kept_[key];
  std::error_code error;
  if (const auto bytes = std::filesystem::file_size(file, error); error || bytes > largest_crest) return nullptr;
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side);
  cairo_t* cairo = cairo_create(surface);
  const bool drawn = file.extension() == ".svg" ? draw_svg(cairo, file, side) : draw_png(cairo, file, side);
  cairo_surface_flush(surface);
  if (drawn) {
    texture = Texture::of_argb(surface_, cairo_image_surface_get_data(surface), side, side,
                               cairo_image_surface_get_stride(surface));
  }
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return drawn ? &texture : nullptr;
}

float Pictures::shape(std::string_view drawing) const {
  const auto file = drawings_.find(drawing);
  if (file == drawings_.end()) return 1;
  const auto at = file->second.find("viewBox=\"");
  if (at == std::string::npos) return 1;
  float box[4] = {0, 0, 1, 1};
  const char* text = file->second.c_str() + at + 9;
  for (float& number : box) {
    char* end = nullptr;
    number = std::strtof(text, &end);
    text = end;
  }
  return box[3] > 0 ? box[2] / box[3] : 1;
}

}  // namespace sportello::widgets
