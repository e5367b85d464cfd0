// The writer thread with its group commit, and the readers: each on a connection that is made again when it breaks.
// Knows one table, which is its own: store_turn, by which a writer that lost its connection learns whether its last
// group was committed.
#include "service/store/postgresql/postgresql_store.h"

#include <algorithm>
#include <thread>

#include "service/duty.h"
#include "service/metrics/instruments.h"
#include "service/store/postgresql/connection.h"
#include "service/store/queued_store.h"

namespace sportello::store {
namespace {

using namespace postgresql;
using Clock = std::chrono::steady_clock;
using Kind = PostgresqlFailure::Kind;

const std::string begin_turn =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(" + std::to_string(turn_lock) + ");";

StoreError error_of(const std::exception& failure) {
  const auto* ours = dynamic_cast<const PostgresqlFailure*>(&failure);
  const bool fails = ours == nullptr || ours->kind() == Kind::statement || ours->kind() == Kind::read_only;
  return {fails ? StoreError::Kind::failed : StoreError::Kind::busy, failure.what()};
}

// Whether another transaction, perhaps on another connection, may end otherwise.
bool is_worth_another(const PostgresqlFailure& failure, bool writes) {
  return failure.kind() == Kind::lost || failure.kind() == Kind::conflict ||
         (failure.kind() == Kind::read_only && writes);
}

// A connection that is there when it is needed, and how long its server has been missed.
class Line {
 public:
  explicit Line(const PostgresqlOptions& options) : options_(options) {}

  Connection& open() {
    if (!connection_) connection_ = std::make_unique<Connection>(options_.target, options_.password);
    return *connection_;
  }
  void worked() { missed_since_.reset(); }
  // Ends what the failure left open. False: it has lasted too long, and whoever waits should be told.
  template <class Queue>
  bool may_go_on(const PostgresqlFailure& failure, Queue& queue) {
    if (failure.kind() != Kind::conflict) {
      connection_.reset();
    } else {
      undo();
      if (++conflicts_ > most_conflicts) return false;
    }
    const auto now = Clock::now();
    if (!missed_since_) {
      missed_since_ = now;
      wait_ = std::chrono::milliseconds{0};  // the first time at once: an idle line that was cut
      conflicts_ = 0;
    }
    if (now + wait_ - *missed_since_ > options_.patience) return false;
    if (wait_.count() > 0 && queue.closed_within(wait_)) return false;
    wait_ = std::clamp(wait_ * 2, first_wait, longest_wait);
    return true;
  }
  void undo() {
    try {
      if (connection_ && connection_->in_transaction()) connection_->script("ROLLBACK");
    } catch (const Failure&) {
      connection_.reset();
    }
  }

 private:
  const PostgresqlOptions& options_;
  std::unique_ptr<Connection> connection_;
  std::optional<Clock::time_point> missed_since_;
  std::chrono::milliseconds wait_{0};
  int conflicts_ = 0;
};

class PostgresqlStore final : public QueuedStore {
 public:
  explicit PostgresqlStore(PostgresqlOptions options)
      : QueuedStore(options.queue), options_(std::move(options)), writer_(secret::to_hex(secret::random_bytes(16))) {}
  ~PostgresqlStore() override { close(); }

  // Connects, brings the tables up to date, and only then starts. Throws.
  std::expected<void, std::string> start() {
    auto& connection = writing_.open();
    connection.script(begin_turn);
    if (auto ready = bring_up_to_date(connection, Dialect::postgresql); !ready) return ready;
    // Rows of processes that ended: none is asked about its last group after a day.
    connection.script(
        "CREATE TABLE IF NOT EXISTS store_turn (writer TEXT PRIMARY KEY, turn BIGINT NOT NULL, at TIMESTAMPTZ NOT "
        "NULL); DELETE FROM store_turn WHERE at < now() - interval '1 day';");
    connection.commit("COMMIT");
    threads_.emplace_back([this] { write_groups(); });
    for (int i = 0; i < options_.readers; ++i) threads_.emplace_back([this] { answer_reads(); });
    return {};
  }

  void expect_many(bool many) override { static_cast<void>(many); }  // the server groups commits by itself

 private:
  using Group = std::deque<Written>;

  void write_groups() {
    begin_duty("store-writer", Duty::answers);
    for (auto group = writes_.take(options_.group); !group.empty(); group = writes_.take(options_.group)) {
      metrics::commit_commands.observe(static_cast<double>(group.size()));
      ++turn_;
      is_unsure_ = false;
      while (!tried(group)) continue;
      for (auto& item : group) {
        item.command = nullptr;  // what it captured goes before whoever asked hears of it
        item.done(std::move(item.result));
      }
    }
  }

