// The service's three promises about speed, each measured as a ratio of two things of one run.
#pragma once

#include <filesystem>
#include <string>

namespace sportello::bench {

struct ServiceWish {
  std::string name;  // how the place is told: "memory", "disk"
  std::filesystem::path folder;
  unsigned repeats = 3;
  std::size_t visits = 96;   // of each concurrency and repeat
  std::size_t rounds = 150;  // of the other calls, in each phase and repeat
};

struct ServiceResult {
  double cpu_ratio = 0;  // server CPU per visit / the bare hashes in it: the median of the worst concurrency
  double visit_ms = 0, hashes_ms = 0, hashes_per_visit = 0;
  double saturated_ratio = 0;  // p99 of the other calls: hash pool saturated / unloaded
  double dripping_ratio = 0;   // the same with slow connections beside / without
  std::size_t failures = 0;
};

// Prints what it measures as it goes.
ServiceResult bench_service(const ServiceWish& wish);

}  // namespace sportello::bench
