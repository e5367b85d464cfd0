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
    enum class Kind {
      taken,
      again,     // nobody took it
      for_good,  // nobody ever will
      unsure,    // the last one asked may have taken it: ask there again
      perhaps,   // a mail: the last one asked may have taken it and never tells; repeat it rarely
      closed,    // `offer` said so
    };
    Kind kind = Kind::again;
    std::string taken_by;  // the gateway that took it over
    std::string receipt;   // its own id for it, if it gave one
    // Of those asked before, in the order in which they were asked; with `unsure` the last is the one in doubt.
    std::vector<Note> refusals;
  };
  // Called before each gateway, with its name: whoever keeps records writes it down. False: give it to nobody.
  using Offer = std::function<bool(const std::string& gateway)>;
  // From several threads at once.
  Outcome send(const Parcel& parcel, const Offer& offer);
  Outcome send(const Parcel& parcel) {
    return send(parcel, [](const std::string&) { return true; });
  }

  // Who would be asked first; "" without gateways.
  [[nodiscard]] std::string first();
  // By name; nullptr: it is not configured any more.
  [[nodiscard]] Gateway* find(const std::string& name) const;
  [[nodiscard]] std::vector<Gateway*> all() const;

 private:
  struct Entry {
    std::unique_ptr<Gateway> gateway;
    Clock::time_point rests_until{};
  };
  std::vector<Entry*> in_order();
  void rest(Entry& entry, Clock::duration time);

  std::mutex mutex_;  // guards rests_until
  std::vector<Entry> entries_;
};

}  // namespace sportello::messaging
