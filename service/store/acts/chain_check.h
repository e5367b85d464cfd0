// Holds a chain's entries against each other, one after the other: pure, so that a store and an exported file are
// judged by the same rules. Keeps the newest hash and what it still has to meet, no entry. Says where a chain breaks
// first; it cannot say who broke it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "service/store/acts/audit.h"
#include "service/store/acts/witnessing.h"

namespace sportello::store::acts {

struct ChainBreak {
  std::int64_t sequence = 0;
  std::string what;  // a sentence's end: "was edited: …"
  bool operator==(const ChainBreak&) const = default;
};

class ChainCheck {
 public:
  explicit ChainCheck(const std::vector<Testimony>& testimonies);

  // False: the chain breaks here, and nothing after it counts.
  bool take(const Entry& entry, secret::BytesView hash);
  // The personal part that stands beside the entry taken last; `clear` is nothing when its seal does not open.
  bool take_personal(const Entry& entry, secret::BytesView salt, std::optional<std::string_view> clear);
  // A row whose place holds another kind of value than a chain has.
  bool refuse(std::int64_t sequence, std::string what);
  // The end, as the head row or the signed head says it.
  bool finish(std::int64_t sequence, secret::BytesView hash);

  [[nodiscard]] const std::optional<ChainBreak>& broken() const { return broken_; }
  // What witnesses saw and the chain does not hold; complete after the last entry.
  [[nodiscard]] std::vector<std::string> contradictions() const;
  [[nodiscard]] std::int64_t taken() const { return sequence_; }

 private:
  std::int64_t sequence_ = 0;
  secret::Bytes previous_;
  std::optional<ChainBreak> broken_;
  std::multimap<std::int64_t, Testimony> awaited_;
  std::vector<std::string> contradicted_;
};

// Under which number an entry was written, when it stands under another one: tries all up to `last`,
// but for its own.
std::optional<std::int64_t> written_as(Entry entry, secret::BytesView hash, std::int64_t last);

}  // namespace sportello::store::acts
