// One SQLite file of the device: a thin wrapper over the C library. Every commit is on the disk when it returns.
// One thread at a time. Its errors name the kind of failure, never a value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "service/shared/secret/bytes.h"

struct sqlite3;

namespace sportello::journal {

// Of the disk, or of the file: `broken` means that what stands in it cannot be read any more.
class Failure : public std::runtime_error {
 public:
  Failure(const std::string& sentence, bool broken) : std::runtime_error(sentence), broken_(broken) {}
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  bool broken_;
};

class Database {
 public:
  using Value = std::variant<std::int64_t, std::string, secret::Bytes>;  // NULL is an empty blob
  using Row = std::vector<Value>;

  // Only its owner may read the file. Throws Failure, as all of it does.
  explicit Database(const std::filesystem::path& file);

  void script(const char* sql);
  // Answers how many rows were changed.
  std::int64_t run(std::string_view sql, std::initializer_list<Value> values = {});
  std::vector<Row> rows(std::string_view sql, std::initializer_list<Value> values = {});
  std::int64_t number(std::string_view sql, std::initializer_list<Value> values = {});  // of the first row
  // All of it, or nothing.
  void whole(const std::function<void()>& act);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::int64_t carry_out(std::string_view sql, std::initializer_list<Value> values, std::vector<Row>* rows);
  std::unique_ptr<sqlite3, Close> database_;
};

inline std::int64_t integer(const Database::Row& row, std::size_t column) {
  return std::get<std::int64_t>(row.at(column));
}
inline const std::string& text(const Database::Row& row, std::size_t column) {
  return std::get<std::string>(row.at(column));
}
inline const secret::Bytes& blob(const Database::Row& row, std::size_t column) {
  return std::get<secret::Bytes>(row.at(column));
}

}  // namespace sportello::journal
