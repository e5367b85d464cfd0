// Reads CSV as spreadsheets write it, a block at a time: quotes, `;` or `,` by the first line, either line end, with
// or without a byte-order mark, UTF-8 or Windows-1252. Knows no column. Holds one record at most, and that is
// bounded.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/import/encoding.h"

namespace sportello::import {

inline constexpr std::size_t longest_record = 1 << 20;  // 1 MiB: a row of guardians is 200 bytes

struct CsvRecord {
  std::int64_t line = 1;     // where it begins, counted from 1
  std::uint64_t offset = 0;  // the same in bytes
  std::uint64_t size = 0;    // in bytes of the file, with its line end
  std::vector<std::string> fields;
};

enum class CsvProblem { unterminated_quote, text_after_quote, too_long, wrong_letters };

// How one file is written: what it takes to read a record from its middle.
struct CsvForm {
  char separator = 0;  // 0: by the first line
  Encoding encoding = Encoding::utf8;
};

class CsvReader {
 public:
  // Reads from where the stream stands, which is `offset` of its file and line `line`.
  explicit CsvReader(std::istream& stream, CsvForm form = {}, std::uint64_t offset = 0, std::int64_t line = 1);
  // Of bytes that outlive it: a piece of a file that begins with a record.
  CsvReader(std::string_view piece, CsvForm form, std::uint64_t offset, std::int64_t line);
  // The next record that is not blank; nothing at the end or at a problem. After too_long and unterminated_quote
  // there is no way on; after the others the next call goes on with the next record.
  std::optional<CsvRecord> next();
  // The same into a record that is used again and again; false for nothing.
  bool next(CsvRecord& record);
  [[nodiscard]] std::optional<CsvProblem> problem() const { return problem_; }
  [[nodiscard]] std::int64_t line() const { return record_line_; }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] CsvForm form() const { return form_; }
  [[nodiscard]] std::uint64_t offset() const { return block_offset_ + at_; }  // of what comes next

 private:
  int take();
  int peek();
  bool fill();
  void begin();
  bool read_record(CsvRecord& record);
  std::size_t take_plain(std::string& field);

  std::istream* stream_ = nullptr;
  CsvForm form_;
  std::vector<char> own_;  // the block, where it comes from a stream
  const char* block_ = nullptr;
  std::size_t at_ = 0, end_ = 0;  // what of the block is still to be read
  std::uint64_t block_offset_;    // of the block's first byte
  std::int64_t line_;
  std::int64_t record_line_;
  bool begun_ = false;
  bool ended_ = false;
  std::optional<CsvProblem> problem_;
};

}  // namespace sportello::import
