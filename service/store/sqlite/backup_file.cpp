// The file is a store of its own while it is made; at the end it is one file without a log beside it.
#include "service/store/sqlite/backup_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <optional>

#include "service/shared/files/durable.h"
#include "service/store/schema.h"
#include "service/store/sqlite/connection.h"

namespace sportello::store {
namespace {

constexpr std::chrono::milliseconds wait{10'000};

void remove_with_logs(const std::filesystem::path& file) {
  for (const auto* end : {"", "-wal", "-shm", "-journal"}) {
    auto name = file;
    name += end;
    ::unlink(name.c_str());
  }
}

bool sync(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

// Gone on every way out but the last.
class Part {
 public:
  explicit Part(std::filesystem::path file) : file_(std::move(file)) { remove_with_logs(file_); }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  ~Part() { remove_with_logs(file_); }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
};

std::filesystem::path with_end(std::filesystem::path file, const char* end) {
  file += end;
  return file;
}

std::expected<void, std::string> make_tables(Connection& connection) {
  connection.script("BEGIN IMMEDIATE;");
  if (auto made = bring_up_to_date(connection, Dialect::sqlite); !made) return made;
  connection.script("COMMIT;");
  return {};
}

}  // namespace

std::expected<RowCounts, std::string> write_backup(Store& store, const std::filesystem::path& file) {
  const auto cannot = [&](const std::string& why) { return std::unexpected(file.string() + ": " + why); };
  std::error_code error;
  if (std::filesystem::exists(file, error)) return cannot("is there already: a backup is never written over");
  const Part part{with_end(file, ".part")};
  try {
    RowCounts counts;
    {
      Connection into{part.file(), Connection::Access::write, wait};
      if (const auto made = make_tables(into); !made) return cannot(made.error());
      const auto tables = tables_of(into);
      into.script("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;");  // one fsync at the end does for all
      const auto read = read_and_wait(store, [&](Session& session) {
        // A store that lost its line reads once more, from the beginning.
        if (into.in_transaction()) into.script("ROLLBACK;");
        into.script("BEGIN;");
        counts = copy_rows(session, into, tables);
        return true;
      });
      if (!read) return cannot("the store could not be read: " + read.error().sentence);
      into.script("COMMIT; PRAGMA journal_mode=DELETE;");
    }
    // A link is never made over a file; where a file system has none, such as a share, a rename must do.
    const auto named = [&] {
      if (::link(part.file().c_str(), file.c_str()) == 0) return true;
      return !std::filesystem::exists(file, error) && ::rename(part.file().c_str(), file.c_str()) == 0;
    };
    if (!sync(part.file()) || !named() || !files::sync_folder_of(file)) {
      return cannot("could not be written: is there space?");
    }
    return counts;
  } catch (const Failure& failure) {
    return cannot(failure.what());
  }
}

struct BackupFile::Parts {
  std::optional<Part> copy;
  std::optional<Connection> connection;  // ends before its file goes
};

BackupFile::BackupFile(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
BackupFile::BackupFile(BackupFile&&) noexcept = default;
BackupFile& BackupFile::operator=(BackupFile&&) noexcept = default;
BackupFile::~BackupFile() = default;
Session& BackupFile::session() const { return *parts_->connection; }

std::expected<BackupFile, std::string> BackupFile::open(const std::filesystem::path& file) {
  const auto cannot = [&](const std::string& why) { return std::unexpected(file.string() + ": " + why); };
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return cannot("there is no such backup");
  try {
    auto parts = std::make_unique<Parts>();
    parts->connection.emplace(file, Connection::Access::read, wait);
    if (!parts->connection->first("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")) {
      return cannot("is no backup of this program");
    }
    const auto version = parts->connection->first("SELECT MAX(version) FROM schema_version")->integer(0);
    if (version != newest_schema) {
      // Never in place: a backup stays what it was.
      parts->connection.reset();
      parts->copy.emplace(with_end(file, ".brought-up-to-date"));
      std::filesystem::copy_file(file, parts->copy->file(), error);
      if (error) return cannot("its copy could not be written beside it: is there space?");
      parts->connection.emplace(parts->copy->file(), Connection::Access::write, wait);
      if (const auto made = make_tables(*parts->connection); !made) return cannot(made.error());
    }
    return BackupFile{std::move(parts)};
  } catch (const Failure& failure) {
    return cannot("is no backup that can be read: " + std::string{failure.what()});
  }
}

std::expected<void, std::string> BackupFile::check() const {
  try {
    const auto look = parts_->connection->first("PRAGMA integrity_check");
    if (!look || look->text(0) != "ok") return std::unexpected(std::string{"the file is damaged"});
    if (parts_->connection->first("SELECT 1 FROM pragma_foreign_key_check LIMIT 1")) {
      return std::unexpected(std::string{"rows refer to others that are not there"});
    }
    return {};
  } catch (const Failure& failure) {
    return std::unexpected("the file is damaged: " + std::string{failure.what()});
  }
}

}  // namespace sportello::store
