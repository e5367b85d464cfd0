// A row's place and size are known since it was judged: nothing else of the file is read.
#include "service/importing/file_rows.h"

#include <fcntl.h>
#include <unistd.h>

#include <string_view>

namespace sportello::importing {
namespace {

constexpr std::size_t longest_row = import::longest_record + 1024;

std::size_t read_at(int file, std::vector<char>& into, std::size_t size, std::uint64_t offset) {
  if (into.size() < size) into.resize(size);
  std::size_t got = 0;
  while (got < size) {
    const auto read = ::pread(file, into.data() + got, size - got, static_cast<off_t>(offset + got));
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

import::GuardianRow FileRows::Reader::at(const import::PersonAt& person, import::RowPart part) {
  const auto size = read_at(rows_.file_, bytes_, person.size == 0 ? longest_row : person.size, person.offset);
  import::CsvReader reader{std::string_view{bytes_.data(), size}, rows_.form_, person.offset, person.line};
  if (!reader.next(record_)) throw FileChanged{};
  auto judged = import::judge_row(record_, rows_.header_, rows_.layout_, part);
  if (!judged.row) throw FileChanged{};
  return std::move(*judged.row);
}

}  // namespace sportello::importing
