// open, write, fsync, rename, fsync of the folder; each by the folder's descriptor.
#include "service/connectors/csv_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

#include "service/shared/files/durable.h"
#include "service/shared/secret/bytes.h"

namespace sportello::connectors {
namespace {

constexpr const char* staging_name = ".staging";
constexpr const char* mark_name = "folder";
constexpr const char* lock_name = "lock";
constexpr std::size_t id_size = 16;

std::optional<std::string> read_all(int folder, const char* name) {
  const Descriptor file{::openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (!file.open()) return std::nullopt;
  std::string text;
  std::array<char, 65536> piece{};
  for (;;) {
    const auto got = ::read(file.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
}

// In place of a file of that name.
bool replace(int folder, const std::string& name, std::string_view text, const CsvFolder::After& after) {
  const auto part = name + ".part";
  ::unlinkat(folder, part.c_str(), 0);  // of a run that was killed: nobody has it
  const Descriptor file{::openat(folder, part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!file.open() || !files::write_all(file.number(), text)) return false;
  if (after) after(CsvStep::written);
  if (::fsync(file.number()) != 0) return false;
  if (after) after(CsvStep::synced);
  if (::renameat(folder, part.c_str(), folder, name.c_str()) != 0 || ::fsync(folder) != 0) return false;
  if (after) after(CsvStep::staged_file);
  return true;
}

Descriptor open_folder(int within, const char* name) {
  return Descriptor{::openat(within, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)};
}

std::optional<std::string> id_in(int staging) {
  auto id = read_all(staging, mark_name);
  if (!id || id->size() != 2 * id_size || !secret::from_hex(*id)) return std::nullopt;
  return id;
}

bool is_file_of(std::string_view name, std::string_view school) {
  if (!name.starts_with(school)) return false;
  name.remove_prefix(school.size());
  if (name.ends_with(".part")) name.remove_suffix(5);
  if (!name.starts_with('-') || !name.ends_with(".csv")) return false;
  return name.substr(1, name.size() - 5).find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

std::string csv_name(std::string_view school, std::int64_t number) {
  auto digits = std::to_string(number);
  if (digits.size() < 8) digits.insert(0, 8 - digits.size(), '0');
  return std::string{school} + "-" + digits + ".csv";
}

std::expected<bool, std::string> CsvFolder::mark(const std::filesystem::path& path) {
  const Descriptor folder{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  struct stat owner{};
  if (!folder.open() || ::fstat(folder.number(), &owner) != 0) {
    return std::unexpected(path.string() + " is no folder: make it, or mount what belongs there, first");
  }
  const auto not_written = [&] {
    return std::unexpected(path.string() + " cannot be written: let the service's user write there");
  };
  if (::mkdirat(folder.number(), staging_name, 0700) != 0 && errno != EEXIST) return not_written();
  const auto staging = open_folder(folder.number(), staging_name);
  if (!staging.open()) return not_written();
  if (id_in(staging.number())) return false;
  if (!replace(staging.number(), mark_name, secret::to_hex(secret::random_bytes(id_size)), {}) ||
      ::fsync(folder.number()) != 0) {
    return not_written();
  }
  // Run by root in the folder of somebody else, it is theirs.
  if (::geteuid() == 0 && owner.st_uid != 0 &&
      (::fchown(staging.number(), owner.st_uid, owner.st_gid) != 0 ||
       ::fchownat(staging.number(), mark_name, owner.st_uid, owner.st_gid, 0) != 0)) {
    return not_written();
  }
  return true;
}

std::optional<CsvFolder> CsvFolder::open(const std::filesystem::path& path) {
  Descriptor folder{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!folder.open()) return std::nullopt;
  auto staging = open_folder(folder.number(), staging_name);
  if (!staging.open()) return std::nullopt;
  auto id = id_in(staging.number());
  if (!id) return std::nullopt;
  return CsvFolder{std::move(folder), std::move(staging), std::move(*id)};
}

bool CsvFolder::lock() {
  lock_ = Descriptor{::openat(staging_.number(), lock_name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  return lock_.open() && ::flock(lock_.number(), LOCK_EX | LOCK_NB) == 0;
}

bool CsvFolder::stage(const std::string& name, std::string_view text, const After& after) const {
  return replace(staging_.number(), name, text, after);
}

std::optional<std::string> CsvFolder::staged(const std::string& name) const {
  return read_all(staging_.number(), name.c_str());
}

CsvFolder::Published CsvFolder::publish(const std::string& name, const After& after) const {
  // Never over a file of that name: it is somebody else's, or an older store's.
  if (::renameat2(staging_.number(), name.c_str(), folder_.number(), name.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) return Published::name_taken;
    if (errno != ENOENT) return Published::not_written;
    // Gone from .staging, which holds its mark: it was published before, and perhaps fetched since.
  }
  if (after) after(CsvStep::published);
  if (::fsync(folder_.number()) != 0 || ::fsync(staging_.number()) != 0) return Published::not_written;
  if (after) after(CsvStep::synced_folder);
  return Published::yes;
}

void CsvFolder::tidy(std::string_view school, std::string_view kept) const {
  const int again = ::openat(staging_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (again < 0) return;
  const auto close = [](DIR* stream) { ::closedir(stream); };
  const std::unique_ptr<DIR, decltype(close)> stream{::fdopendir(again), close};
  if (!stream) {
    ::close(again);
    return;
  }
  std::vector<std::string> gone;
  while (const auto* entry = ::readdir(stream.get())) {
    const std::string_view name{entry->d_name};
    if (name != kept && is_file_of(name, school)) gone.emplace_back(name);
  }
  for (const auto& name : gone) ::unlinkat(staging_.number(), name.c_str(), 0);
}

}  // namespace sportello::connectors
