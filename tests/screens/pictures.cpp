// sportello-pictures: one PNG of every screen, for people to look at. Opens no window.
#include <CLI/CLI.hpp>

#include <iostream>

#include "kiosk/screens/draw.h"
#include "kiosk/screens/previews.h"
#include "kiosk/widgets/offscreen.h"

using namespace sportello;

namespace {

template <class Value, std::size_t N, class Name>
std::optional<Value> named(const std::array<Value, N>& all, std::string_view wanted, Name&& name) {
  for (const auto value : all) {
    if (name(value) == wanted) return value;
  }
  return std::nullopt;
}

int complain(const std::string& sentence) {
  std::cerr << sentence << "\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Writes a PNG of every screen of the kiosk, from invented visits, with no window.",
               "sportello-pictures"};
  std::string folder, size = "1280x800", language = "it", theme = "light", text_size = "normal", only;
  std::string assets = SPORTELLO_ASSETS;
  app.set_version_flag("--version", SPORTELLO_VERSION);
  app.add_option("folder", folder, "where the pictures go")->required();
  app.add_option("--size", size, "window, such as 1920x1080")->capture_default_str();
  app.add_option("--language", language, "it or en")->capture_default_str();
  app.add_option("--theme", theme, "light, dark, contrast_light or contrast_dark")->capture_default_str();
  app.add_option("--text-size", text_size, "normal, large, larger or largest")->capture_default_str();
  app.add_option("--only", only, "screens whose name contains this");
  app.add_option("--assets", assets, "the folder of theme, texts, icons");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return complain("sportello-pictures: " + std::string(error.what()) + " (see --help)");
  }
  int width = 0, height = 0;
  char x = 0;
  std::istringstream numbers(size);
  if (!(numbers >> width >> x >> height) || x != 'x' || width < 320 || height < 320 || width > 8192 ||
      height > 8192) {
    return complain("sportello-pictures: --size must be like 1280x800");
  }
  visit::Comfort comfort;
  const auto lang = visit::language_named(language);
  const auto colours = named(widgets::all_themes, theme, [](auto t) { return widgets::name_of(t); });
  const auto letters = named(widgets::all_sizes, text_size, [](auto s) { return widgets::name_of(s); });
  if (!lang) return complain("sportello-pictures: --language must be it or en");
  if (!colours) return complain("sportello-pictures: --theme must be one that --help names");
  if (!letters) return complain("sportello-pictures: --text-size must be one that --help names");
  comfort = {*lang, *letters, *colours};

  auto off = widgets::Offscreen::open(width, height);
  if (!off) return complain("sportello-pictures: " + off.error());
  {
    auto ui = widgets::Ui::load(assets, widgets::Surface::opengl);
    if (!ui) return complain("sportello-pictures: " + ui.error());
    (*ui)->premises = screens::preview_premises();
    std::vector<std::uint8_t> grey(640UL * 360);
    for (std::size_t i = 0; i < grey.size(); ++i) {
      grey[i] = i % 640 > 100 && i % 640 < 140 ? 230 : static_cast<std::uint8_t>(40 + i / 640 / 4);
    }
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    for (const auto& preview : screens::previews(comfort)) {
      if (preview.name.find(only) == std::string::npos) continue;
      // One of the scan screens shows the camera's pane at work: a slope of greys with a bright bar to the left.
      (*ui)->preview.reset();
      if (preview.name == "scan-organisation-code") (*ui)->preview = {grey, 640, 360, 1};
      (*off)->frame([&](ImDrawList* paint) {
        (*ui)->begin(width, height, {}, paint);
        screens::draw(preview.visit, preview.now, **ui);
      });
      if (const auto saved = (*off)->save(std::filesystem::path(folder) / (preview.name + ".png")); !saved) {
        return complain("sportello-pictures: " + saved.error());
      }
    }
  }
  return 0;
}
