// Which gateway takes a message: in their order, those that failed a moment ago last. Keeps no message.
#pragma once

#include <chrono>
#include <functional>
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
    std::string receipt;                  // its own id for it, if it gave one
    std::vector<Note> refusals;           // of those asked before, in the order in which they were asked
    bool for_good = false;                // the last refusal is final
  };
  // From several threads at once.
  Outcome send(const Parcel& parcel);

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
