// flock on DATA_DIRECTORY/process.
#include "service/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace sportello {

std::expected<DirectoryLock, DirectoryLock::Refusal> DirectoryLock::take(
    const std::filesystem::path& data_directory) {
  const auto file = data_directory / "process";
  const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (opened < 0) {
    return std::unexpected(
        Refusal{false, file.string() + " cannot be written: let the service own its data directory"});
  }
  if (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
    ::close(opened);
    return std::unexpected(Refusal{true, "another process serves from " + data_directory.string()});
  }
  return DirectoryLock{opened};
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

DirectoryLock::~DirectoryLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace sportello
