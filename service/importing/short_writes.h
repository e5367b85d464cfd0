// Many small writes, each short enough that whoever else writes to the store (a visit) hardly waits, with a breath
// between them in which they get their turn. Knows no row.
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
inline constexpr auto short_write = 40ms;  // what a visit may wait, beside its own
inline constexpr auto tiny_write = 15ms;   // below it the commit itself begins to cost
inline constexpr auto breath = 2ms;        // others ask for the store every millisecond
inline constexpr std::size_t least_rows = 64, first_rows = 1024, most_rows_at_once = 8192;

// Thrown where a write fails.
struct Interrupted {
  std::string why;
};

class ShortWrites {
 public:
  explicit ShortWrites(store::Store& store) : store_(store) {}

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
      one([&, next, end](store::Session& session) {
        if (begin) begin();
        for (auto i = next; i < end; ++i) act(session, i);
        return true;
      });
      if (done) done();
      const auto took = Clock::now() - before;
      if (took > short_write) rows_ = std::max(least_rows, rows_ / 2);
      if (took < tiny_write) rows_ = std::min(most_rows_at_once, rows_ * 2);
      next = end;
      std::this_thread::sleep_for(breath);
    }
  }

 private:
  store::Store& store_;
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
