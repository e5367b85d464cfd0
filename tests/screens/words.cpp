// Theme, icons, drawings: nothing missing, nothing hard to see. For the texts see texts.cpp.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "kiosk/widgets/pictures.h"
#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"

using namespace sportello;
using tests::clause;
using widgets::Colour;

namespace {

std::string slurp(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::set<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

std::string all_code() {
  std::string code;
  for (const auto* folder : {"screens", "widgets"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(SPORTELLO_KIOSK) / folder)) {
      if (entry.path().extension() == ".cpp") code += slurp(entry.path());
    }
  }
  return code;
}

}  // namespace

TEST_CASE("text reaches ten to one, twenty in high contrast; what is not text three to one") {
  const auto loaded = widgets::Tokens::load(std::filesystem::path(SPORTELLO_ASSETS) / "theme.toml");
  REQUIRE(loaded.has_value());
  using Pair = std::pair<Colour, Colour>;
  const std::vector<Pair> text = {
      {Colour::ink, Colour::bg},      {Colour::ink, Colour::surface},      {Colour::ink, Colour::tonal},
      {Colour::ink, Colour::soft},    {Colour::ink2, Colour::bg},          {Colour::ink2, Colour::surface},
      {Colour::ink2, Colour::soft},   {Colour::on_accent, Colour::accent}, {Colour::accent, Colour::surface},
      {Colour::accent, Colour::bg},   {Colour::ok, Colour::ok_soft},       {Colour::warn, Colour::warn_soft},
      {Colour::err, Colour::err_soft}};
  const std::vector<Pair> shapes = {
      {Colour::edge, Colour::bg},     {Colour::edge, Colour::surface},    {Colour::edge, Colour::tonal},
      {Colour::mark, Colour::bg},     {Colour::mark, Colour::surface},    {Colour::mark, Colour::soft},
      {Colour::accent, Colour::soft}, {Colour::focus, Colour::bg},        {Colour::focus, Colour::surface},
      {Colour::focus, Colour::tonal}, {Colour::glass_ink, Colour::glass}, {Colour::off_ink, Colour::off}};
  double least_text = 21, least_high_text = 21, least_shape = 21;
  for (const auto theme : widgets::all_themes) {
    const bool high = theme == visit::Theme::contrast_light || theme == visit::Theme::contrast_dark;
    const auto check = [&](const Pair& pair, double asked, double& least) {
      const double got = widgets::contrast(loaded->colour(theme, pair.first), loaded->colour(theme, pair.second));
      INFO(widgets::name_of(theme) << ": " << widgets::name_of(pair.first) << " on " << widgets::name_of(pair.second)
                                   << " is " << got);
      CHECK(got >= asked);
      least = std::min(least, got);
    };
    for (const auto& pair : text) {
      if (high) {
        check(pair, 20, least_high_text);
      } else {
        check(pair, 10, least_text);
      }
    }
    for (const auto& pair : shapes) check(pair, 3, least_shape);
  }
  clause("11.1.4.3", "least contrast of text, of any theme", std::min(least_text, least_high_text), ">=", 4.5);
  clause("11.1.4.11", "least contrast of what is not text", least_shape, ">=", 3);
  clause("VVSG", "themes", static_cast<double>(widgets::all_themes.size()), "==", 4);
  clause("VVSG", "least contrast of text, light and dark", least_text, ">=", 10);
  clause("VVSG", "least contrast of text, high contrast", least_high_text, ">=", 20);
}

TEST_CASE("capitals at each text size lie in the bands that voting machines keep") {
  const auto loaded = widgets::Tokens::load(std::filesystem::path(SPORTELLO_ASSETS) / "theme.toml");
  REQUIRE(loaded.has_value());
  constexpr double px_per_mm = 3.809, capital = 0.714;
  const std::array<std::pair<double, double>, 4> bands = {{{3.5, 4.2}, {4.8, 5.6}, {6.4, 7.1}, {8.5, 9.0}}};
  for (std::size_t i = 0; i < bands.size(); ++i) {
    for (const auto type : {widgets::Type::caption, widgets::Type::body}) {
      const double mm = loaded->type(widgets::all_sizes[i], type) * capital / px_per_mm;
      INFO(widgets::name_of(type) << " at " << widgets::name_of(widgets::all_sizes[i]) << ": " << mm << " mm");
      CHECK(mm >= bands[i].first);
      CHECK(mm <= bands[i].second);
    }
  }
}

