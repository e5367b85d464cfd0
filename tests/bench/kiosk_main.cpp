// sportello-bench-kiosk: what a kiosk that waits costs, and how soon it shows something; beside a browser that shows
// the same screen, in the same run. Prints; judges only when asked to (--strict).
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <numeric>
#include <thread>
#include <vector>

#include "kiosk/screens/draw.h"
#include "kiosk/screens/previews.h"
#include "service/shared/secret/bytes.h"
#include "tests/bench/kiosk_ground.h"
#include "tests/bench/memory.h"
#include "tests/bench/screen_eye.h"
#include "tests/bench/welcome_page.h"
#include "tests/drill/measure.h"

namespace {

using namespace sportello;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using drill::Milliseconds;
using drill::shown;

// The promises.
constexpr double most_idle_percent = 0.1;
constexpr double most_first_picture_ms = 200;
constexpr double most_of_browser = 0.2;
constexpr double most_layout_ms = 1000.0 / 60;  // a screen is laid out within one frame of its display

constexpr int width = 1280, height = 800;

struct Options {
  int starts = 9;
  int seconds = 60;
  bool browser = true;
  bool strict = false;
};

struct Row {
  std::string what, measured, bound;
  std::optional<bool> kept;  // nothing: could not be measured
};

double middle(std::vector<double> all) {
  std::ranges::sort(all);
  return all[all.size() / 2];
}

struct Layouts {
  std::map<std::string, double> ms;  // by preview
};

// Each screen again and again: words shaped once stay shaped, as they do while a guardian stands there.
Layouts measure_layouts(widgets::Ui& ui) {
  Layouts result;
  for (const auto& preview : screens::previews()) {
    std::vector<double> times;
    for (int i = 0; i < 21; ++i) {
      const auto began = Clock::now();
      ui.begin(width, height, {});
      screens::draw(preview.visit, preview.now, ui);
      if (i > 0) times.push_back(Milliseconds{Clock::now() - began}.count());
    }
    result.ms[preview.name] = middle(times);
  }
  return result;
}

std::unique_ptr<widgets::Ui> headless_ui() {
  auto ui = widgets::Ui::load(SPORTELLO_ASSETS, widgets::Surface::headless);
  if (!ui) throw std::runtime_error(ui.error());
  (*ui)->premises = screens::preview_premises();
  return std::move(*ui);
}

Row layout_row(widgets::Ui& ui) {
  const auto layouts = measure_layouts(ui);
  std::vector<double> all;
  for (const auto& [name, ms] : layouts.ms) all.push_back(ms);
  const auto worst = std::ranges::max_element(layouts.ms, {}, [](const auto& one) { return one.second; });
  return {"layout of one screen, no window, warm: the slowest of " + std::to_string(all.size()),
          shown(worst->second, 2) + " ms (" + worst->first + "; half take " + shown(middle(all), 2) + " or less)",
          shown(most_layout_ms, 1) + " ms", worst->second <= most_layout_ms};
}

void end_kiosk(fakes::Process& kiosk, bench::ScreenEye& eye) {
  kiosk.signal(SIGTERM);
  kiosk.wait(5s);
  if (!eye.empty_within(5s)) throw std::runtime_error("the display is not empty again");
}

double by_scheduler(pid_t pid) {
  double sum = 0;
  for (const auto& [name, time] : drill::processor_time_by_thread(pid)) sum += time.count();
  return sum;
}

// How long its first thread was ready and found no processor free: on a busy machine that is most of a start.
double waited_for_processor(pid_t pid) {
  std::ifstream in{"/proc/" + std::to_string(pid) + "/schedstat"};
  double ran = 0, waited = 0;
  in >> ran >> waited;
  return waited / 1e6;
}

Row first_picture_row(bench::KioskGround& ground, bench::ScreenEye& eye, int starts) {
  std::vector<double> times, used, waited;
  for (int i = 0; i <= starts; ++i) {
    const auto began = Clock::now();
    auto kiosk = ground.start_kiosk();
    if (!eye.picture_within(20s)) throw std::runtime_error("the kiosk shows nothing");
    const auto took = Milliseconds{Clock::now() - began}.count();
    if (i > 0) {  // the first start warms the page cache
      times.push_back(took);
      used.push_back(by_scheduler(kiosk.pid()));
      waited.push_back(waited_for_processor(kiosk.pid()));
    }
    end_kiosk(kiosk, eye);
  }
  const auto [least, most] = std::ranges::minmax(times);
  return {"exec to the first picture on the display, warm: median of " + std::to_string(starts),
          shown(middle(times), 0) + " ms (" + shown(least, 0) + "–" + shown(most, 0) + "); CPU " +
              shown(middle(used), 0) + " ms; waited for a free processor " + shown(middle(waited), 0) + " ms",
          shown(most_first_picture_ms, 0) + " ms", middle(times) <= most_first_picture_ms};
}

Row idle_row(pid_t pid, int seconds) {
  const auto ticks_ms = [&] { return drill::processor_time(pid).value().count(); };  // throws when it is gone
  const auto ticks_before = ticks_ms(), exact_before = by_scheduler(pid);
  const auto began = Clock::now();
  std::this_thread::sleep_for(std::chrono::seconds{seconds});
  const auto ticks = ticks_ms() - ticks_before, exact = by_scheduler(pid) - exact_before;
  const auto took = Milliseconds{Clock::now() - began}.count();
  const auto percent = 100 * std::max(ticks, exact) / took;  // ticks of 10 ms are coarse: the worse of the two counts
  return {"CPU on the attract screen over " + std::to_string(seconds) + " s",
          shown(percent, 3) + " % (" + shown(ticks * static_cast<double>(::sysconf(_SC_CLK_TCK)) / 1000, 0) +
              " ticks; " + shown(exact, 1) + " ms by the scheduler)",
          shown(most_idle_percent, 1) + " %", percent < most_idle_percent};
}

std::string told(const bench::Memory& memory) {
  return shown(memory.pss_mb, 1) + " MB (private " + shown(memory.private_mb, 1) + ")";
}

void end_browser(fakes::Process& browser, const std::string& mark) {
  browser.signal(SIGTERM);
  browser.wait(5s);
  for (const auto pid : bench::processes_marked(mark)) ::kill(pid, SIGKILL);
}

std::optional<bench::Memory> browser_memory(bench::KioskGround& ground, bench::ScreenEye& eye, widgets::Ui& ui) {
  const auto page = ground.folder() / "welcome.html";
  for (const auto& preview : screens::previews()) {
    if (preview.name != "welcome") continue;
    ui.begin(width, height, {});
    screens::draw(preview.visit, preview.now, ui);
  }
  bench::write_welcome_page(ui, SPORTELLO_ASSETS, page);
  const auto mark = "SPORTELLO_BENCH=" + std::to_string(::getpid());
  auto browser = ground.start_browser(page, mark);
  const bool shows = eye.picture_within(30s);
  if (shows) std::this_thread::sleep_for(20s);  // what it only needs to start is gone by then
  const auto memory = shows ? bench::memory_of(bench::processes_marked(mark)) : std::nullopt;
  end_browser(browser, mark);
  if (!shows) throw std::runtime_error("the browser shows nothing");
  return memory;
}

Row memory_row(const std::optional<bench::Memory>& kiosk, const std::optional<bench::Memory>& browser) {
  const std::string what = "PSS of the kiosk / of Chromium with the same screen";
  if (!kiosk || !browser) {
    return {what, "nobody but root may read what a kiosk holds", shown(most_of_browser, 2), std::nullopt};
  }
  const auto ratio = kiosk->pss_mb / browser->pss_mb;
  return {what,
          "ratio " + shown(ratio, 3) + ": " + told(*kiosk) + " / " + told(*browser) + ", " +
              std::to_string(browser->processes) + " processes",
          shown(most_of_browser, 2), ratio <= most_of_browser};
}

// As wide as a terminal shows it: accents count once.
std::string padded(const std::string& text, std::size_t columns) {
  const auto wide = static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  return text + std::string(columns > wide ? columns - wide : 1, ' ');
}

void print(const Row& row) {
  const std::string verdict = row.kept ? (*row.kept ? "kept" : "MISSED") : "not measured";
  std::printf("%s at most %s %s\n    %s\n", padded(row.what, 72).c_str(), padded(row.bound, 8).c_str(),
              verdict.c_str(), row.measured.c_str());
  std::fflush(stdout);
}

int run(const Options& options) {
  secret::start_sodium();
  std::vector<Row> rows;
  const auto add = [&](Row row) {
    print(row);
    rows.push_back(std::move(row));
  };
  const auto ui = headless_ui();
  add(layout_row(*ui));

  bench::KioskGround ground{width, height};
  bench::ScreenEye eye{ground.display()};
  add(first_picture_row(ground, eye, options.starts));
  std::optional<bench::Memory> waiting;
  {
    auto kiosk = ground.start_kiosk();
    if (!eye.picture_within(20s)) throw std::runtime_error("the kiosk shows nothing");
    std::this_thread::sleep_for(5s);  // it has told the service that it lives, and waits
    add(idle_row(kiosk.pid(), options.seconds));
    waiting = bench::memory_of({kiosk.pid()});
    if (!kiosk.running()) throw std::runtime_error("the kiosk ended by itself");
    end_kiosk(kiosk, eye);
  }
  if (options.browser) add(memory_row(waiting, browser_memory(ground, eye, *ui)));
  const bool kept = std::ranges::all_of(rows, [](const Row& row) { return row.kept.value_or(false); });
  std::printf("%s\n", kept ? "every promise was kept" : "a promise was missed or could not be measured");
  return kept || !options.strict ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"sportello-bench-kiosk: measures a kiosk that waits, beside a browser that shows the same screen."};
  Options options;
  cli.add_option("--repeats", options.starts, "Starts of the kiosk, to its first picture (default 9)")
      ->check(CLI::Range(1, 100));
  cli.add_option("--seconds", options.seconds, "On the attract screen (default 60)")->check(CLI::Range(1, 3600));
  cli.add_flag("!--no-browser", options.browser, "Leave Chromium out");
  cli.add_flag("--strict", options.strict, "Fail when a promise is missed");
  CLI11_PARSE(cli, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sportello-bench-kiosk: %s\n", error.what());
    return 1;
  }
}
