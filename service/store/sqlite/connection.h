// One connection to a SQLite file: a thin wrapper over the C library, with a cache of prepared statements.
// Used by one thread at a time. Its errors name the statement's kind of failure, never a bound value.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <unordered_map>
#include <vector>

#include "service/store/schema.h"

namespace sportello::store {

// A Failure that carries SQLite's own result code.
class SqliteFailure : public Failure {
 public:
  SqliteFailure(int code, std::string_view where);
  [[nodiscard]] bool busy() const { return (code_ & 0xFF) == SQLITE_BUSY || (code_ & 0xFF) == SQLITE_LOCKED; }

 private:
  int code_;
};

class Connection final : public ScriptedSession {
 public:
  enum class Access { write, read };
  // Throws SqliteFailure.
  Connection(const std::filesystem::path& file, Access access, std::chrono::milliseconds wait);

  void script(const std::string& sql) override;
  // False after SQLite ended the transaction by itself, as it does when the disk is full.
  [[nodiscard]] bool in_transaction() const;
  // From now on nobody moves the log into the file by itself, until `PRAGMA wal_autocheckpoint` says so again.
  void watch_log();
  [[nodiscard]] int log_pages() const { return log_pages_; }  // after the last commit

 private:
  std::int64_t run(std::string_view sql, std::span<const Value> values, std::vector<Row>* rows) override;
  void run_insert(std::string_view table, std::span<const std::string_view> columns,
                  std::span<const ValueView> values) override;
  static int wait_once(void* most, int waits);
  struct Statement;
  Statement& prepared(std::string_view sql);
  template <class AnyValue>
  std::int64_t carry_out(std::string_view sql, std::span<const AnyValue> values, std::vector<Row>* rows);

  struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  struct HashText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  int log_pages_ = 0;
  int most_waits_ = 0;  // of a millisecond, for another process that writes
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  // What SQLite made of a text, and at which of its places each value $1, $2 … stands.
  struct Statement {
    std::unique_ptr<sqlite3_stmt, Finalize> made;
    std::vector<int> places;
  };
  std::unordered_map<std::string, Statement, HashText, std::equal_to<>> statements_;
};

}  // namespace sportello::store
