// A stable partition: awake ones first.
#include "service/messaging/dispatch.h"

#include <algorithm>
#include <utility>

#include "service/messaging/limits.h"

namespace sportello::messaging {

Dispatch::Dispatch(std::vector<std::unique_ptr<Gateway>> gateways) {
  for (auto& gateway : gateways) entries_.push_back({std::move(gateway), {}});
}

std::vector<Dispatch::Entry*> Dispatch::in_order() {
  std::vector<Entry*> order;
  for (auto& entry : entries_) order.push_back(&entry);
  const std::lock_guard lock{mutex_};
  const auto now = Clock::now();
  std::ranges::stable_partition(order, [now](const Entry* entry) { return entry->rests_until <= now; });
  return order;
}

Dispatch::Outcome Dispatch::send(const Parcel& parcel) {
  Outcome outcome;
  for (auto* entry : in_order()) {
    const auto sent = entry->gateway->send(parcel);
    const auto name = entry->gateway->name();
    const std::lock_guard lock{mutex_};
    if (sent) {
      entry->rests_until = {};
      outcome.taken_by = name;
      outcome.receipt = sent->receipt;
      return outcome;
    }
    outcome.refusals.push_back({name, sent.error().reason});
    if (sent.error().kind == Refusal::Kind::for_good) {  // the recipient's fault, not the gateway's
      outcome.for_good = true;
      return outcome;
    }
    entry->rests_until = Clock::now() + gateway_rest;
  }
  if (outcome.refusals.empty()) {
    outcome.refusals.push_back({"none", "no_gateway"});
    outcome.for_good = true;
  }
  return outcome;
}

}  // namespace sportello::messaging
