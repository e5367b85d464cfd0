// A VFS of SQLite that hands everything on to the usual one, and keeps two pictures of every file: as it is, and as
// it was when it was last flushed.
#include "tests/journal/lossy_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>

namespace sportello::tests {
namespace {

constexpr std::size_t sector = 512;

struct Pictures {
  std::string now, safe;
};
std::mutex mutex;
std::map<std::string, Pictures> files;
sqlite3_vfs* usual = nullptr;

// Ours begins with what SQLite looks at; the usual file stands behind it.
struct File {
  sqlite3_file base;
  std::string* name;
};
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1); }
Pictures* pictures_of(sqlite3_file* file) {
  const auto* name = reinterpret_cast<File*>(file)->name;
  if (name == nullptr) return nullptr;
  const auto found = files.find(*name);
  return found == files.end() ? nullptr : &found->second;
}

int close(sqlite3_file* file) {
  delete reinterpret_cast<File*>(file)->name;
  return real(file)->pMethods->xClose(real(file));
}
int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  const int code = real(file)->pMethods->xWrite(real(file), bytes, count, at);
  const std::lock_guard lock{mutex};
  if (auto* pictures = pictures_of(file); code == SQLITE_OK && pictures != nullptr) {
    const auto from = static_cast<std::size_t>(at), many = static_cast<std::size_t>(count);
    if (pictures->now.size() < from + many) pictures->now.resize(from + many);
    pictures->now.replace(from, many, static_cast<const char*>(bytes), many);
  }
  return code;
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = real(file)->pMethods->xTruncate(real(file), size);
  const std::lock_guard lock{mutex};
  if (auto* pictures = pictures_of(file); code == SQLITE_OK && pictures != nullptr) {
    pictures->now.resize(static_cast<std::size_t>(size));
  }
  return code;
}
int sync(sqlite3_file* file, int flags) {
  const int code = real(file)->pMethods->xSync(real(file), flags);
  const std::lock_guard lock{mutex};
  if (auto* pictures = pictures_of(file); code == SQLITE_OK && pictures != nullptr) pictures->safe = pictures->now;
  return code;
}

#define HAND_ON(name, parameters, arguments) \
  int name parameters { return real(file)->pMethods->name arguments; }
HAND_ON(xRead, (sqlite3_file * file, void* to, int count, sqlite3_int64 at), (real(file), to, count, at))
HAND_ON(xFileSize, (sqlite3_file * file, sqlite3_int64* size), (real(file), size))
HAND_ON(xLock, (sqlite3_file * file, int kind), (real(file), kind))
HAND_ON(xUnlock, (sqlite3_file * file, int kind), (real(file), kind))
HAND_ON(xCheckReservedLock, (sqlite3_file * file, int* answer), (real(file), answer))
HAND_ON(xFileControl, (sqlite3_file * file, int what, void* with), (real(file), what, with))
HAND_ON(xSectorSize, (sqlite3_file * file), (real(file)))
// No promise of the usual disk: a sector may be torn from its page, and files may change in any order.
int xDeviceCharacteristics(sqlite3_file*) { return 0; }
HAND_ON(xShmMap, (sqlite3_file * file, int page, int size, int grow, void volatile** to),
        (real(file), page, size, grow, to))
HAND_ON(xShmLock, (sqlite3_file * file, int from, int many, int flags), (real(file), from, many, flags))
void xShmBarrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
HAND_ON(xShmUnmap, (sqlite3_file * file, int remove), (real(file), remove))
#undef HAND_ON

const sqlite3_io_methods methods = {2,
                                    close,
                                    xRead,
                                    write,
                                    truncate,
                                    sync,
                                    xFileSize,
                                    xLock,
                                    xUnlock,
                                    xCheckReservedLock,
                                    xFileControl,
                                    xSectorSize,
                                    xDeviceCharacteristics,
                                    xShmMap,
                                    xShmLock,
                                    xShmBarrier,
                                    xShmUnmap,
                                    nullptr,
                                    nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
  auto* mine = reinterpret_cast<File*>(file);
  mine->name = nullptr;
  mine->base.pMethods = nullptr;
  const int code = usual->xOpen(usual, name, real(file), flags, given);
  if (code != SQLITE_OK) return code;
  mine->base.pMethods = &methods;
  if (name != nullptr) {
    mine->name = new std::string{name};
    const std::lock_guard lock{mutex};
    if (!files.contains(name)) {
      // What was there before this program is on the disk.
      std::ifstream in{name, std::ios::binary};
      const std::string text{std::istreambuf_iterator<char>{in}, {}};
      files.emplace(name, Pictures{text, text});
    }
  }
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
  const int code = usual->xDelete(usual, name, sync_folder);
  const std::lock_guard lock{mutex};
  if (code == SQLITE_OK) files.erase(name);
  return code;
}

}  // namespace

void stand_below_sqlite() {
  static sqlite3_vfs lossy;
  if (usual != nullptr) return;
  usual = sqlite3_vfs_find(nullptr);
  lossy = *usual;
  lossy.zName = "lossy";
  lossy.pNext = nullptr;
  lossy.szOsFile = usual->szOsFile + static_cast<int>(sizeof(File));
  lossy.xOpen = open;
  lossy.xDelete = remove;
  if (sqlite3_vfs_register(&lossy, 1) != SQLITE_OK) throw std::runtime_error("SQLite takes no other disk");
}

void cut_power(const std::filesystem::path& from, const std::filesystem::path& to, std::mt19937& random) {
  const std::lock_guard lock{mutex};
  std::filesystem::create_directory(to);
  for (const auto& [name, pictures] : files) {
    const std::filesystem::path file{name};
    if (file.parent_path() != from) continue;
    auto found = pictures.safe;
    // A file that grew may have its new length, or not.
    if (pictures.now.size() != found.size() && random() % 2 == 0) found.resize(pictures.now.size());
    for (std::size_t at = 0; at < found.size(); at += sector) {
      if (at >= pictures.now.size() || random() % 2 == 0) continue;
      const auto many = std::min({sector, found.size() - at, pictures.now.size() - at});
      found.replace(at, many, pictures.now, at, many);
    }
    std::ofstream{to / file.filename(), std::ios::binary} << found;
  }
}

std::size_t unflushed(const std::filesystem::path& folder) {
  const std::lock_guard lock{mutex};
  std::size_t bytes = 0;
  for (const auto& [name, pictures] : files) {
    if (std::filesystem::path{name}.parent_path() != folder) continue;
    const auto common = std::min(pictures.now.size(), pictures.safe.size());
    for (std::size_t i = 0; i < common; ++i) bytes += pictures.now[i] != pictures.safe[i] ? 1U : 0U;
    bytes += pictures.now.size() - common;
  }
  return bytes;
}

}  // namespace sportello::tests
