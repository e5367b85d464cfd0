// Filters are radio buttons that CSS reads (:checked ~ main), groups are anchors, pictures load when they come in
// sight.
#include "tests/screens/index_pages.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <vector>

#include "kiosk/screens/previews.h"
#include "tests/screens/album.h"

namespace sportello::tests {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --edge: #8884; --accent: #09357a }
@media (prefers-color-scheme: dark) { :root { --accent: #b5d3ff } }
* { box-sizing: border-box }
body { font: 1rem/1.45 "Noto Sans", system-ui, sans-serif; margin: 0 }
header, nav, .filters, main { padding: .8rem 1.5rem }
h1 { font-size: 1.6rem; margin: .3rem 0 }
h2 { font-size: 1.25rem; margin: 2rem 0 .2rem; padding-top: .6rem; border-top: 1px solid var(--edge) }
h3 { font-size: 1rem; margin: 1rem 0 .4rem }
a { color: var(--accent) }
nav ul { columns: 14rem; margin: 0; padding: 0; list-style: none }
input[type=radio] { position: absolute; opacity: 0 }
.filters { position: sticky; top: 0; background: Canvas; border-bottom: 1px solid var(--edge); z-index: 1 }
.filters div { display: flex; flex-wrap: wrap; gap: .3rem; margin: .2rem 0; align-items: baseline }
.filters b { min-width: 5rem }
.filters label { border: 1px solid var(--edge); border-radius: .5rem; padding: .15rem .7rem; cursor: pointer }
section { scroll-margin-top: 11rem }
.row { display: flex; flex-wrap: wrap; gap: 1rem }
figure { margin: 0; width: 20rem }
figure.portrait { width: 11.25rem }
img { display: block; width: 100%; height: auto; border: 1px solid var(--edge); border-radius: .4rem }
figcaption { font-size: .85rem; margin-top: .25rem }
)";

// "code-entry-wrong" -> "Code entry wrong"
std::string in_words(std::string_view name) {
  std::string words{name};
  std::ranges::replace(words, '-', ' ');
  std::ranges::replace(words, '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

struct Group {
  std::string screen;  // as visit::name_of
  std::vector<std::string> previews;
};

// In the order in which a visit meets them.
std::vector<Group> groups(const std::string& only) {
  std::vector<Group> all;
  for (const auto& preview : screens::previews()) {
    if (preview.name.find(only) == std::string::npos) continue;
    const std::string screen{visit::name_of(preview.visit)};
    auto group = std::ranges::find(all, screen, &Group::screen);
    if (group == all.end()) group = all.insert(all.end(), {screen, {}});
    group->previews.push_back(preview.name);
  }
  return all;
}

std::string theme_words(visit::Theme theme) {
  switch (theme) {
    case visit::Theme::light: return "light";
    case visit::Theme::dark: return "dark";
    case visit::Theme::contrast_light: return "high contrast light";
    case visit::Theme::contrast_dark: return "high contrast dark";
  }
  return "";
}

class Page {
 public:
  Page(std::string_view title, std::string_view about) {
    text_ =
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>";
    text_ += title;
    text_ += "</title>\n<style>";
    text_ += style;
    text_ += "@@</style>\n<header><h1>";
    text_ += title;
    text_ += "</h1><p>";
    text_ += about;
    text_ += "</p></header>\n";
  }

  void add(std::string_view html) { text_ += html; }

  void contents(const std::vector<Group>& all) {
    text_ += "<nav aria-label=\"Screens\"><ul>\n";
    for (const auto& group : all)
      text_ += "<li><a href=\"#" + group.screen + "\">" + in_words(group.screen) + "</a>\n";
    text_ += "</ul></nav>\n";
  }

  // A row of choices; the first of `choices` (id, words) is what the page opens with, the last shows all.
  void filter(std::string_view name, const std::vector<std::pair<std::string, std::string>>& choices) {
    std::string row = "<div><b>" + in_words(name) + "</b>";
    for (const auto& [value, words] : choices) {
      const auto id = std::string{name} + "-" + value;
      inputs_ += "<input type=\"radio\" name=\"" + std::string{name} + "\" id=\"" + id + "\"" +
                 (value == choices.front().first ? " checked" : "") + ">\n";
      row += "<label for=\"" + id + "\">" + words + "</label>";
      rules_ += "#" + id + ":checked ~ .filters label[for=" + id +
                "] { background: var(--accent); color: Canvas }\n#" + id +
                ":focus-visible ~ .filters label[for=" + id + "] { outline: 3px solid; outline-offset: 2px }\n";
      if (value != "all") rules_ += "#" + id + ":checked ~ main figure:not(." + id + ") { display: none }\n";
    }
    filters_ += row + "</div>\n";
  }
  void end_filters() { text_ += inputs_ + "<div class=\"filters\">\n" + filters_ + "</div>\n"; }

  void figure(const visit::Comfort& comfort, Layout layout, const std::string& name, const std::string& caption) {
    const auto place = place_of(comfort, layout, name).string();
    const auto window = window_of(layout);
    const auto words = in_words(name) + ", " + std::string{english_name(comfort.language)} + ", " +
                       theme_words(comfort.theme) + ", " + std::string{widgets::name_of(comfort.size)} + " text, " +
                       std::string{name_of(layout)};
    text_ += "<figure class=\"" + std::string{name_of(layout)} + " language-" +
             std::string{visit::code_of(comfort.language)} + " theme-" +
             std::string{widgets::name_of(comfort.theme)} + " text-" + std::string{widgets::name_of(comfort.size)} +
             " layout-" + std::string{name_of(layout)} + "\"><a href=\"" + place +
             "\"><img loading=\"lazy\" decoding=\"async\" width=\"" + std::to_string(window.width) + "\" height=\"" +
             std::to_string(window.height) + "\" src=\"" + place + "\" alt=\"" + words + "\"></a><figcaption>" +
             caption + "</figcaption></figure>\n";
  }

  std::expected<void, std::string> write(const std::filesystem::path& file) {
    text_.replace(text_.find("@@</style>"), 2, rules_);
    text_ += "</html>\n";
    std::ofstream out{file};
    out << text_;
    if (!out.flush())
      return std::unexpected("cannot write " + file.string() + ": check the disk and the folder's rights");
    return {};
  }

 private:
  std::string text_, inputs_, filters_, rules_;
};

std::string megabytes(std::uint64_t bytes) { return std::to_string((bytes + 500'000) / 1'000'000) + " MB"; }

Page languages_page(const std::vector<Group>& all, const Tally& tally) {
  std::string about = std::to_string(tally.pictures) + " pictures, " + megabytes(tally.bytes) +
                      ", of invented visits: nobody in them exists. Here every screen in every language; with every "
                      "theme, text size and layout in";
  for (const auto language : whole_languages) {
    const std::string code{visit::code_of(language)};
    about += (language == whole_languages.front() ? " <a href=\"" : " and in <a href=\"") + code + ".html\">" +
             std::string{english_name(language)} + "</a>";
  }
  Page page{"Sportello: every screen", about + "."};
  page.contents(all);
  std::vector<std::pair<std::string, std::string>> languages{{"all", "all"}};
  for (const auto language : visit::languages) {
    languages.emplace_back(visit::code_of(language), english_name(language));
  }
  page.filter("language", languages);
  page.end_filters();
  page.add("<main>\n");
  for (const auto& group : all) {
    page.add("<section id=\"" + group.screen + "\"><h2>" + in_words(group.screen) + "</h2>\n");
    for (const auto& name : group.previews) {
      page.add("<h3>" + in_words(name) + "</h3><div class=\"row\">\n");
      for (const auto language : visit::languages) {
        page.figure({language, visit::TextSize::normal, visit::Theme::light}, Layout::landscape, name,
                    std::string{english_name(language)});
      }
      page.add("</div>\n");
    }
    page.add("</section>\n");
  }
  page.add("</main>\n");
  return page;
}

Page variations_page(const std::vector<Group>& all, visit::Language language) {
  const std::string in{english_name(language)};
  Page page{"Sportello in " + in,
            "Every screen in four themes, four text sizes and two layouts. <a href=\"index.html\">Every "
            "screen in every language</a>."};
  page.contents(all);
  std::vector<std::pair<std::string, std::string>> themes, sizes, layouts;
  for (const auto theme : widgets::all_themes) themes.emplace_back(widgets::name_of(theme), theme_words(theme));
  for (const auto size : widgets::all_sizes) sizes.emplace_back(widgets::name_of(size), widgets::name_of(size));
  for (const auto layout : all_layouts) layouts.emplace_back(name_of(layout), name_of(layout));
  for (auto* choices : {&themes, &sizes, &layouts}) choices->emplace_back("all", "all");
  page.filter("theme", themes);
  page.filter("text", sizes);
  page.filter("layout", layouts);
  page.end_filters();
  page.add("<main>\n");
  for (const auto& group : all) {
    page.add("<section id=\"" + group.screen + "\"><h2>" + in_words(group.screen) + "</h2><div class=\"row\">\n");
    for (const auto& name : group.previews) {
      for (const auto layout : all_layouts) {
        for (const auto size : widgets::all_sizes) {
          for (const auto theme : widgets::all_themes) {
            page.figure({language, size, theme}, layout, name,
                        in_words(name) + ": " + theme_words(theme) + ", " + std::string{widgets::name_of(size)} +
                            " text, " + std::string{name_of(layout)});
          }
        }
      }
    }
    page.add("</div></section>\n");
  }
  page.add("</main>\n");
  return page;
}

}  // namespace

std::expected<void, std::string> write_index_pages(const std::filesystem::path& folder, const std::string& only,
                                                   const Tally& tally) {
  const auto all = groups(only);
  for (const auto language : whole_languages) {
    const auto file = folder / (std::string{visit::code_of(language)} + ".html");
    if (const auto written = variations_page(all, language).write(file); !written) return written;
  }
  return languages_page(all, tally).write(folder / "index.html");
}

}  // namespace sportello::tests
