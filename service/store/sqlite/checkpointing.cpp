// Passive checkpoints beside the writer. They never reach the log's end while it is written, so it would grow for
// ever: once it is long, the writer itself does what is left and begins the log anew.
#include "service/store/sqlite/checkpointing.h"

namespace sportello::store {
namespace {

// Of 4 KiB each. What is written twice into one page between two checkpoints goes to the file once.
constexpr int pages_between = 16'000;
constexpr int longest_log = 96'000;  // 384 MiB on the disk, until the many writes are over

}  // namespace

Checkpointing::Checkpointing(const std::filesystem::path& file, std::chrono::milliseconds wait)
    : connection_(file, Connection::Access::write, wait), thread_([this] { work(); }) {}

Checkpointing::~Checkpointing() {
  {
    const std::lock_guard lock{mutex_};
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Checkpointing::note(int pages, Connection& writer) {
  if (pages < asked_at_) asked_at_ = 0;  // it began anew
  if (pages >= longest_log) writer.script("PRAGMA wal_checkpoint(RESTART);");
  if (pages < asked_at_ + pages_between) return;
  asked_at_ = pages;
  {
    const std::lock_guard lock{mutex_};
    asked_ = true;
  }
  changed_.notify_all();
}

void Checkpointing::work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [this] { return asked_ || ended_; });
    if (ended_) return;
    asked_ = false;
    lock.unlock();
    try {
      connection_.script("PRAGMA wal_checkpoint(PASSIVE);");
    } catch (const Failure&) {
      // A full disk: the writer will hear of it, too, and says so.
    }
    lock.lock();
  }
}

}  // namespace sportello::store
