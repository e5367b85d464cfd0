// What a run took: times of many calls, processor time of another process. Judges nothing.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sportello::drill {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

class Times {
 public:
  void add(Clock::duration took) { all_.push_back(Milliseconds{took}.count()); }
  void add(const Times& others) { all_.insert(all_.end(), others.all_.begin(), others.all_.end()); }
  [[nodiscard]] std::size_t count() const { return all_.size(); }
  [[nodiscard]] double quantile(double part) const;  // in ms; 0 where nothing was measured

 private:
  std::vector<double> all_;
};

// utime + stime of a process, all its threads together; nothing: there is no such process.
std::optional<Milliseconds> processor_time(pid_t pid);

// The same by the names of the threads that are there now, those of one name together.
std::map<std::string, Milliseconds> processor_time_by_thread(pid_t pid);

// Runs `call` and notes how long it took.
template <class Call>
auto timed(Times& times, Call call) {
  const auto begin = Clock::now();
  auto result = call();
  times.add(Clock::now() - begin);
  return result;
}

std::string shown(double number, int decimals);

}  // namespace sportello::drill
