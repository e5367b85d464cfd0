// Who left a request today, in memory alone and under a key that is made anew each day: neither the disk nor
// yesterday's memory says who asked. After a power cut it has forgotten; the service answers a person once a day.
#pragma once

#include <chrono>
#include <set>

#include "service/shared/secret/bytes.h"
#include "service/shared/secret/secret.h"

namespace sportello::journal {

class AskedToday {
 public:
  [[nodiscard]] bool has(const secret::SecretText& document, std::chrono::year_month_day today);
  void add(const secret::SecretText& document, std::chrono::year_month_day today);

 private:
  using Mark = secret::ByteArray<16>;
  Mark mark_of(const secret::SecretText& document, std::chrono::year_month_day today);

  std::chrono::year_month_day day_{};
  secret::SecretText key_;
  std::set<Mark> marks_;
};

}  // namespace sportello::journal
