// A row is found by reading a little from its place, and more where that was too little.
#include "service/importing/file_rows.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace sportello::importing {
namespace {

constexpr std::size_t usual_row = 512;
constexpr std::size_t longest_row = import::longest_record + 1024;

std::size_t read_at(int file, char* into, std::size_t size, std::uint64_t offset) {
  std::size_t got = 0;
  while (got < size) {
    const auto read = ::pread(file, into + got, size - got, static_cast<off_t>(offset + got));
    if (read <= 0) break;
    got += static_cast<std::size_t>(read);
  }
  return got;
}

}  // namespace

FileRows::FileRows(const std::filesystem::path& file, import::CsvForm form, import::Header header,
                   import::Layout layout)
    : file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)), form_(form), header_(header), layout_(std::move(layout)) {}

FileRows::~FileRows() {
  if (file_ >= 0) ::close(file_);
}

import::GuardianRow FileRows::at(const import::PersonAt& person) const {
  std::array<char, usual_row> usual;
  std::vector<char> more;
  std::string_view piece{usual.data(), read_at(file_, usual.data(), usual.size(), person.offset)};
  import::CsvRecord record;
  for (;;) {
    import::CsvReader reader{piece, form_, person.offset, person.line};
    const bool read = reader.next(record);
    // It ended with the piece: perhaps it goes on behind it.
    if (reader.ended() && more.empty() && piece.size() == usual_row) {
      more.resize(longest_row);
      piece = {more.data(), read_at(file_, more.data(), more.size(), person.offset)};
      continue;
    }
    if (!read) throw FileChanged{};
    auto judged = import::judge_row(record, header_, layout_);
    if (!judged.row) throw FileChanged{};
    return std::move(*judged.row);
  }
}

}  // namespace sportello::importing
