// sportello-pictures: one PNG of every screen, for people to look at; --all draws the whole album. Opens no window.
#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <thread>

#include "tests/screens/index_pages.h"
#include "tests/screens/painter.h"
#include "tests/screens/whole_album.h"

using namespace sportello;

namespace {

template <class Value, std::size_t N, class Name>
std::optional<Value> named(const std::array<Value, N>& all, std::string_view wanted, Name&& name) {
  for (const auto value : all) {
    if (name(value) == wanted) return value;
  }
  return std::nullopt;
}

int complain(const std::string& sentence, int status = 2) {
  std::cerr << "sportello-pictures: " << sentence << "\n";
  return status;
}

struct Options {
  std::filesystem::path folder, assets = SPORTELLO_ASSETS;
  std::string size = "1280x800", language = "it", theme = "light", text_size = "normal", only;
  int processes = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
};

int draw_all(const Options& options) {
  const auto began = std::chrono::steady_clock::now();
  const auto tally = tests::draw_whole_album({options.folder, options.assets, options.processes, options.only});
  if (!tally) return complain(tally.error(), 1);
  const auto written = tests::write_index_pages(options.folder, options.only, *tally);
  if (!written) return complain(written.error(), 1);
  const auto took =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began).count();
  std::printf("  %zu pictures, %.0f MB, in %ld s\n", tally->pictures, static_cast<double>(tally->bytes) / 1e6,
              static_cast<long>(took));
  return 0;
}

int draw_one_sheet(const Options& options) {
  tests::Window window;
  char x = 0;
  std::istringstream numbers(options.size);
  if (!(numbers >> window.width >> x >> window.height) || x != 'x' || window.width < 320 || window.height < 320 ||
      window.width > 8192 || window.height > 8192) {
    return complain("--size must be like 1280x800");
  }
  const auto language = visit::language_named(options.language);
  const auto colours = named(widgets::all_themes, options.theme, [](auto t) { return widgets::name_of(t); });
  const auto letters = named(widgets::all_sizes, options.text_size, [](auto s) { return widgets::name_of(s); });
  if (!language) return complain("--language must be one of those in assets/texts, such as it");
  if (!colours) return complain("--theme must be one that --help names");
  if (!letters) return complain("--text-size must be one that --help names");

  auto painter = tests::Painter::open(window, options.assets);
  if (!painter) return complain(painter.error());
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  for (const auto& preview : screens::previews({*language, *letters, *colours})) {
    if (preview.name.find(options.only) == std::string::npos) continue;
    const auto painted = painter->paint(preview, options.folder / (preview.name + ".png"));
    if (!painted) return complain(painted.error());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Writes a PNG of every screen of the kiosk, from invented visits, with no window.",
               "sportello-pictures"};
  Options options;
  bool all = false;
  app.set_version_flag("--version", SPORTELLO_VERSION);
  app.add_option("folder", options.folder, "where the pictures go")->required();
  auto* whole = app.add_flag("--all", all,
                             "every screen in every language; in Italian and Arabic with every theme, text size and "
                             "layout; and pages that show them");
  app.add_option("--size", options.size, "window, such as 1920x1080")->capture_default_str()->excludes(whole);
  app.add_option("--language", options.language, "as in assets/texts")->capture_default_str()->excludes(whole);
  app.add_option("--theme", options.theme, "light, dark, contrast_light or contrast_dark")
      ->capture_default_str()
      ->excludes(whole);
  app.add_option("--text-size", options.text_size, "normal, large, larger or largest")
      ->capture_default_str()
      ->excludes(whole);
  app.add_option("--only", options.only, "screens whose name contains this");
  app.add_option("--processes", options.processes, "with --all: at once (default: as many as there are cores)")
      ->check(CLI::Range(1, 64))
      ->needs(whole);
  app.add_option("--assets", options.assets, "the folder of theme, texts, icons");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return complain(std::string(error.what()) + " (see --help)");
  }
  return all ? draw_all(options) : draw_one_sheet(options);
}
