// Seals what guardians leave and writes what happened, on a thread of its own: a slow disk never stops a screen.
// Sends nothing.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <variant>

#include "kiosk/event_queue.h"
#include "kiosk/journal/asked_today.h"
#include "kiosk/journal/request_port.h"

namespace sportello::journal {

class Keeper : public RequestPort {
 public:
  using Clock = std::function<std::int64_t()>;  // seconds since 1970, as this machine believes them

  // `able` hears whether a guardian can leave a request: on this thread, as often as it may have changed.
  Keeper(Book& book, signing::SigningKey key, kiosk::EventQueue& events, std::function<void(bool)> able, Clock clock);
  ~Keeper() override;  // what was given to it is written first

  void keep(visit::KeepRequest request) override;
  void note(Note note) override;
  // From a heartbeat's answer, with the service's time.
  void learn(const secret::SealPublicKey& key, std::int64_t now);
  [[nodiscard]] std::int64_t now() const { return clock_() + offset_; }

 private:
  struct Learnt {
    secret::SealPublicKey key{};
    std::int64_t at = 0;
  };
  struct Noted {
    Note note;
    std::int64_t at = 0;
  };
  using Task = std::variant<visit::KeepRequest, Noted, Learnt>;

  void put(Task task);
  void run(const std::stop_token& stop);
  visit::RequestOutcome carry_out(const visit::KeepRequest& request);
  void tell_able();

  Book& book_;
  signing::SigningKey key_;
  kiosk::EventQueue& events_;
  std::function<void(bool)> able_;
  Clock clock_;
  std::atomic<std::int64_t> offset_ = 0;  // to the service's time
  AskedToday asked_;                      // of the thread alone, with the next
  bool writes_ = true;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Task> tasks_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sportello::journal
