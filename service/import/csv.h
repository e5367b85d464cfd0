// Reads CSV as spreadsheets write it, a piece at a time: quotes, `;` or `,` by the first line, either line end, with
// or without a byte-order mark. Knows no column. Holds one record at most, and that is bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace sportello::import {

inline constexpr std::size_t longest_record = 1 << 20;  // 1 MiB: a row of guardians is 200 bytes

struct CsvRecord {
  std::int64_t line = 1;  // where it begins, counted from 1
  std::vector<std::string> fields;
};

enum class CsvProblem { unterminated_quote, text_after_quote, too_long, not_utf8, unreadable };

class CsvReader {
 public:
  explicit CsvReader(std::istream& stream) : stream_(stream) {}
  // The next record that is not blank; nothing at the end or at a problem. After too_long and unterminated_quote
  // there is no way on; after the others the next call goes on with the next record.
  std::optional<CsvRecord> next();
  [[nodiscard]] std::optional<CsvProblem> problem() const { return problem_; }
  [[nodiscard]] std::int64_t line() const { return record_line_; }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  int take();
  int peek();
  bool read_record(CsvRecord& record);

  std::istream& stream_;
  char separator_ = 0;  // decided by the first line
  std::int64_t line_ = 1;
  std::int64_t record_line_ = 1;
  bool begun_ = false;
  bool ended_ = false;
  std::optional<CsvProblem> problem_;
};

bool is_utf8(std::string_view text);

}  // namespace sportello::import
