// The parent opens no OpenGL: a context does not survive a fork.
#include "tests/screens/whole_album.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "tests/screens/painter.h"

namespace sportello::tests {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<screens::Preview> chosen(const visit::Comfort& comfort, const std::string& only) {
  auto all = screens::previews(comfort);
  std::erase_if(all, [&](const screens::Preview& preview) { return preview.name.find(only) == std::string::npos; });
  return all;
}

// Theme by theme for each screen: its shaped text is the same in all of them, and still kept.
std::expected<void, std::string> draw_sheet(const Sheet& sheet, const AlbumWish& wish, int told) {
  auto painter = Painter::open(window_of(sheet.layout), wish.assets);
  if (!painter) return std::unexpected(painter.error());
  std::vector<std::vector<screens::Preview>> by_theme;
  for (const auto theme : sheet.themes) {
    const visit::Comfort comfort{sheet.language, sheet.size, theme};
    std::error_code error;
    std::filesystem::create_directories(wish.folder / place_of(comfort, sheet.layout, "").parent_path(), error);
    by_theme.push_back(chosen(comfort, wish.only));
  }
  for (std::size_t i = 0; i < by_theme.front().size(); ++i) {
    for (const auto& previews : by_theme) {
      const auto& preview = previews[i];
      const auto place = place_of(preview.visit.comfort, sheet.layout, preview.name);
      const auto size = painter->paint(preview, wish.folder / place);
      if (!size) return std::unexpected(size.error());
      const auto bytes = static_cast<std::uint32_t>(*size);
      if (::write(told, &bytes, sizeof bytes) != sizeof bytes) return std::unexpected("nobody listens any more");
    }
  }
  return {};
}

// What a child does: the next sheet, until there is none.
[[noreturn]] void draw_sheets(const std::vector<Sheet>& sheets, const AlbumWish& wish, int next, int told) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A process for each core: more threads in each would only wait for each other.
  ::setenv("LP_NUM_THREADS", "0", 1);  // NOLINT(concurrency-mt-unsafe): no other thread runs yet
  std::uint8_t number = 0;
  while (::read(next, &number, 1) == 1) {
    if (const auto drawn = draw_sheet(sheets.at(number), wish, told); !drawn) {
      std::fprintf(stderr, "sportello-pictures: %s\n", drawn.error().c_str());
      ::_exit(1);
    }
  }
  ::_exit(0);
}

class Progress {
 public:
  explicit Progress(std::size_t all) : all_(all), live_(::isatty(STDOUT_FILENO) == 1) {}

  void tell(std::size_t done) {
    const auto share = done * 100 / all_;
    if (share < told_ + (live_ ? 1 : 10)) return;
    told_ = share;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began_).count();
    std::printf(live_ ? "\r  %zu of %zu pictures, %ld s " : "  %zu of %zu pictures, %ld s\n", done, all_,
                static_cast<long>(seconds));
    if (live_ && done == all_) std::printf("\n");
    std::fflush(stdout);
  }

 private:
  std::size_t all_, told_ = 0;
  bool live_;
  Clock::time_point began_ = Clock::now();
};

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  bool open() { return ::pipe2(ends.data(), 0) == 0; }
  [[nodiscard]] int out() const { return ends[0]; }
  [[nodiscard]] int in() const { return ends[1]; }
};

}  // namespace

std::expected<Tally, std::string> draw_whole_album(const AlbumWish& wish) {
  const auto sheets = all_sheets();
  std::size_t all = 0;
  const auto screens = chosen({}, wish.only).size();
  if (screens == 0) return std::unexpected("no screen's name contains " + wish.only);
  for (const auto& sheet : sheets) all += sheet.themes.size() * screens;

  Pipe next, told;
  if (!next.open() || !told.open()) return std::unexpected("this machine has no pipe left");
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const auto number = static_cast<std::uint8_t>(i);
    if (::write(next.in(), &number, 1) != 1) return std::unexpected("cannot write to a pipe");
  }
  ::close(next.in());
  std::vector<pid_t> children;
  for (int i = 0; i < wish.processes; ++i) {
    const auto child = ::fork();
    if (child < 0) break;
    if (child == 0) {
      ::close(told.out());
      draw_sheets(sheets, wish, next.out(), told.in());
    }
    children.push_back(child);
  }
  ::close(next.out());
  ::close(told.in());

  Tally tally;
  Progress progress{all};
  std::uint32_t bytes = 0;
  while (::read(told.out(), &bytes, sizeof bytes) == sizeof bytes) {
    ++tally.pictures;
    tally.bytes += bytes;
    progress.tell(tally.pictures);
  }
  ::close(told.out());
  bool well = !children.empty();
  for (const auto child : children) {
    int status = 0;
    well = ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0 && well;
  }
  if (!well || tally.pictures != all) {
    return std::unexpected("only " + std::to_string(tally.pictures) + " of " + std::to_string(all) +
                           " pictures were drawn");
  }
  return tally;
}

}  // namespace sportello::tests
