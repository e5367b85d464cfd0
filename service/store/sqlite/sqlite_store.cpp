// The writer thread with its group commit, and the readers. Knows no table.
#include "service/store/sqlite/sqlite_store.h"

#include <atomic>
#include <thread>

#include "service/duty.h"
#include "service/metrics/instruments.h"
#include "service/store/queued_store.h"
#include "service/store/schema.h"
#include "service/store/sqlite/checkpointing.h"
#include "service/store/sqlite/connection.h"

namespace sportello::store {
namespace {

StoreError error_of(const std::exception& failure) {
  const auto* sqlite = dynamic_cast<const SqliteFailure*>(&failure);
  const bool busy = sqlite != nullptr && sqlite->busy();
  return {busy ? StoreError::Kind::busy : StoreError::Kind::failed,
          busy ? "another process holds the store" : failure.what()};
}

class SqliteStore final : public QueuedStore {
 public:
  SqliteStore(const SqliteOptions& options, std::unique_ptr<Connection> writer,
              std::vector<std::unique_ptr<Connection>> readers)
      : QueuedStore(options.queue), options_(options), writer_connection_(std::move(writer)) {
    threads_.emplace_back([this] { write_groups(); });
    for (auto& reader : readers) {
      threads_.emplace_back(
          [this, connection = std::shared_ptr<Connection>{std::move(reader)}] { answer_reads(*connection); });
    }
  }
  ~SqliteStore() override { close(); }

  void expect_many(bool many) override { many_.store(many); }

 private:
  void write_groups() {
    begin_duty("store-writer", Duty::answers);
    // Each of many writes is long enough to stand alone, and what stands alone needs no savepoint.
    const auto take = [this] { return writes_.take(many_.load() ? 1 : options_.group); };
    for (auto group = take(); !group.empty(); group = take()) {
      commit(group);
      for (auto& item : group) {
        item.command = nullptr;  // what it captured goes before whoever asked hears of it
        item.done(std::move(item.result));
      }
    }
  }

  void commit(std::deque<Written>& group) {
    auto& connection = *writer_connection_;
    try {
      begin(connection);
      if (group.size() == 1) {
        carry_out_alone(connection, group.front());
      } else {
        carry_out_all(connection, group);
      }
      if (checkpointing_) checkpointing_->note(connection.log_pages(), connection);
      metrics::commit_commands.observe(static_cast<double>(group.size()));
    } catch (const std::exception& failure) {
      undo(connection);
      for (auto& item : group) item.result = std::unexpected(error_of(failure));
    }
  }

  // A command that has the transaction to itself is undone with it. A savepoint would keep a copy of every page that
  // it changes.
  static void carry_out_alone(Connection& connection, Written& item) {
    const auto verdict = judged(connection, item);
    require_transaction(connection);
    connection.exec(verdict == Verdict::commit ? "COMMIT" : "ROLLBACK");
  }

  // One transaction for the whole group, a savepoint for each command: one that fails undoes only itself.
  static void carry_out_all(Connection& connection, std::deque<Written>& group) {
    for (auto& item : group) {
      connection.exec("SAVEPOINT command");
      const auto verdict = judged(connection, item);
      require_transaction(connection);
      if (verdict == Verdict::roll_back) connection.exec("ROLLBACK TO command");
      connection.exec("RELEASE command");
    }
    connection.exec("COMMIT");
  }

  static Verdict judged(Connection& connection, Written& item) {
    item.result = {};
    try {
      return item.command(connection);
    } catch (const std::exception& failure) {
      item.result = std::unexpected(error_of(failure));
      return Verdict::roll_back;
    }
  }

  // SQLite ends a transaction by itself when the disk is full: then nothing of the group was kept.
  static void require_transaction(const Connection& connection) {
    if (!connection.in_transaction()) throw Failure("the store ended the transaction");
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

  // Begins a transaction, tuned to what follows.
  void begin(Connection& connection) {
    const auto wanted = !many_.load() ? Tuning::single : tuned_ == Tuning::beside_others ? tuned_ : Tuning::many;
    tune(connection, wanted);
    connection.exec("BEGIN IMMEDIATE");
    if (tuned_ != Tuning::many) return;
    // Changes when another connection wrote.
    const auto version = connection.first("PRAGMA data_version")->integer(0);
    if (!version_) version_ = version;
    if (version == *version_) return;
    connection.exec("ROLLBACK");
    tune(connection, Tuning::beside_others);
    connection.exec("BEGIN IMMEDIATE");
  }

  // For many writes: a bigger cache for indexes that grow, no flush for each commit, and rarer, larger checkpoints,
  // for what is written twice into one page between two of them goes to the file once. As long as nobody else writes,
  // what the writes refer to is there, since whoever said "many" found it or wrote it: looking for it again would be
  // a third of an import.
  enum class Tuning { single, many, beside_others };
  void tune(Connection& connection, Tuning wanted) {
    if (wanted == tuned_) return;
    const bool was_many = tuned_ == Tuning::many;
    version_.reset();
    checkpointing_.reset();
    switch (wanted) {
      case Tuning::single:
        connection.script(
            "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; "
            "PRAGMA wal_autocheckpoint=1000;");
        break;
      case Tuning::many:
        connection.script("PRAGMA foreign_keys=OFF; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;");
        connection.watch_log();
        checkpointing_ = std::make_unique<Checkpointing>(options_.file, options_.wait);
        break;
      case Tuning::beside_others: connection.script("PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=8000;"); break;
    }
    tuned_ = wanted;  // only now: what failed is tried again
    if (was_many) connection.script("PRAGMA wal_checkpoint(TRUNCATE);");
  }

  std::atomic<bool> many_ = false;
  Tuning tuned_ = Tuning::single;        // the writer's own
  std::optional<std::int64_t> version_;  // of the file when the first of many writes began
  const SqliteOptions options_;
  std::unique_ptr<Connection> writer_connection_;
  std::unique_ptr<Checkpointing> checkpointing_;  // of many writes; the writer's own
};

}  // namespace

std::expected<std::unique_ptr<Store>, std::string> open_sqlite(const SqliteOptions& options) {
  try {
    auto writer = std::make_unique<Connection>(options.file, Connection::Access::write, options.wait);
    // Two programs may start at once: one makes the tables, the other finds them.
    writer->script("BEGIN IMMEDIATE;");
    if (auto ready = bring_up_to_date(*writer, Dialect::sqlite); !ready) return std::unexpected(ready.error());
    writer->script("COMMIT;");
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
