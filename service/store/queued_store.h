// A store whose own threads empty two queues, one of writes and one of reads. Knows no database: how a group is
// committed and a query answered is the store's that stands on it.
#pragma once

#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "service/store/queue.h"

namespace sportello::store {

class QueuedStore : public Store {
 public:
  void write(Command command, Done done) final {
    Written item{std::move(command), std::move(done), {}};
    if (auto refusal = writes_.push(item)) item.done(std::unexpected(std::move(*refusal)));
  }
  void read(Query query, Done done) final {
    Asked item{std::move(query), std::move(done)};
    if (auto refusal = reads_.push(item)) item.done(std::unexpected(std::move(*refusal)));
  }
  // A store's destructor calls it too: its threads use what the store holds.
  void close() final {
    writes_.close();
    reads_.close();
    const std::lock_guard lock{closing_};
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 protected:
  explicit QueuedStore(std::size_t longest) : writes_(longest), reads_(longest) {}

  Queue<Written> writes_;
  Queue<Asked> reads_;
  std::vector<std::thread> threads_;  // begun by the store that stands on this

 private:
  std::mutex closing_;
};

}  // namespace sportello::store
