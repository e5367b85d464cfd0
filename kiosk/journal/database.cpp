// Statements, values and rows of the SQLite C library.
#include "kiosk/journal/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "kiosk/visit/match.h"

namespace sportello::journal {
namespace {

// Another program of ours may look for a moment (a technician's), never longer.
constexpr int longest_wait_ms = 2000;

[[noreturn]] void fail(int code, std::string_view what) {
  const bool broken = (code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB;
  throw Failure(std::string{what} + " (" + sqlite3_errstr(code) + ", SQLite " + std::to_string(code) + ")", broken);
}

int bind(sqlite3_stmt* statement, int index, const Database::Value& value) {
  // The values outlive the call to step: SQLite needs no copies.
  return std::visit(visit::Match{[&](std::int64_t number) { return sqlite3_bind_int64(statement, index, number); },
                                 [&](const std::string& text) {
                                   return sqlite3_bind_text64(statement, index, text.data(), text.size(),
                                                              SQLITE_STATIC, SQLITE_UTF8);
                                 },
                                 [&](const secret::Bytes& bytes) {
                                   return bytes.empty() ? sqlite3_bind_null(statement, index)
                                                        : sqlite3_bind_blob64(statement, index, bytes.data(),
                                                                              bytes.size(), SQLITE_STATIC);
                                 }},
                    value);
}

Database::Value column(sqlite3_stmt* statement, int index) {
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, index)};
    case SQLITE_TEXT: return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, index)), size);
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, index));
      return size == 0 ? secret::Bytes{} : secret::Bytes(bytes, bytes + size);
    }
    default: return secret::Bytes{};
  }
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

}  // namespace

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Database::Database(const std::filesystem::path& file) {
  // SQLite would take everyone's umask; its -wal and -shm files take their mode from this one.
  if (const int made = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600); made >= 0) ::close(made);
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(raw);
  if (code != SQLITE_OK) fail(code, "the device's journal cannot be opened");
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, longest_wait_ms);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  script(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;"
      "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-512; PRAGMA wal_autocheckpoint=64;"
      "PRAGMA journal_size_limit=524288;");
}

void Database::script(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(sqlite3_extended_errcode(database_.get()), "the device's journal cannot be written");
  }
}

std::int64_t Database::run(std::string_view sql, std::initializer_list<Value> values) {
  return carry_out(sql, values, nullptr);
}

std::vector<Database::Row> Database::rows(std::string_view sql, std::initializer_list<Value> values) {
  std::vector<Row> all;
  carry_out(sql, values, &all);
  return all;
}

std::int64_t Database::number(std::string_view sql, std::initializer_list<Value> values) {
  return integer(rows(sql, values).at(0), 0);
}

std::int64_t Database::carry_out(std::string_view sql, std::initializer_list<Value> values, std::vector<Row>* rows) {
  sqlite3_stmt* raw = nullptr;
  if (const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
      code != SQLITE_OK) {
    fail(sqlite3_extended_errcode(database_.get()), "the device's journal cannot be read");
  }
  const std::unique_ptr<sqlite3_stmt, Finalize> statement{raw};
  int place = 0;
  for (const auto& value : values) {
    if (const int code = bind(raw, ++place, value); code != SQLITE_OK) fail(code, "a value cannot be bound");
  }
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    if (rows == nullptr) continue;
    Row row;
    for (int i = 0; i < sqlite3_column_count(raw); ++i) row.push_back(column(raw, i));
    rows->push_back(std::move(row));
  }
  if (code != SQLITE_DONE) fail(code, "the device's journal cannot be read or written");
  return sqlite3_changes64(database_.get());
}

void Database::whole(const std::function<void()>& act) {
  script("BEGIN IMMEDIATE");
  try {
    act();
    script("COMMIT");
  } catch (...) {
    // A full disk may have ended it already.
    if (sqlite3_get_autocommit(database_.get()) == 0) {
      sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    throw;
  }
}

}  // namespace sportello::journal
