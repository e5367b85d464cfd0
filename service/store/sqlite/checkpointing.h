// Moves what many writes left in the log into the file, on a thread and a connection of its own, so that the writer
// need not wait for the disk.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "service/store/sqlite/connection.h"

namespace sportello::store {

class Checkpointing {
 public:
  // Throws SqliteFailure.
  Checkpointing(const std::filesystem::path& file, std::chrono::milliseconds wait);
  Checkpointing(const Checkpointing&) = delete;
  Checkpointing& operator=(const Checkpointing&) = delete;
  ~Checkpointing();

  // After a commit, on the writer's thread and outside a transaction: how long the log is by now.
  void note(int pages, Connection& writer);

 private:
  void work();

  Connection connection_;
  int asked_at_ = 0;  // the log's length at the last request; the writer's own
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace sportello::store
