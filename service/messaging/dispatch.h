// Which gateway takes a message: in their order, those that failed a moment ago last. Keeps no message.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "service/messaging/gateway.h"

namespace sportello::messaging {

class Dispatch {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Dispatch(std::vector<std::unique_ptr<Gateway>> gateways);

  struct Note {
    std::string gateway, reason;
  };
  struct Outcome {
    std::optional<std::string> taken_by;  // the gateway that took it over
    std::vector<Note> refusals;           // of those asked before, in the order in which they were asked
  };
  Outcome send(const Sms& sms);  // from several threads at once

 private:
  struct Entry {
    std::unique_ptr<Gateway> gateway;
    Clock::time_point rests_until{};
  };
  std::vector<Entry*> in_order();

  std::mutex mutex_;  // guards rests_until
  std::vector<Entry> entries_;
};

}  // namespace sportello::messaging
