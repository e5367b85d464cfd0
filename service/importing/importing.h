// Brings a file that was judged into the store: in many short writes, so that visits go on meanwhile, and in an order
// that the store's indexes like. Interrupted, it leaves whole rows; the same file imported again completes it.
// Refuses to close what is missing where too much would go.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "service/import/guardians.h"
#include "service/importing/findings.h"
#include "service/store/store.h"

namespace sportello::importing {

inline constexpr int usual_share =
    20;  // per cent that may be closed: a year that leaves a school of five is one fifth

struct Wish {
  std::filesystem::path file;
  std::string school_id;
  import::Layout layout;
  store::acts::ConfirmedMail confirmed = store::acts::ConfirmedMail::keep;
  bool write = true;  // false: only what would be
  bool close_missing = false;
  int close_share = usual_share;
  store::Time now{};
  // Then each write is short. Whoever cannot tell says that somebody does.
  std::function<bool(store::Session&)> somebody_serves = [](store::Session&) { return true; };
  std::function<void(std::string_view what, std::int64_t done, std::int64_t of)> progress;
};

// Keys of a store's own: the order of its indexes.
import::Keys keys_of(const store::acts::Office& office, std::string_view school_id);
unsigned threads_beside();  // for sealing and judging

// The error is one sentence.
std::expected<Findings, std::string> import_file(store::Store& store, const store::acts::Office& office,
                                                 const Wish& wish, const import::Read& read);

}  // namespace sportello::importing
