// The calls that hold no hash, one after the other as a quiet kiosk makes them, each timed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/drill/visits.h"

namespace sportello::drill {

struct CallsResult {
  std::map<std::string, Times> calls;  // open, code, check, heartbeat, end
  std::map<std::string, std::size_t> failures;
  [[nodiscard]] Times all() const;
  void add(const CallsResult& other);
};

// One round for each card from `from` on: open, code sent again (refused as too soon: it costs the same), check with
// what arrived, heartbeat, end.
CallsResult run_calls(Desk& desk, Codes& codes, const std::vector<Card>& cards, std::size_t from, std::size_t rounds);

}  // namespace sportello::drill
