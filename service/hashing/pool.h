// One thread per core that does nothing but hash, and a queue that refuses rather than grows.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "service/hashing/limits.h"

namespace sportello::hashing {

class Pool {
 public:
  using Job = std::move_only_function<void()>;  // must not throw

  explicit Pool(unsigned threads = std::thread::hardware_concurrency(), std::size_t longest_queue = queue_length);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool();
  // Does what was accepted, takes nothing more, ends the threads. Places that were not used may go later: they still
  // need the pool, so it outlives whoever holds one.
  void finish();

  // False when the queue is full: the job was not taken and is destroyed by the caller.
  [[nodiscard]] bool run(Job& job);

  // A place in the queue, for whoever must know before doing anything else that the job will be taken.
  class Place {
   public:
    Place(Place&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
      if (pool_ != nullptr) pool_->give_back();
    }

   private:
    friend class Pool;
    explicit Place(Pool& pool) : pool_(&pool) {}
    Pool* pool_;
  };
  [[nodiscard]] std::optional<Place> reserve();  // nothing: the queue is full
  void run(Job job, Place place);

 private:
  void work();
  void give_back();

  const std::size_t longest_queue_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Job> queue_;
  std::size_t reserved_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sportello::hashing
