// A CSV reader, character by character over the stream's own buffer.
#include "service/import/csv.h"

#include <array>

namespace sportello::import {
namespace {

constexpr int end_of_file = std::char_traits<char>::eof();
constexpr std::array<int, 3> byte_order_mark = {0xEF, 0xBB, 0xBF};

// Of the first line: the mark that stands there more often outside quotes. Spreadsheets in Italian write `;`.
char separator_of(const std::string& line) {
  int commas = 0;
  int semicolons = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == ',') ++commas;
    if (!quoted && c == ';') ++semicolons;
  }
  return commas > semicolons ? ',' : ';';
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    const auto first = byte(i);
    std::size_t length = 1;
    if (first >= 0x80) {
      length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
      if (first < 0xC2 || first > 0xF4) return false;
      for (std::size_t k = 1; k < length; ++k) {
        if ((byte(i + k) & 0xC0U) != 0x80) return false;
      }
      const auto second = byte(i + 1);
      if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
          (first == 0xF4 && second > 0x8F)) {
        return false;  // overlong, a surrogate, or beyond the last character
      }
    }
    i += length;
  }
  return true;
}

int CsvReader::take() { return stream_.rdbuf()->sbumpc(); }
int CsvReader::peek() { return stream_.rdbuf()->sgetc(); }

std::optional<CsvRecord> CsvReader::next() {
  problem_.reset();
  if (!begun_) {
    begun_ = true;
    for (const int expected : byte_order_mark) {
      if (peek() != expected) break;
      take();
    }
  }
  while (!ended_) {
    CsvRecord record;
    if (!read_record(record)) return std::nullopt;
    const bool blank = record.fields.size() == 1 && record.fields.front().empty();
    if (!blank) return record;
  }
  return std::nullopt;
}

bool CsvReader::read_record(CsvRecord& record) {
  record_line_ = record.line = line_;
  std::string whole;  // of the first record, until its separator is known
  std::string field;
  std::size_t size = 0;
  bool quoted = false;
  bool was_quoted = false;
  bool broken = false;
  bool mangled = false;
  const auto close_field = [&] {
    mangled = mangled || !is_utf8(field);
    record.fields.push_back(std::move(field));
    field.clear();
    was_quoted = false;
  };
  if (separator_ == 0) {  // look at the first line before it is split
    int c = 0;
    while ((c = take()) != end_of_file && c != '\n' && whole.size() < longest_record) whole += static_cast<char>(c);
    if (whole.size() >= longest_record) {
      ended_ = true;
      problem_ = CsvProblem::too_long;
      return false;
    }
    separator_ = separator_of(whole);
    whole += '\n';
    if (c == end_of_file) ended_ = true;
  }
  std::size_t at = 0;
  const bool from_line = !whole.empty();
  const auto next_character = [&]() -> int {
    return from_line ? (at < whole.size() ? static_cast<unsigned char>(whole[at++]) : end_of_file) : take();
  };
  const auto next_is = [&](char c) {
    return from_line ? at < whole.size() && whole[at] == c : peek() == static_cast<unsigned char>(c);
  };
  for (;;) {
    const int c = next_character();
    if (c == end_of_file) {
      ended_ = true;
      if (quoted) {
        problem_ = CsvProblem::unterminated_quote;
        return false;
      }
      break;
    }
    if (++size > longest_record) {
      ended_ = true;
      problem_ = CsvProblem::too_long;
      return false;
    }
    if (c == '\n') ++line_;
    if (quoted) {
      if (c != '"') {
        field += static_cast<char>(c);
      } else if (next_is('"')) {
        next_character();
        field += '"';
      } else {
        quoted = false;
        was_quoted = true;
      }
    } else if (c == '\n') {
      break;
    } else if (c == '\r' && next_is('\n')) {
      continue;
    } else if (c == separator_) {
      close_field();
    } else if (c == '"' && field.empty() && !was_quoted) {
      quoted = true;
    } else if (was_quoted) {
      broken = true;
    } else {
      field += static_cast<char>(c);
    }
  }
  close_field();
  if (broken) problem_ = CsvProblem::text_after_quote;
  if (mangled) problem_ = CsvProblem::not_utf8;
  return !problem_;
}

}  // namespace sportello::import
