// A child process of a test: started, watched, ended. It never outlives the test, however that ends.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sportello::fakes {

class Process {
 public:
  // Standard output and error go to `output` (appended); input is empty.
  Process(const std::vector<std::string>& command, const std::filesystem::path& output,
          const std::filesystem::path& folder = "/");
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();  // SIGKILL, if it still runs

  void signal(int number) const;
  // The exit code (128 + signal if one ended it); nothing if it still runs after `within`.
  std::optional<int> wait(std::chrono::milliseconds within);
  [[nodiscard]] bool running();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

// Asks every 5 ms until it holds or `within` has passed.
bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds within = std::chrono::seconds{10});

// A port that was free a moment ago, for programs that cannot take 0.
std::uint16_t free_port();

}  // namespace sportello::fakes
