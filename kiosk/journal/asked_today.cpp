// Keyed BLAKE2b.
#include "kiosk/journal/asked_today.h"

#include <sodium.h>

namespace sportello::journal {

AskedToday::Mark AskedToday::mark_of(const secret::SecretText& document, std::chrono::year_month_day today) {
  if (today != day_ || key_.empty()) {
    day_ = today;
    marks_.clear();
    auto bytes = secret::random_bytes(crypto_generichash_KEYBYTES);
    key_ = secret::SecretText{secret::as_text(bytes)};
    sodium_memzero(bytes.data(), bytes.size());
  }
  const auto text = secret::as_bytes(document.reveal()), key = secret::as_bytes(key_.reveal());
  Mark mark{};
  crypto_generichash(mark.data(), mark.size(), text.data(), text.size(), key.data(), key.size());
  return mark;
}

bool AskedToday::has(const secret::SecretText& document, std::chrono::year_month_day today) {
  return marks_.contains(mark_of(document, today));
}

void AskedToday::add(const secret::SecretText& document, std::chrono::year_month_day today) {
  const auto mark = mark_of(document, today);
  marks_.insert(mark);
}

}  // namespace sportello::journal
