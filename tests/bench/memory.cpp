#include "tests/bench/memory.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace sportello::bench {

std::optional<Memory> memory_of(const std::vector<pid_t>& processes) {
  Memory sum;
  for (const auto pid : processes) {
    std::ifstream in{"/proc/" + std::to_string(pid) + "/smaps_rollup"};
    std::string line;
    bool seen = false;
    while (std::getline(in, line)) {
      std::istringstream fields{line};
      std::string name;
      double kilobytes = 0;
      if (!(fields >> name >> kilobytes)) continue;
      if (name == "Pss:") {
        sum.pss_mb += kilobytes / 1024;
        seen = true;
      }
      if (name == "Private_Clean:" || name == "Private_Dirty:") sum.private_mb += kilobytes / 1024;
    }
    sum.processes += seen ? 1 : 0;
  }
  if (sum.processes == 0) return std::nullopt;
  return sum;
}

namespace {

// Field 4 of proc(5)'s stat; 0 when the process is gone.
pid_t parent_of(const std::filesystem::path& process) {
  std::ifstream in{process / "stat"};
  const std::string stat{std::istreambuf_iterator<char>{in}, {}};
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields{stat.substr(name_end + 2)};
  std::string state;
  pid_t parent = 0;
  fields >> state >> parent;
  return parent;
}

bool is_marked(const std::filesystem::path& process, const std::string& mark) {
  std::ifstream in{process / "environ", std::ios::binary};
  std::string word;
  while (std::getline(in, word, '\0')) {
    if (word == mark) return true;
  }
  return false;
}

}  // namespace

std::vector<pid_t> processes_marked(const std::string& mark) {
  std::map<pid_t, pid_t> parents;
  std::set<pid_t> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc", error}) {
    const auto name = entry.path().filename().string();
    pid_t pid = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (problem != std::errc{} || end != name.data() + name.size()) continue;
    parents[pid] = parent_of(entry.path());
    if (is_marked(entry.path(), mark)) found.insert(pid);
  }
  // A browser's processes write their titles over their environment: those are known by their parents.
  for (bool more = true; more;) {
    more = false;
    for (const auto& [pid, parent] : parents) {
      if (found.contains(parent) && found.insert(pid).second) more = true;
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace sportello::bench
