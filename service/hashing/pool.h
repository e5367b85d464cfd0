// One thread per core that does nothing but hash, and a queue that refuses rather than grows.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "service/hashing/limits.h"

namespace sportello::hashing {

class Pool {
 public:
  using Job = std::move_only_function<void()>;  // must not throw

  explicit Pool(unsigned threads = std::thread::hardware_concurrency(), std::size_t longest_queue = queue_length);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool();  // finishes what was accepted

  // False when the queue is full: the job was not taken and is destroyed by the caller.
  [[nodiscard]] bool run(Job& job);
  // A look, no reservation: for whoever would rather refuse before doing anything else.
  [[nodiscard]] bool full() const;

 private:
  void work();

  const std::size_t longest_queue_;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sportello::hashing
