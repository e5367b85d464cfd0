// The writer thread with its group commit, and the readers. Knows no table.
#include "service/store/sqlite/sqlite_store.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "service/duty.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/schema.h"

namespace sportello::store {
namespace {

// A queue of bounded length that many threads fill and empty.
template <class Item>
class Queue {
 public:
  explicit Queue(std::size_t longest) : longest_(longest) {}

  // Nothing: it was taken. The item is moved from only then.
  std::optional<StoreError> push(Item& item) {
    {
      const std::lock_guard lock{mutex_};
      if (closed_) return StoreError{StoreError::Kind::closed, "the store is being closed"};
      if (items_.size() >= longest_) return StoreError{StoreError::Kind::busy, "the store's queue is full"};
      items_.push_back(std::move(item));
    }
    ready_.notify_one();
    return std::nullopt;
  }

  // Waits for work; up to `most` items in their order. Empty: closed, and nothing is left.
  std::deque<Item> take(std::size_t most) {
    std::unique_lock lock{mutex_};
    ready_.wait(lock, [this] { return closed_ || !items_.empty(); });
    std::deque<Item> taken;
    if (items_.size() <= most) {
      taken.swap(items_);
    } else {
      for (std::size_t i = 0; i < most; ++i) {
        taken.push_back(std::move(items_.front()));
        items_.pop_front();
      }
    }
    return taken;
  }

  void close() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
    }
    ready_.notify_all();
  }

 private:
  const std::size_t longest_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Item> items_;
  bool closed_ = false;
};

struct Written {
  Command command;
  Done done;
  std::expected<void, StoreError> result;
};

struct Asked {
  Query query;
  Done done;
};

StoreError error_of(const std::exception& failure) {
  const auto* sqlite = dynamic_cast<const SqliteFailure*>(&failure);
  const bool busy = sqlite != nullptr && sqlite->busy();
  return {busy ? StoreError::Kind::busy : StoreError::Kind::failed,
          busy ? "another process holds the store" : failure.what()};
}

class SqliteStore final : public Store {
 public:
  SqliteStore(const SqliteOptions& options, std::unique_ptr<Connection> writer,
              std::vector<std::unique_ptr<Connection>> readers)
      : group_(options.group), writes_(options.queue), reads_(options.queue), writer_connection_(std::move(writer)) {
    threads_.emplace_back([this] { write_groups(); });
    for (auto& reader : readers) {
      threads_.emplace_back(
          [this, connection = std::shared_ptr<Connection>{std::move(reader)}] { answer_reads(*connection); });
    }
  }
  ~SqliteStore() override { close(); }

  void write(Command command, Done done) override {
    Written item{std::move(command), std::move(done), {}};
    if (auto refusal = writes_.push(item)) item.done(std::unexpected(std::move(*refusal)));
  }

  void read(Query query, Done done) override {
    Asked item{std::move(query), std::move(done)};
    if (auto refusal = reads_.push(item)) item.done(std::unexpected(std::move(*refusal)));
  }

  void close() override {
    writes_.close();
    reads_.close();
    const std::lock_guard lock{closing_};
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  void write_groups() {
    begin_duty("store-writer", Duty::answers);
    for (auto group = writes_.take(group_); !group.empty(); group = writes_.take(group_)) {
      commit(group);
      for (auto& item : group) {
        item.command = nullptr;  // what it captured goes before whoever asked hears of it
        item.done(std::move(item.result));
      }
    }
  }

  // One transaction for the whole group, a savepoint for each command: one that fails undoes only itself.
  void commit(std::deque<Written>& group) {
    auto& connection = *writer_connection_;
    try {
      connection.exec("BEGIN IMMEDIATE");
      for (auto& item : group) {
        item.result = carry_out(connection, item.command);
        // SQLite ends a transaction by itself when the disk is full: then nothing of the group was kept.
        if (!connection.in_transaction()) throw Failure("the store ended the transaction");
      }
      connection.exec("COMMIT");
    } catch (const std::exception& failure) {
      undo(connection);
      for (auto& item : group) item.result = std::unexpected(error_of(failure));
    }
  }

  static std::expected<void, StoreError> carry_out(Connection& connection, const Command& command) {
    connection.exec("SAVEPOINT command");
    std::expected<void, StoreError> result;
    auto verdict = Verdict::roll_back;
    try {
      verdict = command(connection);
    } catch (const std::exception& failure) {
      result = std::unexpected(error_of(failure));
    }
    if (!connection.in_transaction()) return result;
    if (verdict == Verdict::roll_back) connection.exec("ROLLBACK TO command");
    connection.exec("RELEASE command");
    return result;
  }

  static void undo(Connection& connection) {
    try {
      if (connection.in_transaction()) connection.exec("ROLLBACK");
    } catch (const Failure&) {
      // The next BEGIN will say so; there is nobody else to tell.
    }
  }

  void answer_reads(Connection& connection) {
    begin_duty("store-reader", Duty::answers);
    for (auto one = reads_.take(1); !one.empty(); one = reads_.take(1)) {
      auto& item = one.front();
      std::expected<void, StoreError> result;
      try {
        connection.exec("BEGIN");  // one picture of the store for the whole query
        item.query(connection);
        connection.exec("COMMIT");
      } catch (const std::exception& failure) {
        undo(connection);
        result = std::unexpected(error_of(failure));
      }
      item.query = nullptr;
      item.done(std::move(result));
    }
  }

  const std::size_t group_;
  Queue<Written> writes_;
  Queue<Asked> reads_;
  std::unique_ptr<Connection> writer_connection_;
  std::mutex closing_;
  std::vector<std::thread> threads_;
};

}  // namespace

std::expected<std::unique_ptr<Store>, std::string> open_sqlite(const SqliteOptions& options) {
  try {
    auto writer = std::make_unique<Connection>(options.file, Connection::Access::write, options.wait);
    if (auto ready = bring_up_to_date(*writer); !ready) return std::unexpected(ready.error());
    std::vector<std::unique_ptr<Connection>> readers;
    for (int i = 0; i < options.readers; ++i) {
      readers.push_back(std::make_unique<Connection>(options.file, Connection::Access::read, options.wait));
    }
    return std::make_unique<SqliteStore>(options, std::move(writer), std::move(readers));
  } catch (const std::exception& failure) {
    return std::unexpected(options.file.string() + ": " + failure.what());
  }
}

}  // namespace sportello::store
