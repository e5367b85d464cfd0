// Brings what a book keeps to the service, oldest first, in calls of the wire's bounds. Lets go of nothing before the
// service's answer says so, so that a repeat is all that a power cut or a broken line can cause. Blocks; one thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "kiosk/journal/book.h"
#include "kiosk/register/signed_client.h"
#include "service/shared/log/log.h"

namespace sportello::journal {

class Delivery {
 public:
  using Send = std::function<std::expected<reg::Response, reg::LineError>(reg::Request)>;
  using Clock = std::function<std::int64_t()>;  // seconds since 1970

  // `may_go_on` is asked before every call; false ends the round.
  Delivery(
      Book& book, const signing::SigningKey& key, Send send, Clock clock,
      std::function<bool()> may_go_on = [] { return true; });

  // Until nothing is left, or something says wait. Answers how long to wait at least: nothing when all is delivered.
  std::optional<std::chrono::seconds> round();

 private:
  enum class Step { done, more, stopped };
  using Why = log::JournalNotTaken::Why;
  Step deliver_requests();
  Step deliver_entries();
  Step ask_what_is_held();
  Step compared(const wire::JournalAnswer& answer);
  // The answer's body; nothing after a call that failed: `pause_` says how long.
  std::optional<reg::Response> call(std::string path, std::string body);
  Step refused(const reg::Response& response);
  Step journal_stands(Why why);
  void wait_longer();

  Book& book_;
  const signing::SigningKey& key_;
  Send send_;
  Clock clock_;
  std::function<bool()> may_go_on_;
  std::chrono::seconds pause_{0};      // of this round
  std::chrono::seconds next_pause_;    // after the next failure
  std::int64_t step_ = 1;              // to the next number after one that was taken
  bool journal_refused_ = false;       // until its time; the requests go on
  std::int64_t journal_again_at_ = 0;  // seconds since 1970
  bool asked_ = false;                 // what the service holds, since it last said gap
};

}  // namespace sportello::journal
