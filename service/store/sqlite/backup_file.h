// A backup: a SQLite file of this program's schema with a store's rows. It holds everything but the master key, so
// whoever has it and not that key reads no person. Refuses a file of a newer schema, and to write over a file.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "service/store/copying.h"
#include "service/store/store.h"

namespace sportello::store {

// While the store serves: one picture of it, in a file that appears whole (FILE.part, fsync, then its name), mode
// 0600. The error is one sentence.
std::expected<RowCounts, std::string> write_backup(Store& store, const std::filesystem::path& file);

// A backup, to be read. An older schema is brought up to date in a copy beside it that goes with this object.
class BackupFile {
 public:
  static std::expected<BackupFile, std::string> open(const std::filesystem::path& file);
  BackupFile(BackupFile&&) noexcept;
  BackupFile& operator=(BackupFile&&) noexcept;
  ~BackupFile();

  [[nodiscard]] Session& session() const;
  // SQLite's own look at every page and index, and at what refers to what. The error is one sentence.
  [[nodiscard]] std::expected<void, std::string> check() const;

 private:
  struct Parts;
  explicit BackupFile(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace sportello::store
