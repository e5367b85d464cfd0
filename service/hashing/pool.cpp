// A queue, a lock, and threads that wait. Knows nothing of what it runs.
#include "service/hashing/pool.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "service/duty.h"
#include "service/metrics/instruments.h"

namespace sportello::hashing {
namespace {

// A job that measures how long it waited and took.
Pool::Job measured(Pool::Job job) {
  return [job = std::move(job), asked = std::chrono::steady_clock::now()]() mutable {
    const auto begun = std::chrono::steady_clock::now();
    metrics::hash_wait_seconds.observe(begun - asked);
    job();
    metrics::hash_seconds.observe(std::chrono::steady_clock::now() - begun);
  };
}

}  // namespace

Pool::Pool(unsigned threads, std::size_t longest_queue) : longest_queue_(longest_queue) {
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { work(); });
}

Pool::~Pool() { finish(); }

void Pool::finish() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

bool Pool::run(Job& job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || queue_.size() + reserved_ >= longest_queue_) {
      metrics::hashes_refused.add();
      return false;
    }
    queue_.push_back(measured(std::move(job)));
    metrics::hashes_waiting.add(1);
  }
  changed_.notify_one();
  return true;
}

std::optional<Pool::Place> Pool::reserve() {
  const std::lock_guard lock{mutex_};
  if (stopping_ || queue_.size() + reserved_ >= longest_queue_) {
    metrics::hashes_refused.add();
    return std::nullopt;
  }
  ++reserved_;
  return Place{*this};
}

void Pool::give_back() {
  const std::lock_guard lock{mutex_};
  --reserved_;
}

void Pool::run(Job job, Place place) {
  {
    const std::lock_guard lock{mutex_};
    place.pool_ = nullptr;
    --reserved_;
    queue_.push_back(measured(std::move(job)));
    metrics::hashes_waiting.add(1);
  }
  changed_.notify_one();
}

void Pool::work() {
  begin_duty("hash", Duty::hashes);
  for (;;) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      job = std::move(queue_.front());
      queue_.pop_front();
      metrics::hashes_waiting.add(-1);
    }
    job();
  }
}

}  // namespace sportello::hashing
