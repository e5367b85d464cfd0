// One conversation with the store, inside one transaction: SQL with bound values in, rows out.
// Knows no table. One SQL text serves SQLite and PostgreSQL, so: $1, $2 … for values, no dialect, no type that only
// one of them has. A statement that fails throws Failure, which the store catches: an act needs no path for it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "service/shared/secret/bytes.h"

namespace sportello::store {

using Time = std::chrono::sys_seconds;  // stored as whole seconds since 1970
using Value = std::variant<std::monostate, std::int64_t, std::string, secret::Bytes>;

// A value that stands elsewhere until the statement has run.
using ValueView = std::variant<std::monostate, std::int64_t, std::string_view, secret::BytesView>;

// Thrown by a Session, caught by the Store. Its text never carries a bound value.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The columns of one row, by number. A column of another kind than asked for throws Failure.
class Row {
 public:
  explicit Row(std::vector<Value> columns) : columns_(std::move(columns)) {}

  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::int64_t integer(std::size_t column) const;
  [[nodiscard]] bool boolean(std::size_t column) const { return integer(column) != 0; }
  [[nodiscard]] const std::string& text(std::size_t column) const;
  [[nodiscard]] const secret::Bytes& blob(std::size_t column) const;
  [[nodiscard]] Time time(std::size_t column) const { return Time{std::chrono::seconds{integer(column)}}; }
  // As they came: for whoever copies rows and knows no table.
  [[nodiscard]] const std::vector<Value>& values() const { return columns_; }
  // Nothing for NULL.
  [[nodiscard]] std::optional<std::string> optional_text(std::size_t column) const;
  [[nodiscard]] std::optional<secret::Bytes> optional_blob(std::size_t column) const;
  [[nodiscard]] std::optional<Time> optional_time(std::size_t column) const;

 private:
  [[nodiscard]] const Value& at(std::size_t column) const;
  std::vector<Value> columns_;
};

// What can be bound to $1, $2 …
inline Value value_of(std::int64_t number) { return number; }
inline Value value_of(int number) { return std::int64_t{number}; }
inline Value value_of(bool truth) { return std::int64_t{truth ? 1 : 0}; }
inline Value value_of(Time time) { return std::int64_t{time.time_since_epoch().count()}; }
inline Value value_of(std::string text) { return Value{std::move(text)}; }
inline Value value_of(std::string_view text) { return Value{std::string{text}}; }
inline Value value_of(const char* text) { return Value{std::string{text}}; }
inline Value value_of(secret::Bytes bytes) { return Value{std::move(bytes)}; }
inline Value value_of(secret::BytesView bytes) { return Value{secret::Bytes(bytes.begin(), bytes.end())}; }
template <std::size_t N>
Value value_of(const secret::ByteArray<N>& bytes) {
  return Value{secret::Bytes(bytes.begin(), bytes.end())};
}
inline Value value_of(std::nullopt_t) { return std::monostate{}; }
template <class T>
Value value_of(const std::optional<T>& maybe) {
  return maybe ? value_of(*maybe) : Value{std::monostate{}};
}

// "INSERT INTO table (a, b) VALUES ($1, $2), ($3, $4)", where it begins with `begin`.
std::string insert_sql(std::string_view begin, std::string_view table, std::span<const std::string_view> columns,
                       std::size_t rows);

class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  // How many rows were written, changed or deleted.
  template <class... Values>
  std::int64_t exec(std::string_view sql, const Values&... values) {
    const std::array<Value, sizeof...(Values)> bound{value_of(values)...};
    return run(sql, bound, nullptr);
  }
  template <class... Values>
  std::vector<Row> query(std::string_view sql, const Values&... values) {
    const std::array<Value, sizeof...(Values)> bound{value_of(values)...};
    std::vector<Row> rows;
    run(sql, bound, &rows);
    return rows;
  }
  // The same with as many values as the caller has.
  std::int64_t exec_with(std::string_view sql, std::span<const Value> values) { return run(sql, values, nullptr); }
  // For whoever writes millions of rows, each of as many `values` as `columns`; of one that cannot stand, nothing of
  // the whole write is kept.
  void insert_rows(std::string_view table, std::span<const std::string_view> columns,
                   std::span<const ValueView> values) {
    run_insert(table, columns, values);
  }
  std::vector<Row> query_with(std::string_view sql, std::span<const Value> values) {
    std::vector<Row> rows;
    run(sql, values, &rows);
    return rows;
  }
  // The first row, if there is one. Also for INSERT and UPDATE … RETURNING.
  template <class... Values>
  std::optional<Row> first(std::string_view sql, const Values&... values) {
    auto rows = query(sql, values...);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }

 private:
  virtual std::int64_t run(std::string_view sql, std::span<const Value> values, std::vector<Row>* rows) = 0;
  // A row at a time, and copies it.
  virtual void run_insert(std::string_view table, std::span<const std::string_view> columns,
                          std::span<const ValueView> values);
};

}  // namespace sportello::store
