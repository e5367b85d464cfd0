// The kiosk's printer: asked from the loop, never waiting; works on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "kiosk/printing/condition.h"
#include "kiosk/printing/limits.h"
#include "kiosk/printing/press.h"
#include "kiosk/printing/slip.h"

namespace sportello::printing {

class Printer {
 public:
  using Ticket = std::uint64_t;  // counts up; 0 is none
  struct News {
    Ticket ticket = 0;                         // whose; 0: the condition only
    Condition condition = Condition::unknown;  // as last known
    std::optional<Phase> phase;
    std::optional<Outcome> outcome;  // the end: exactly one for each ticket, the last that is told of it
  };
  // Called on the printer's thread: it must only hand the news on.
  using Tell = std::function<void(const News&)>;
  // Runs once on the printer's thread, so that what it draws with is that thread's own. Null: no printer, told as
  // offline.
  using Make = std::function<std::unique_ptr<Press>()>;

  Printer(Make make, Tell tell, const Limits& limits = {});
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;
  ~Printer();  // takes back what is being printed, and waits for that: of a printer that fell silent, some 20 s

  [[nodiscard]] Condition condition() const { return condition_; }
  void look();  // the answer is told
  // Nothing while another slip is being printed.
  std::optional<Ticket> print(Slip slip);
  void cancel(Ticket ticket);  // of a ticket that has ended: nothing

 private:
  void run(const std::stop_token& stop);
  void work_off(Press* press, std::unique_lock<std::mutex>& lock);

  Make make_;
  Tell tell_;
  Limits limits_;
  std::atomic<Condition> condition_ = Condition::unknown;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool look_wanted_ = false;
  std::optional<Slip> slip_;  // waiting for the thread
  Ticket ticket_ = 0;         // of the slip that waits or is being printed
  bool busy_ = false;         // from print() until its outcome is told
  std::stop_source taking_back_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sportello::printing
