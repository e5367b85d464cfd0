// Many writes one after another. Beside a process that serves, each is short enough that a visit hardly waits, with a
// breath after it in which others get their turn; where nobody serves they are longer, for one long write costs less
// than many short ones. Knows no row.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <memory>
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
  ShortWrites(const ShortWrites&) = delete;
  ShortWrites& operator=(const ShortWrites&) = delete;
  ~ShortWrites() {  // what was thrown elsewhere is told there
    for (auto& flight : flights_) flight->answer.get_future().wait();
  }

  template <class Act>
  auto one(Act act) {
    settle();
    auto result = store::write_and_wait(store_, std::move(act));
    if (!result) throw Interrupted{result.error().sentence};
    return std::move(*result);
  }

  // act(session, begin, end) for each stretch of [0, count). Returns while the last of them is under way: what `act`
  // needs, it holds. A write may be run again.
  template <class Act>
  void many(std::size_t count, Act act) {
    for (std::size_t next = 0; next < count;) {
      const auto end = std::min(count, next + rows_);
      auto flight = std::make_shared<Flight>();
      store_.write(
          [flight, act, next, end, &serves = somebody_serves_](store::Session& session) {
            flight->begun = Clock::now();
            act(session, next, end);
            flight->somebody_serves = serves(session);
            return store::Verdict::commit;
          },
          [flight](std::expected<void, store::StoreError> result) {
            flight->ended = Clock::now();
            flight->answer.set_value(std::move(result));
          });
      flights_.push_back(std::move(flight));
      next = end;
      // Where nobody else writes, the next is made ready meanwhile.
      while (flights_.size() > (pace_.breath > 0ms ? 0 : 1)) land();
      if (pace_.breath > 0ms) std::this_thread::sleep_for(pace_.breath);
    }
  }

  // Until all are written.
  void settle() {
    while (!flights_.empty()) land();
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Flight {
    Clock::time_point begun{}, ended{};
    bool somebody_serves = true;
    std::promise<std::expected<void, store::StoreError>> answer;
  };

  void land() {
    const auto flight = std::move(flights_.front());
    flights_.pop_front();
    if (const auto result = flight->answer.get_future().get(); !result) throw Interrupted{result.error().sentence};
    pace_ = flight->somebody_serves ? beside_others : alone;
    const auto took = flight->ended - flight->begun;
    if (took > pace_.longest) rows_ = std::max(least_rows, rows_ / 2);
    if (took < pace_.shortest) rows_ *= 2;
    rows_ = std::min(rows_, pace_.most_rows);
  }

  store::Store& store_;
  std::function<bool(store::Session&)> somebody_serves_;
  Pace pace_ = beside_others;
  std::size_t rows_ = first_rows;
  std::deque<std::shared_ptr<Flight>> flights_;
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
