// /proc/self/stat, in the order of proc(5).
#include "service/metrics/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "service/metrics/instrument.h"

namespace sportello::metrics {
namespace {

// The fields behind the program's name, which may hold blanks; the first is the state, number 3 in proc(5).
std::vector<std::string> stat_fields() {
  std::ifstream in{"/proc/self/stat"};
  std::string line;
  std::getline(in, line);
  std::istringstream rest{line.substr(line.rfind(')') + 1)};
  std::vector<std::string> fields;
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

// Asked once, before main: under systemd's ProcSubset=pid nobody tells when the machine was started.
const std::chrono::duration<double> start_time = std::chrono::system_clock::now().time_since_epoch();

void one(std::ostream& out, const char* name, const char* help, const char* type, double value) {
  write_heading(out, name, help, type);
  out << name << ' ' << std::fixed << value << '\n';
}

}  // namespace

void write_process(std::ostream& out) {
  constexpr std::size_t user = 11, system = 12, threads = 17, size = 20, resident = 21;
  const auto fields = stat_fields();
  if (fields.size() <= resident) return;
  const auto number = [&](std::size_t field) { return std::stod(fields[field]); };
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  std::size_t open = 0;
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator{"/proc/self/fd", error};
       !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
    ++open;
  }
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  one(out, "process_cpu_seconds_total", "Processor time, user and system.", "counter",
      (number(user) + number(system)) / ticks);
  one(out, "process_max_fds", "Most file descriptors.", "gauge", static_cast<double>(limit.rlim_cur));
  one(out, "process_open_fds", "Open file descriptors.", "gauge", static_cast<double>(open));
  one(out, "process_resident_memory_bytes", "Memory in use.", "gauge", number(resident) * page);
  one(out, "process_start_time_seconds", "When the process started, since 1970.", "gauge", start_time.count());
  one(out, "process_threads", "Threads.", "gauge", number(threads));
  one(out, "process_virtual_memory_bytes", "Address space.", "gauge", number(size));
}

}  // namespace sportello::metrics
