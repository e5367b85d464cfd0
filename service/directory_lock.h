// Who may serve from a data directory: whoever holds the lock of its file `process`. The system lets go of it however
// a process ends. Refuses a directory that is held.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace sportello {

class DirectoryLock {
 public:
  struct Refusal {
    bool held = false;     // by another; else the directory cannot be written
    std::string sentence;  // without advice where it is held: that depends on who asked
  };
  static std::expected<DirectoryLock, Refusal> take(const std::filesystem::path& data_directory);
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  DirectoryLock& operator=(DirectoryLock&&) = delete;
  ~DirectoryLock();

  [[nodiscard]] int file() const { return file_; }  // open for reading and writing

 private:
  explicit DirectoryLock(int file) : file_(file) {}
  int file_;
};

}  // namespace sportello
