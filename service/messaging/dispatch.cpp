// A stable partition: awake ones first.
#include "service/messaging/dispatch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "service/messaging/limits.h"

namespace sportello::messaging {
namespace {

// 504: a proxy's word about a gateway that fell silent behind it.
bool is_silence(std::string_view reason) { return !reason.starts_with("http_") || reason == "http_504"; }

}  // namespace

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

void Dispatch::rest(Entry& entry, Clock::duration time) {
  const std::lock_guard lock{mutex_};
  entry.rests_until = time == Clock::duration::zero() ? Clock::time_point{} : Clock::now() + time;
}

std::string Dispatch::first() {
  const auto order = in_order();
  return order.empty() ? "" : order.front()->gateway->name();
}

Gateway* Dispatch::find(const std::string& name) const {
  for (const auto& entry : entries_) {
    if (entry.gateway->name() == name) return entry.gateway.get();
  }
  return nullptr;
}

std::vector<Gateway*> Dispatch::all() const {
  std::vector<Gateway*> gateways;
  for (const auto& entry : entries_) gateways.push_back(entry.gateway.get());
  return gateways;
}

Dispatch::Outcome Dispatch::send(const Parcel& parcel, const Offer& offer) {
  using Kind = Outcome::Kind;
  Outcome outcome;
  const auto taken = [&](Entry& entry, std::string receipt) {
    rest(entry, {});
    outcome.kind = Kind::taken;
    outcome.taken_by = entry.gateway->name();
    outcome.receipt = std::move(receipt);
    return outcome;
  };
  for (auto* entry : in_order()) {
    const auto name = entry->gateway->name();
    if (!offer(name)) {
      outcome.kind = Kind::closed;
      return outcome;
    }
    const auto sent = entry->gateway->send(parcel);
    if (sent) return taken(*entry, sent->receipt);
    auto kind = sent.error().kind;
    if (kind == Refusal::Kind::unsure) {
      auto known = entry->gateway->was_taken(parcel.id);
      if (known == Known::yes) return taken(*entry, "");
      // A gateway that fell silent may be working on it still, and know the order only afterwards. One that answered
      // is through with it.
      if (known == Known::no && is_silence(sent.error().reason)) known = Known::not_yet;
      if (known == Known::never && parcel.mail) {
        outcome.refusals.push_back({name, sent.error().reason});
        rest(*entry, gateway_rest);
        outcome.kind = Kind::perhaps;
        return outcome;
      }
      if (known != Known::not_yet) kind = Refusal::Kind::again;  // never: a second copy harms nobody, none does
    }
    outcome.refusals.push_back({name, sent.error().reason});
    if (kind == Refusal::Kind::for_good) {  // the recipient's fault, not the gateway's
      outcome.kind = Kind::for_good;
      return outcome;
    }
    rest(*entry, gateway_rest);
    if (kind == Refusal::Kind::unsure) {
      outcome.kind = Kind::unsure;
      return outcome;
    }
  }
  if (outcome.refusals.empty()) {
    outcome.refusals.push_back({"none", "not_configured"});
    outcome.kind = Kind::for_good;
  }
  return outcome;
}

}  // namespace sportello::messaging
