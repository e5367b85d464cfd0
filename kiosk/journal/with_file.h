// How every call of a book meets its file: opened when it is not, let go of when the disk fails, said once.
// Internal to this folder.
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "kiosk/journal/book.h"
#include "kiosk/journal/limits.h"
#include "service/shared/log/log.h"

namespace sportello::journal {

// How both write a value: bytes for a column, a count for an entry.
inline secret::Bytes bytes_of(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }
inline std::string counted(std::int64_t count) {
  return "count=" + std::to_string(std::min(count, limits::highest_count));
}

template <class Act, class Result>
Result Book::with_file(Act act, Result otherwise) {
  const std::lock_guard lock{mutex_};
  for (bool again = false;; again = true) {
    try {
      if (!database_) open();
      Result result = act(*database_);
      said_ = false;
      return result;
    } catch (const Failure& failure) {
      // The next call opens it anew: a disk that was full, or a stick that is back.
      database_.reset();
      if (failure.broken() && !again) {
        set_aside(failure);
        continue;
      }
      if (!said_) log::event(log::JournalNotKept{.error = failure.what()});
      said_ = true;
      return otherwise;
    }
  }
}

}  // namespace sportello::journal
