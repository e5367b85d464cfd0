// What processes hold in memory, by the kernel's own sums (smaps_rollup). Judges nothing.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace sportello::bench {

struct Memory {
  double pss_mb = 0;      // shared pages divided among those who share them
  double private_mb = 0;  // what would be free if the processes ended
  int processes = 0;
};

// Nothing: they are gone, or nobody may look (a kiosk lets only root).
std::optional<Memory> memory_of(const std::vector<pid_t>& processes);
// Every process with this `NAME=value` in its environment, and what descends from them.
std::vector<pid_t> processes_marked(const std::string& mark);

}  // namespace sportello::bench
