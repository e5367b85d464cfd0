// The rules of a chain, in the order in which they are asked.
#include "service/store/acts/chain_check.h"

#include <algorithm>

namespace sportello::store::acts {
namespace {

std::string events(std::int64_t first, std::int64_t last) {
  return first == last ? "event " + std::to_string(first)
                       : "events " + std::to_string(first) + " to " + std::to_string(last);
}

bool same(secret::BytesView one, secret::BytesView other) { return std::ranges::equal(one, other); }

}  // namespace

ChainCheck::ChainCheck(const std::vector<Testimony>& testimonies) {
  for (const auto& one : testimonies) awaited_.emplace(one.head.sequence, one);
}

bool ChainCheck::refuse(std::int64_t sequence, std::string what) {
  if (!broken_) broken_ = ChainBreak{sequence, std::move(what)};
  return false;
}

bool ChainCheck::take(const Entry& entry, secret::BytesView hash) {
  if (broken_) return false;
  const auto expected = sequence_ + 1;
  if (entry.sequence != expected) {
    return entry.sequence > expected
               ? refuse(expected, "is not there: " + events(expected, entry.sequence - 1) + " cut out of the middle")
               : refuse(entry.sequence, "stands where no event can stand");
  }
  if (!same(hash_of(entry), hash)) return refuse(expected, "was edited: its hash is that of other content");
  if (!same(entry.previous, previous_)) {
    return refuse(expected, expected == 1 ? "does not begin a chain: what stood before it was cut off"
                                          : "does not follow event " + std::to_string(expected - 1) +
                                                ": one of the two was written anew, with its hash");
  }
  sequence_ = expected;
  previous_.assign(hash.begin(), hash.end());
  for (auto [one, end] = awaited_.equal_range(expected); one != end; ++one) {
    if (!same(one->second.head.hash, hash)) {
      contradicted_.push_back(one->second.who + " saw event " + std::to_string(expected) + " with another hash");
    }
  }
  awaited_.erase(expected);
  return true;
}

bool ChainCheck::take_personal(const Entry& entry, secret::BytesView salt, std::optional<std::string_view> clear) {
  if (broken_) return false;
  if (entry.commitment.empty()) return refuse(entry.sequence, "was given a personal part that it never had");
  if (!clear) return refuse(entry.sequence, "has a personal part that was altered: its seal does not open");
  if (!same(commitment_to(salt, *clear), entry.commitment)) {
    return refuse(entry.sequence, "has a personal part that was altered: it is not what the event vouches for");
  }
  return true;
}

bool ChainCheck::finish(std::int64_t sequence, secret::BytesView hash) {
  if (broken_) return false;
  if (sequence_ < sequence) {
    return refuse(sequence_ + 1, "is not there: the tail is cut, " + events(sequence_ + 1, sequence) + " went");
  }
  if (sequence_ > sequence) {
    return refuse(sequence + 1, "stands behind the head, which names event " + std::to_string(sequence));
  }
  if (!same(previous_, hash)) return refuse(sequence, "is not what the head names: one of the two was replaced");
  return true;
}

std::vector<std::string> ChainCheck::contradictions() const {
  auto all = contradicted_;
  if (broken_) return all;  // what was not reached is not contradicted
  for (const auto& [sequence, one] : awaited_) {
    all.push_back(one.who + " saw event " + std::to_string(sequence) +
                  ", which is not there: the tail is cut, or an older copy stands in the chain's place");
  }
  return all;
}

std::optional<std::int64_t> written_as(Entry entry, secret::BytesView hash, std::int64_t last) {
  const auto own = entry.sequence;
  for (std::int64_t sequence = 1; sequence <= last; ++sequence) {
    entry.sequence = sequence;
    if (sequence != own && same(hash_of(entry), hash)) return sequence;
  }
  return std::nullopt;
}

}  // namespace sportello::store::acts