  // False: try it again, on another connection if need be. True: every item has its result.
  bool tried(Group& group) {
    try {
      auto& connection = writing_.open();
      if (begin_and_look(connection)) {
        // The answer was lost, not the group. This commit waits for what the first one may not have waited for.
        connection.commit("COMMIT");
      } else {
        carry_out(connection, group);
      }
      writing_.worked();
      return true;
    } catch (const PostgresqlFailure& failure) {
      if (is_worth_another(failure, true) && writing_.may_go_on(failure, writes_)) return false;
      give_up(group, failure);
    } catch (const std::exception& failure) {
      give_up(group, failure);
    }
    return true;
  }

  void give_up(Group& group, const std::exception& failure) {
    writing_.undo();
    auto error = error_of(failure);
    if (is_unsure_) {
      error.sentence += "; whether this was kept is not known: look before you ask again";
      error.perhaps_kept = true;
    }
    for (auto& item : group) item.result = std::unexpected(error);
  }

  // Takes the turn and writes down which one. True: this group was committed already. Whoever held the turn has ended
  // by now, whatever became of its connection: so what is read here is the last word.
  bool begin_and_look(Connection& connection) {
    connection.script(begin_turn);
    bool done = false;
    if (is_unsure_) {
      const auto last = connection.first("SELECT turn FROM store_turn WHERE writer = $1", writer_);
      done = last && last->integer(0) == turn_;
    }
    is_unsure_ = done;
    connection.exec(
        "INSERT INTO store_turn (writer, turn, at) VALUES ($1, $2, now()) ON CONFLICT (writer) DO UPDATE SET "
        "turn = excluded.turn, at = excluded.at",
        writer_, turn_);
    return done;
  }

  // A savepoint for each command: one that fails undoes only itself. A command that is alone needs none.
  void carry_out(Connection& connection, Group& group) {
    const bool alone = group.size() == 1;
    std::string before;
    for (auto& item : group) {
      if (!alone) connection.script(before + "SAVEPOINT command");
      item.result = {};
      auto verdict = Verdict::roll_back;
      try {
        verdict = item.command(connection);
      } catch (const PostgresqlFailure& failure) {
        if (is_worth_another(failure, true)) throw;
        item.result = std::unexpected(error_of(failure));
      } catch (const std::exception& failure) {
        item.result = std::unexpected(error_of(failure));
      }
      before = verdict == Verdict::roll_back ? "ROLLBACK TO command; RELEASE command; " : "RELEASE command; ";
      if (!alone) continue;
      if (verdict == Verdict::roll_back) return connection.script("ROLLBACK");
      before.clear();
    }
    commit(connection, before + "COMMIT");
  }

  void commit(Connection& connection, const std::string& sql) {
    is_unsure_ = true;
    try {
      connection.commit(sql);
    } catch (const PostgresqlFailure& failure) {
      is_unsure_ = failure.kind() == Kind::lost;  // a commit that was refused was not done
      throw;
    } catch (const Failure&) {
      is_unsure_ = false;  // answered by ROLLBACK
      throw;
    }
    is_unsure_ = false;
  }

  void answer_reads() {
    begin_duty("store-reader", Duty::answers);
    Line line{options_};
    for (auto one = reads_.take(1); !one.empty(); one = reads_.take(1)) {
      auto& item = one.front();
      std::optional<std::expected<void, StoreError>> result;
      while (!result) result = asked(line, item);
      item.query = nullptr;
      item.done(std::move(*result));
    }
  }

  // Nothing: ask again, on another connection if need be.
  std::optional<std::expected<void, StoreError>> asked(Line& line, Asked& item) {
    try {
      auto& connection = line.open();
      connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");  // one picture for the whole query
      item.query(connection);
      connection.script("COMMIT");
      line.worked();
      return std::expected<void, StoreError>{};
    } catch (const PostgresqlFailure& failure) {
      if (is_worth_another(failure, false) && line.may_go_on(failure, reads_)) return std::nullopt;
      line.undo();
      return std::unexpected(error_of(failure));
    } catch (const std::exception& failure) {
      line.undo();
      return std::unexpected(error_of(failure));
    }
  }

  const PostgresqlOptions options_;
  const std::string writer_;  // whose turn it is, in store_turn
  std::int64_t turn_ = 0;
  bool is_unsure_ = false;  // a commit of this turn was asked for, and its answer was lost
  Line writing_{options_};
};

}  // namespace

std::expected<std::unique_ptr<Store>, std::string> open_postgresql(PostgresqlOptions options) {
  const auto name = options.target.name();
  try {
    auto store = std::make_unique<PostgresqlStore>(std::move(options));
    if (auto started = store->start(); !started) return std::unexpected(started.error());
    return store;
  } catch (const std::exception& failure) {
    return std::unexpected(name + ": " + failure.what());
  }
}

}  // namespace sportello::store
