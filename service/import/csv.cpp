// A CSV reader over blocks of its own: a file of a million rows is read twice, and the stream's own calls for every
// character would cost more than all the rest of judging it.
#include "service/import/csv.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace sportello::import {
namespace {

constexpr int end_of_file = -1;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t block_size = 1 << 18;

// Of the first line: the mark that stands there more often outside quotes. Spreadsheets in Italian write `;`.
char separator_of(std::string_view line) {
  int commas = 0;
  int semicolons = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '\n') break;
    if (!quoted && c == ',') ++commas;
    if (!quoted && c == ';') ++semicolons;
  }
  return commas > semicolons ? ',' : ';';
}

}  // namespace

CsvReader::CsvReader(std::istream& stream, CsvForm form, std::uint64_t offset, std::int64_t line)
    : stream_(&stream),
      form_(form),
      own_(block_size),
      block_(own_.data()),
      block_offset_(offset),
      line_(line),
      record_line_(line) {}

CsvReader::CsvReader(std::string_view piece, CsvForm form, std::uint64_t offset, std::int64_t line)
    : form_(form), block_(piece.data()), end_(piece.size()), block_offset_(offset), line_(line), record_line_(line) {}

bool CsvReader::fill() {
  if (stream_ == nullptr) return false;
  block_offset_ += end_;
  stream_->read(own_.data(), static_cast<std::streamsize>(own_.size()));
  at_ = 0;
  end_ = static_cast<std::size_t>(stream_->gcount());
  return end_ > 0;
}

int CsvReader::take() {
  if (at_ == end_ && !fill()) return end_of_file;
  return static_cast<unsigned char>(block_[at_++]);
}

int CsvReader::peek() {
  if (at_ == end_ && !fill()) return end_of_file;
  return static_cast<unsigned char>(block_[at_]);
}

// The first line ends within the first block, or it is too long for a header anyway.
void CsvReader::begin() {
  begun_ = true;
  peek();
  if (block_offset_ == 0 && std::string_view{block_, end_}.starts_with(byte_order_mark)) {
    at_ = byte_order_mark.size();
  }
  if (form_.separator == 0) form_.separator = separator_of({block_ + at_, end_ - at_});
}

std::optional<CsvRecord> CsvReader::next() {
  CsvRecord record;
  if (!next(record)) return std::nullopt;
  return record;
}

bool CsvReader::next(CsvRecord& record) {
  problem_.reset();
  if (!begun_) begin();
  while (!ended_) {
    if (!read_record(record)) return false;
    const bool blank = record.fields.size() == 1 && record.fields.front().empty();
    if (!blank) return true;
  }
  return false;
}

// As much of the block as has no mark in it.
std::size_t CsvReader::take_plain(std::string& field) {
  const auto begin = at_;
  const auto* const block = block_;
  while (at_ < end_) {
    const char c = block[at_];
    if (c == form_.separator || c == '\n' || c == '\r' || c == '"') break;
    ++at_;
  }
  field.append(block + begin, at_ - begin);
  return at_ - begin;
}

bool CsvReader::read_record(CsvRecord& record) {
  record_line_ = record.line = line_;
  record.offset = offset();
  std::size_t count = 0;  // of fields; the record's own are used again
  std::size_t size = 0;
  bool quoted = false;
  bool was_quoted = false;
  bool broken = false;
  bool mangled = false;
  const auto field = [&]() -> std::string& {
    if (count == record.fields.size()) record.fields.emplace_back();
    return record.fields[count];
  };
  field().clear();
  const auto close_field = [&] {
    auto& text = field();
    const bool right = form_.encoding == Encoding::utf8 ? is_utf8(text) : to_utf8(text);
    mangled = mangled || !right;
    ++count;
    was_quoted = false;
  };
  const auto fail = [&](CsvProblem problem) {
    ended_ = true;
    problem_ = problem;
    return false;
  };
  for (;;) {
    if (!quoted && !was_quoted) size += take_plain(field());
    if (size > longest_record) return fail(CsvProblem::too_long);
    const int c = take();
    if (c == end_of_file) {
      ended_ = true;
      if (quoted) return fail(CsvProblem::unterminated_quote);
      break;
    }
    ++size;
    if (c == '\n') ++line_;
    if (quoted) {
      if (c != '"') {
        field() += static_cast<char>(c);
      } else if (peek() == '"') {
        take();
        field() += '"';
      } else {
        quoted = false;
        was_quoted = true;
      }
    } else if (c == '\n') {
      break;
    } else if (c == '\r' && peek() == '\n') {
      continue;
    } else if (c == form_.separator) {
      close_field();
      field().clear();
    } else if (c == '"' && field().empty() && !was_quoted) {
      quoted = true;
    } else if (was_quoted) {
      broken = true;
    } else {
      field() += static_cast<char>(c);
    }
  }
  close_field();
  record.fields.resize(count);
  record.size = offset() - record.offset;
  if (broken) problem_ = CsvProblem::text_after_quote;
  if (mangled) problem_ = CsvProblem::wrong_letters;
  return !problem_;
}

}  // namespace sportello::import
