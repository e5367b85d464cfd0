// The whole album: which pictures there are, and where each stands. Draws none.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/visit/comfort.h"
#include "kiosk/widgets/theme.h"

namespace sportello::tests {

enum class Layout { landscape, portrait };
inline constexpr std::array all_layouts = {Layout::landscape, Layout::portrait};

struct Window {
  int width = 0, height = 0;
};

std::string_view name_of(Layout layout);
Window window_of(Layout layout);
std::string_view english_name(visit::Language language);
// Languages in which every theme, size and layout is drawn: one of each reading direction.
inline constexpr std::array whole_languages = {visit::Language::it, visit::Language::ar};

// One text size, layout and language: what can share its shaped text and its icons.
struct Sheet {
  visit::Language language;
  visit::TextSize size;
  Layout layout;
  std::vector<visit::Theme> themes;
};
// Every sheet, those that take longest first.
std::vector<Sheet> all_sheets();

// "ar/portrait/larger/dark/code-entry-wrong.png"
std::filesystem::path place_of(const visit::Comfort& comfort, Layout layout, std::string_view name);

}  // namespace sportello::tests
