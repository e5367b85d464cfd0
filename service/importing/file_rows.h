// Rows of a file that was judged, read again by where they stand: so that nothing of a person need be remembered
// between judging a file and importing it. Refuses a row that is no longer what it was.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "service/import/guardians.h"

namespace sportello::importing {

struct FileChanged {};

class FileRows {
 public:
  FileRows(const std::filesystem::path& file, import::CsvForm form, import::Header header, import::Layout layout);
  FileRows(const FileRows&) = delete;
  FileRows& operator=(const FileRows&) = delete;
  ~FileRows();

  // Of one thread: its memory is used again for each row.
  class Reader {
   public:
    explicit Reader(const FileRows& rows) : rows_(rows) {}
    // Throws FileChanged.
    import::GuardianRow at(const import::PersonAt& person, import::RowPart part);

   private:
    const FileRows& rows_;
    std::vector<char> bytes_;
    import::CsvRecord record_;
  };

 private:
  int file_ = -1;
  import::CsvForm form_;
  import::Header header_;
  import::Layout layout_;
};

}  // namespace sportello::importing