TEST_CASE("a theme with something missing is refused in one sentence") {
  const auto good = slurp(std::filesystem::path(SPORTELLO_ASSETS) / "theme.toml");
  const auto folder = std::filesystem::temp_directory_path() / ("sportello-theme-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto refused = [&](const std::string& text, const std::string& names) {
    const auto file = folder / "theme.toml";
    std::ofstream(file) << text;
    const auto loaded = widgets::Tokens::load(file);
    REQUIRE_FALSE(loaded.has_value());
    INFO(loaded.error());
    CHECK(loaded.error().find(names) != std::string::npos);
    CHECK(loaded.error().find('\n') == std::string::npos);
  };
  refused(std::regex_replace(good, std::regex("\nscrim = [^\n]*"), ""), "colours.light.scrim");
  refused(std::regex_replace(good, std::regex("#131B2A"), "#131B2"), "colours.light.ink");
  refused(std::regex_replace(good, std::regex("\nhero = [^\n]*"), "\nhero = [64, 68]"), "type.hero");
  refused(std::regex_replace(good, std::regex("\nmargin = [^\n]*"), ""), "measure.margin");
  refused("[colours", "line");
  std::filesystem::remove_all(folder);
}

TEST_CASE("every icon and drawing the code names is there, and every drawing asks only for colours of the theme") {
  const auto code = all_code();
  const auto pictures = widgets::Pictures::load(SPORTELLO_ASSETS, widgets::Surface::headless);
  REQUIRE(pictures.has_value());
  for (const auto* pattern : {"\\.icon = \"([a-z]+)\"", "\\.icon_after = \"([a-z]+)\"", "ui\\.icon\\(\"([a-z]+)\"",
                              "icon_tile\\(ui, \"([a-z]+)\"", "\\{\"[a-z.]+\", \"([a-z]+)\", ui\\.say",
                              "Tone::[a-z]+, \"([a-z]+)\"", "return \\{\"([a-z]+)\", \"[a-z.]+\"_t"}) {
    const auto names = matches(code, pattern);
    INFO(pattern);
    CHECK_FALSE(names.empty());
    for (const auto& name : names) {
      INFO(name);
      CHECK(pictures->has_icon(name));
    }
  }
  for (const auto& name : matches(code, "drawing\\(\"([a-z-]+)\"")) CHECK(pictures->has_drawing(name));
  std::set<std::string> roles;
  for (std::size_t i = 0; i < widgets::colour_count; ++i) {
    roles.insert(std::string(widgets::name_of(static_cast<Colour>(i))));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(SPORTELLO_ASSETS) / "drawings")) {
    for (const auto& role : matches(slurp(entry.path()), "\\{([a-z0-9_]+)\\}")) {
      INFO(entry.path() << " " << role);
      CHECK(roles.contains(role));
    }
  }
}

TEST_CASE("a crest is a picture of the school's, or none") {
  auto pictures = widgets::Pictures::load(SPORTELLO_ASSETS, widgets::Surface::headless);
  REQUIRE(pictures.has_value());
  const auto folder = std::filesystem::temp_directory_path() / ("sportello-crest-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto file = [&](const char* name, const std::string& content) {
    std::ofstream(folder / name) << content;
    return folder / name;
  };
  const std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 3\"><rect width=\"2\" height=\"3\"/></svg>";
  CHECK(pictures->crest(file("good.svg", svg), 44) != nullptr);
  CHECK(pictures->crest(file("good.svg", svg), 0) == nullptr);
  CHECK(pictures->crest(file("broken.svg", "<svg"), 44) == nullptr);
  CHECK(pictures->crest(file("words.png", "not a picture"), 44) == nullptr);
  CHECK(pictures->crest(file("huge.svg", svg + std::string(5U << 20U, ' ')), 44) == nullptr);
  CHECK(pictures->crest(folder / "missing.png", 44) == nullptr);
  std::filesystem::remove_all(folder);
}
