// A queue of bounded length that many threads fill and a store's threads empty. Full or closed, it refuses at once.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "service/store/store.h"

namespace sportello::store {

template <class Item>
class Queue {
 public:
  explicit Queue(std::size_t longest) : longest_(longest) {}

  // Nothing: it was taken. The item is moved from only then.
  std::optional<StoreError> push(Item& item) {
    {
      const std::lock_guard lock{mutex_};
      if (closed_) return StoreError{StoreError::Kind::closed, "the store is being closed"};
      if (items_.size() >= longest_) return StoreError{StoreError::Kind::busy, "the store's queue is full"};
      items_.push_back(std::move(item));
    }
    ready_.notify_one();
    return std::nullopt;
  }

  // Waits for work; up to `most` items in their order. Empty: closed, and nothing is left.
  std::deque<Item> take(std::size_t most) {
    std::unique_lock lock{mutex_};
    ready_.wait(lock, [this] { return closed_ || !items_.empty(); });
    std::deque<Item> taken;
    if (items_.size() <= most) {
      taken.swap(items_);
    } else {
      for (std::size_t i = 0; i < most; ++i) {
        taken.push_back(std::move(items_.front()));
        items_.pop_front();
      }
    }
    return taken;
  }

  // Sleeps, but not past the closing. True: it is closed.
  template <class Duration>
  bool closed_within(Duration duration) {
    std::unique_lock lock{mutex_};
    return closing_.wait_for(lock, duration, [this] { return closed_; });
  }

  void close() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
    }
    ready_.notify_all();
    closing_.notify_all();
  }

 private:
  const std::size_t longest_;
  std::mutex mutex_;
  std::condition_variable ready_, closing_;
  std::deque<Item> items_;
  bool closed_ = false;
};

// What a store's threads take from their queues.
struct Written {
  Command command;
  Done done;
  std::expected<void, StoreError> result;
};

struct Asked {
  Query query;
  Done done;
};

}  // namespace sportello::store
