// Instruments by themselves: bounded, escaped, and counted whole from many threads.
#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "service/metrics/instrument.h"
#include "service/metrics/process.h"
#include "tests/catch.h"

using namespace sportello::metrics;

namespace {

std::string text_of(const Instrument& instrument) {
  std::ostringstream out;
  instrument.write(out);
  return out.str();
}

}  // namespace

TEST_CASE("whoever invents label values fills no memory: what is beyond the bound is one series") {
  static Counters counters{"test_inventions_total", "Inventions.", {"what", "how"}};
  for (std::size_t i = 0; i < most_series + 500; ++i) counters.add({"name" + std::to_string(i), "x"});
  const auto text = text_of(counters);
  CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) == most_series + 3);
  CHECK(text.contains("test_inventions_total{what=\"other\",how=\"other\"} 500\n"));
}

TEST_CASE("label values are escaped") {
  static Counters counters{"test_escapes_total", "Escapes.", {"value"}};
  counters.add({"a\"b\\c\nd"});
  CHECK(text_of(counters) ==
        "# HELP test_escapes_total Escapes.\n# TYPE test_escapes_total counter\n"
        "test_escapes_total{value=\"a\\\"b\\\\c\\nd\"} 1\n");
}

TEST_CASE("a histogram counts each number at its bounds and above") {
  static constexpr std::array<double, 2> bounds = {1, 2.5};
  static Histogram histogram{"test_times", "Times.", bounds};
  for (const double number : {0.5, 1.0, 2.0, 9.0}) histogram.observe(number);
  CHECK(
      text_of(histogram) ==
      "# HELP test_times Times.\n# TYPE test_times histogram\ntest_times_bucket{le=\"1\"} 2\n"
      "test_times_bucket{le=\"2.5\"} 3\ntest_times_bucket{le=\"+Inf\"} 4\ntest_times_sum 12.5\ntest_times_count 4\n");
}

TEST_CASE("nothing is lost between threads") {
  static Counters counters{"test_threads_total", "Threads.", {"n"}};
  static constexpr std::array<double, 1> bounds = {1};
  static Histogram histogram{"test_thread_times", "Times.", bounds};
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([] {
      for (int i = 0; i < 5000; ++i) {
        counters.add({std::to_string(i % 5)});
        histogram.observe(1.0);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int n = 0; n < 5; ++n) CHECK(text_of(counters).contains("{n=\"" + std::to_string(n) + "\"} 4000\n"));
  CHECK(text_of(histogram).contains("test_thread_times_sum 20000\n"));
}

TEST_CASE("the process tells of itself") {
  std::ostringstream out;
  write_process(out);
  for (const std::string name : {"process_cpu_seconds_total ", "process_open_fds ", "process_max_fds ",
                                 "process_resident_memory_bytes ", "process_start_time_seconds "}) {
    CHECK(out.str().contains("\n" + name));
  }
}
