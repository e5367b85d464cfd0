// Rows of a file that was judged, read again by where they stand: so that nothing of a person need be remembered
// between judging a file and importing it. Refuses a row that is no longer what it was.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

#include "service/import/guardians.h"

namespace sportello::importing {

class FileRows {
 public:
  FileRows(const std::filesystem::path& file, import::CsvForm form, import::Header header, import::Layout layout);
  FileRows(const FileRows&) = delete;
  FileRows& operator=(const FileRows&) = delete;
  ~FileRows();

  // On any thread. Throws FileChanged.
  [[nodiscard]] import::GuardianRow at(const import::PersonAt& person) const;

 private:
  int file_ = -1;
  import::CsvForm form_;
  import::Header header_;
  import::Layout layout_;
};

struct FileChanged {};

}  // namespace sportello::importing
