// Sorting, and /proc.
#include "tests/drill/measure.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace sportello::drill {

double Times::quantile(double part) const {
  if (all_.empty()) return 0;
  auto sorted = all_;
  const auto rank = std::ceil(part * static_cast<double>(sorted.size()));  // nearest rank: a time that was measured
  const auto at = std::min(sorted.size(), static_cast<std::size_t>(std::max(rank, 1.0))) - 1;
  std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(at));
  return sorted[at];
}

std::optional<Milliseconds> processor_time(pid_t pid) {
  std::ifstream in{"/proc/" + std::to_string(pid) + "/stat"};
  const std::string stat{std::istreambuf_iterator<char>{in}, {}};
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields{stat.substr(name_end + 2)};
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;  // fields 3 to 13 of proc(5)
  long user = 0;
  long system = 0;
  fields >> user >> system;
  return Milliseconds{static_cast<double>(user + system) * 1000 / static_cast<double>(::sysconf(_SC_CLK_TCK))};
}

std::map<std::string, Milliseconds> processor_time_by_thread(pid_t pid) {
  std::map<std::string, Milliseconds> all;
  std::error_code ended;
  for (const auto& thread : std::filesystem::directory_iterator{"/proc/" + std::to_string(pid) + "/task", ended}) {
    std::string name;
    double nanoseconds = 0;
    std::getline(std::ifstream{thread.path() / "comm"} >> std::ws, name);
    std::ifstream{thread.path() / "schedstat"} >> nanoseconds;
    all[name] += Milliseconds{nanoseconds / 1e6};
  }
  return all;
}

std::string shown(double number, int decimals) {
  std::array<char, 64> text{};
  return {text.data(), static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.*f", decimals, number))};
}

}  // namespace sportello::drill
