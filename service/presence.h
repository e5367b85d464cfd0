// This process among others that serve from the same store: its id, which stands in its own data directory and is
// held by a lock, and the sign of life by which the others tell it from a dead one. Refuses a directory that is in
// use.
#pragma once

#include <condition_variable>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "service/directory_lock.h"
#include "service/store/store.h"

namespace sportello::service {

class Presence {
 public:
  // Before the first message is claimed. `among_others`: the store may serve other processes too. Everything given
  // must outlive it. The error is one sentence for whoever installs.
  static std::expected<std::unique_ptr<Presence>, std::string> begin(const std::filesystem::path& data_directory,
                                                                     store::Store& store, bool among_others,
                                                                     std::function<store::Time()> now);
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  ~Presence();  // says good-bye: after the last message was noted, before the store is closed

  [[nodiscard]] const std::string& id() const { return id_; }

 private:
  Presence(store::Store& store, DirectoryLock lock, std::string id, std::function<store::Time()> now);
  void work();
  void live();

  store::Store& store_;
  DirectoryLock lock_;
  std::string id_;
  std::function<store::Time()> now_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sportello::service
