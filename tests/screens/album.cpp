#include "tests/screens/album.h"

#include <algorithm>

namespace sportello::tests {

std::string_view name_of(Layout layout) { return layout == Layout::landscape ? "landscape" : "portrait"; }

Window window_of(Layout layout) { return layout == Layout::landscape ? Window{1280, 800} : Window{1080, 1920}; }

std::string_view english_name(visit::Language language) {
  using enum visit::Language;
  switch (language) {
    case it: return "Italian";
    case en: return "English";
    case ro: return "Romanian";
    case sq: return "Albanian";
    case ar: return "Arabic";
    case zh: return "Chinese";
    case uk: return "Ukrainian";
    case fr: return "French";
    case es: return "Spanish";
    case ur: return "Urdu";
    case bn: return "Bengali";
    case pa: return "Punjabi";
  }
  return "";
}

std::vector<Sheet> all_sheets() {
  std::vector<Sheet> sheets;
  for (const auto layout : {Layout::portrait, Layout::landscape}) {
    for (const auto language : whole_languages) {
      for (const auto size : widgets::all_sizes) {
        sheets.push_back({language, size, layout, {widgets::all_themes.begin(), widgets::all_themes.end()}});
      }
    }
  }
  for (const auto language : visit::languages) {
    if (std::ranges::find(whole_languages, language) != whole_languages.end()) continue;
    sheets.push_back({language, visit::TextSize::normal, Layout::landscape, {visit::Theme::light}});
  }
  return sheets;
}

std::filesystem::path place_of(const visit::Comfort& comfort, Layout layout, std::string_view name) {
  return std::filesystem::path{visit::code_of(comfort.language)} / name_of(layout) / widgets::name_of(comfort.size) /
         widgets::name_of(comfort.theme) / (std::string{name} + ".png");
}

}  // namespace sportello::tests
