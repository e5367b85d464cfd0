// The default store: one SQLite file, one writer thread that commits in groups, a pool of readers.
// Refuses a file of a newer program.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "service/store/store.h"

namespace sportello::store {

struct SqliteOptions {
  std::filesystem::path file;
  int readers = 2;                         // one per core of the smallest machine we serve
  std::size_t queue = 4096;                // commands waiting; at 8,000 a second this is half a second, then busy
  std::size_t group = 256;                 // commands per commit: beyond it a flush costs little against the commands
  std::chrono::milliseconds wait{10'000};  // for another process (a command line) that writes at this moment
};

// Makes the file (mode 0600) and its tables if they are missing. The error is one sentence for an administrator.
std::expected<std::unique_ptr<Store>, std::string> open_sqlite(const SqliteOptions& options);

}  // namespace sportello::store
