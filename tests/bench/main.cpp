// sportello-bench: measures the service in memory and on a disk, and holds what it finds against what is promised.
// Prints; judges only when asked to (--strict), for a busy machine is no mistake of the service's.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/process.h"
#include "tests/bench/service.h"
#include "tests/drill/measure.h"

namespace {

using namespace sportello;
using drill::shown;

// The promises.
constexpr double most_cpu = 1.15;
constexpr double most_saturated = 3;
constexpr double most_dripping = 1.5;  // "delay nobody", and what a clock of milliseconds can tell

struct Options {
  std::string disk;
  std::string memory;
  std::string postgresql;
  pid_t postmaster = 0;
  bench::ServiceWish wish;
  bool strict = false;
};

int run(const Options& options) {
  secret::start_sodium();
  std::vector<bench::ServiceResult> results;
  for (const auto& [name, folder] : {std::pair{"memory", options.memory}, std::pair{"disk", options.disk}}) {
    if (folder.empty()) continue;
    auto wish = options.wish;
    wish.name = name;
    wish.folder = std::filesystem::absolute(folder);
    results.push_back(bench::bench_service(wish));
  }
  if (!options.postgresql.empty()) {  // promises nothing: told beside the disk's SQLite, in the same run
    auto wish = options.wish;
    wish.name = "PostgreSQL on a disk";
    wish.folder = std::filesystem::absolute(options.disk);
    wish.postgresql = options.postgresql;
    wish.postmaster = options.postmaster;
    const auto other = bench::bench_service(wish);
    const auto& here = results.back();
    std::printf(
        "PostgreSQL / SQLite: visits/s %s / %s, ratio %s; the service's CPU per visit %s / %s ms, ratio %s; the "
        "database's "
        "own %s ms\n",
        shown(other.per_s, 1).c_str(), shown(here.per_s, 1).c_str(), shown(other.per_s / here.per_s, 2).c_str(),
        shown(other.visit_ms, 2).c_str(), shown(here.visit_ms, 2).c_str(),
        shown(other.visit_ms / here.visit_ms, 2).c_str(), shown(other.database_ms, 2).c_str());
    if (other.failures > 0) return 1;
  }
  const auto worst = [&](auto member) { return *std::ranges::max_element(results, {}, member); };
  const auto cpu = worst(&bench::ServiceResult::cpu_ratio);
  const auto saturated = worst(&bench::ServiceResult::saturated_ratio).saturated_ratio;
  const auto dripping = worst(&bench::ServiceResult::dripping_ratio).dripping_ratio;
  const auto failures = worst(&bench::ServiceResult::failures).failures;
  std::printf("server CPU per visit / bare hash: ratio %s (visit %s ms, hashes %s ms: %s per visit)\n",
              shown(cpu.cpu_ratio, 2).c_str(), shown(cpu.visit_ms, 1).c_str(), shown(cpu.hashes_ms, 1).c_str(),
              shown(cpu.hashes_per_visit, 0).c_str());
  std::printf("p99 of other calls, saturated / unloaded: ratio %s\n", shown(saturated, 2).c_str());
  std::printf("p99 of other calls, 64 dripping / none: ratio %s\n", shown(dripping, 2).c_str());
  const bool kept =
      cpu.cpu_ratio <= most_cpu && saturated <= most_saturated && dripping <= most_dripping && failures == 0;
  std::printf("%s\n", kept ? "every promise was kept" : "a promise was missed (1.15, 3, 1.5, no failure)");
  return kept || !options.strict ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"sportello-bench: measures the service."};
  Options options;
  options.memory = "/dev/shm";
  cli.add_option("--disk", options.disk, "A folder on a disk")->required();
  cli.add_option("--memory", options.memory, "A folder in memory; \"\": leave that out (default /dev/shm)");
  cli.add_option("--postgresql", options.postgresql, "libpq's words of a throw-away cluster: the same on it");
  cli.add_option("--postmaster", options.postmaster, "Its first process, for its CPU time");
  cli.add_option("--repeats", options.wish.repeats, "Of everything, interleaved (default 3)")
      ->check(CLI::Range(1, 20));
  cli.add_option("--visits", options.wish.visits, "Of each concurrency and repeat (default 96)")
      ->check(CLI::Range(1, 1000));
  cli.add_option("--rounds", options.wish.rounds, "Of the other calls, in each phase (default 150)")
      ->check(CLI::Range(10, 1000));
  cli.add_flag("--strict", options.strict, "Fail when a promise is missed");
  CLI11_PARSE(cli, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sportello-bench: %s\n", error.what());
    return 1;
  }
}
