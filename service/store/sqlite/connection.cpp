// Statements, values and rows of the SQLite C library.
#include "service/store/sqlite/connection.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>
#include <type_traits>

namespace sportello::store {
namespace {

// Of a Value or a view of one.
template <class AnyValue>
void bind(sqlite3_stmt* statement, int index, const AnyValue& value) {
  const auto code = std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          return sqlite3_bind_null(statement, index);
        } else if constexpr (std::is_same_v<Held, std::int64_t>) {
          return sqlite3_bind_int64(statement, index, held);
        } else if constexpr (std::is_convertible_v<const Held&, std::string_view>) {
          // The values outlive the call to step, so SQLite needs no copies.
          // So does one of nowhere, which is empty and not NULL.
          return sqlite3_bind_text64(statement, index, held.data() == nullptr ? "" : held.data(), held.size(),
                                     SQLITE_STATIC, SQLITE_UTF8);
        } else {
          // A null pointer would bind NULL where an empty blob is meant.
          return held.empty() ? sqlite3_bind_zeroblob(statement, index, 0)
                              : sqlite3_bind_blob64(statement, index, held.data(), held.size(), SQLITE_STATIC);
        }
      },
      value);
  if (code != SQLITE_OK) throw SqliteFailure(code, "a value cannot be bound");
}

Value column(sqlite3_stmt* statement, int index) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_NULL: return std::monostate{};
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, index)};
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, index));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
      return size == 0 ? secret::Bytes{} : secret::Bytes(bytes, bytes + size);
    }
    default: throw Failure("a column holds a kind of value that no table of ours has");
  }
}

// Resets on every way out, and forgets the values: a cached statement must not keep a person's data.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

// SQLite would make it readable by everyone's umask; its -wal and -shm files take their mode from it.
void make_private_file(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made >= 0) {
    ::close(made);
    return;
  }
  // One that is there may come from a backup with another mode. It is not opened: closing it again would take away
  // the locks that another connection of this process holds on it.
  ::chmod(file.c_str(), 0600);
}

}  // namespace

SqliteFailure::SqliteFailure(int code, std::string_view where)
    : Failure(std::string{where} + " (" + sqlite3_errstr(code) + ", SQLite " + std::to_string(code) + ")"),
      code_(code) {}

Connection::Connection(const std::filesystem::path& file, Access access, std::chrono::milliseconds wait) {
  // Nobody asks how much memory SQLite has, and counting it takes a lock at every allocation of every thread.
  static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(uncounted);
  if (access == Access::write) make_private_file(file);
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(raw);
  if (code != SQLITE_OK) throw SqliteFailure(code, "the store's file cannot be opened");
  sqlite3_extended_result_codes(raw, 1);
  // SQLite's own waits grow to a tenth of a second: longer than the breath that a long import leaves for others.
  most_waits_ = static_cast<int>(wait.count());
  sqlite3_busy_handler(raw, &Connection::wait_once, &most_waits_);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  script(
      "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;"
      "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;");
  script(access == Access::write ? "PRAGMA journal_mode=WAL;" : "PRAGMA query_only=ON;");
}

int Connection::wait_once(void* most, int waits) {
  if (waits >= *static_cast<const int*>(most)) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds{1});
  return 1;
}

void Connection::script(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw SqliteFailure(sqlite3_extended_errcode(database_.get()), "a statement failed");
}

void Connection::watch_log() {
  sqlite3_wal_hook(
      database_.get(),
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
      },
      &log_pages_);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

Connection::Statement& Connection::prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK || raw == nullptr) {
    // The text of a statement is ours and holds no value, and its error is a mistake of ours: show it.
    throw SqliteFailure(code, std::string{sqlite3_errmsg(database_.get())} + " in: " + std::string{sql});
  }
  Statement statement{std::unique_ptr<sqlite3_stmt, Finalize>{raw}, {}};
  const auto count = sqlite3_bind_parameter_count(raw);
  for (int i = 1; i <= count; ++i) {
    // Nothing: $1 to $count are not its places, and whoever binds is told.
    statement.places.push_back(sqlite3_bind_parameter_index(raw, ("$" + std::to_string(i)).c_str()));
  }
  return statements_.emplace(sql, std::move(statement)).first->second;
}

std::int64_t Connection::run(std::string_view sql, std::span<const Value> values, std::vector<Row>* rows) {
  return carry_out(sql, values, rows);
}

// A statement of many rows finds the end of an index once. OR ROLLBACK: otherwise SQLite would keep a copy of every
// page that the statement changes, for the case that one of its rows cannot stand.
void Connection::run_insert(std::string_view table, std::span<const std::string_view> columns,
                            std::span<const ValueView> values) {
  constexpr std::size_t most_rows = 32;  // more of them save no more
  constexpr std::string_view begin = "INSERT OR ROLLBACK INTO ";
  const auto many = insert_sql(begin, table, columns, most_rows);
  for (const auto size = columns.size() * most_rows; values.size() >= size; values = values.subspan(size)) {
    carry_out(many, values.first(size), nullptr);
  }
  if (values.empty()) return;
  const auto one = insert_sql(begin, table, columns, 1);
  for (; !values.empty(); values = values.subspan(columns.size())) {
    carry_out(one, values.first(columns.size()), nullptr);
  }
}

template <class AnyValue>
std::int64_t Connection::carry_out(std::string_view sql, std::span<const AnyValue> values, std::vector<Row>* rows) {
  const auto& [made, places] = prepared(sql);
  auto* const statement = made.get();
  const Running running{statement};
  if (places.size() < values.size()) {
    throw Failure("a statement has fewer places than values: " + std::string{sql});
  }
  if (places.size() > values.size()) throw Failure("a statement has more places than values: " + std::string{sql});
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (places[i] == 0) throw Failure("a statement has fewer places than values: " + std::string{sql});
    bind(statement, places[i], values[i]);
  }
  const int columns = sqlite3_column_count(statement);
  int code = SQLITE_OK;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    if (rows == nullptr) continue;
    std::vector<Value> cells;
    cells.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) cells.push_back(column(statement, i));
    rows->emplace_back(std::move(cells));
  }
  if (code != SQLITE_DONE) throw SqliteFailure(code, "a statement failed");
  return sqlite3_changes64(database_.get());
}

}  // namespace sportello::store
