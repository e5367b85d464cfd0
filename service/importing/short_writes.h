// Many writes one after another. Beside a process that serves, each is short enough that a visit hardly waits, with a
// breath after it in which others get their turn; where nobody serves they are longer, for one long write costs less
// than many short ones. Knows no row.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "service/store/store.h"

namespace sportello::importing {

using namespace std::chrono_literals;

// A write at a time takes the whole store, in SQLite: longer ones are halved, shorter ones grow.
struct Pace {
  std::chrono::milliseconds longest, shortest, breath;
  std::size_t most_rows;
};
// A visit may wait 40 ms, beside its own; below 15 ms the commit itself begins to cost; others ask for the store
// every millisecond.
inline constexpr Pace beside_others{40ms, 15ms, 2ms, 8192};
// Whoever begins to serve meanwhile waits once for half a second.
inline constexpr Pace alone{500ms, 250ms, 0ms, 65'536};
inline constexpr std::size_t least_rows = 64, first_rows = 1024;

// Thrown where a write fails.
struct Interrupted {
  std::string why;
};

class ShortWrites {
 public:
  // `somebody_serves` is asked within each write, for the next one.
  ShortWrites(store::Store& store, std::function<bool(store::Session&)> somebody_serves)
      : store_(store), somebody_serves_(std::move(somebody_serves)) {}

  template <class Act>
  auto one(Act act) {
    auto result = store::write_and_wait(store_, std::move(act));
    if (!result) throw Interrupted{result.error().sentence};
    return std::move(*result);
  }

  // act(session, i) for each i. A write may be run again: `begin` is called before each run, `done` after the last.
  template <class Act>
  void many(std::size_t count, Act act, const std::function<void()>& begin = {},
            const std::function<void()>& done = {}) {
    using Clock = std::chrono::steady_clock;
    for (std::size_t next = 0; next < count;) {
      const auto end = std::min(count, next + rows_);
      const auto before = Clock::now();
      pace_ = one([&, next, end](store::Session& session) {
        if (begin) begin();
        for (auto i = next; i < end; ++i) act(session, i);
        return somebody_serves_(session);
      })
                  ? beside_others
                  : alone;
      if (done) done();
      const auto took = Clock::now() - before;
      if (took > pace_.longest) rows_ = std::max(least_rows, rows_ / 2);
      if (took < pace_.shortest) rows_ *= 2;
      rows_ = std::min(rows_, pace_.most_rows);
      next = end;
      if (pace_.breath > 0ms) std::this_thread::sleep_for(pace_.breath);
    }
  }

 private:
  store::Store& store_;
  std::function<bool(store::Session&)> somebody_serves_;
  Pace pace_ = beside_others;
  std::size_t rows_ = first_rows;
};

// Tells the store that many writes follow, of which only the last must be durable when it is answered.
class ManyWrites {
 public:
  explicit ManyWrites(store::Store& store) : store_(&store) { store.expect_many(true); }
  ManyWrites(const ManyWrites&) = delete;
  ManyWrites& operator=(const ManyWrites&) = delete;
  ~ManyWrites() { end(); }
  void end() const { store_->expect_many(false); }

 private:
  store::Store* store_;
};

}  // namespace sportello::importing
