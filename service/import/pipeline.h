// Work for several threads whose results are wanted in order: the caller's thread makes the pieces and takes the
// results, a few pieces are under way at a time. Knows nothing of what it carries.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace sportello::import {

// produce() → std::optional<In>; work(In&) → Out, on any thread; consume(Out&&) → bool: go on. What `work` throws is
// thrown here, in its piece's turn. `ahead`: pieces under way at a time, more of them where `consume` is unsteady.
template <class Produce, class Work, class Consume>
void pipeline(unsigned threads, std::size_t ahead, Produce produce, Work work, Consume consume) {
  using In = typename std::invoke_result_t<Produce&>::value_type;
  using Out = std::invoke_result_t<Work&, In&>;
  if (threads == 0) {
    while (auto in = produce()) {
      if (!consume(work(*in))) return;
    }
    return;
  }
  struct Piece {
    In in;
    std::optional<Out> out;
    std::exception_ptr failure;
    bool done = false;
  };
  std::mutex mutex;
  std::condition_variable waiting, finished;
  std::deque<std::shared_ptr<Piece>> to_do, under_way;
  bool ended = false;
  const auto serve = [&] {
    std::unique_lock lock{mutex};
    for (;;) {
      waiting.wait(lock, [&] { return ended || !to_do.empty(); });
      if (to_do.empty()) return;
      const auto piece = to_do.front();
      to_do.pop_front();
      lock.unlock();
      try {
        piece->out.emplace(work(piece->in));
      } catch (...) {
        piece->failure = std::current_exception();
      }
      lock.lock();
      piece->done = true;
      finished.notify_one();
    }
  };
  std::vector<std::jthread> all;
  struct End {  // also when consume throws
    std::mutex& mutex;
    std::condition_variable& waiting;
    std::deque<std::shared_ptr<Piece>>& to_do;
    bool& ended;
    ~End() {
      {
        const std::lock_guard lock{mutex};
        ended = true;
        to_do.clear();
      }
      waiting.notify_all();
    }
  };
  for (unsigned i = 0; i < threads; ++i) all.emplace_back(serve);
  const End end{mutex, waiting, to_do, ended};
  bool more = true;
  for (;;) {
    while (more && under_way.size() < ahead) {
      auto in = produce();
      more = in.has_value();
      if (!more) break;
      auto piece = std::make_shared<Piece>(std::move(*in));
      under_way.push_back(piece);
      {
        const std::lock_guard lock{mutex};
        to_do.push_back(std::move(piece));
      }
      waiting.notify_one();
    }
    if (under_way.empty()) return;
    const auto oldest = under_way.front();
    under_way.pop_front();
    {
      std::unique_lock lock{mutex};
      finished.wait(lock, [&] { return oldest->done; });
    }
    if (oldest->failure) std::rethrow_exception(oldest->failure);
    if (!consume(std::move(*oldest->out))) return;
  }
}

}  // namespace sportello::import
