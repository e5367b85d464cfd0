// The service's three promises about speed, each measured as a ratio of two things of one run.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace sportello::bench {

struct ServiceWish {
  std::string name;  // how the place is told: "memory", "disk"
  std::filesystem::path folder;
  std::string postgresql;  // libpq's words of a throw-away cluster; "": SQLite
  pid_t postmaster = 0;    // its first process, whose children's time is told too
  unsigned repeats = 3;
  std::size_t visits = 96;   // of each concurrency and repeat
  std::size_t rounds = 150;  // of the other calls, in each phase and repeat
};

struct ServiceResult {
  double cpu_ratio = 0;  // server CPU per visit / the bare hashes in it: the median of the worst concurrency
  double visit_ms = 0, hashes_ms = 0, hashes_per_visit = 0;
  double per_s = 0;            // visits, of the highest concurrency
  double database_ms = 0;      // the database's own CPU per visit, at that concurrency
  double saturated_ratio = 0;  // p99 of the other calls: hash pool saturated / unloaded
  double dripping_ratio = 0;   // the same with slow connections beside / without
  std::size_t failures = 0;
};

// Prints what it measures as it goes.
ServiceResult bench_service(const ServiceWish& wish);

}  // namespace sportello::bench
