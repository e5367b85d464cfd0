// open, write, fsync, rename or link, fsync of the folder.
#include "service/shared/files/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace sportello::files {

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder_of(const std::filesystem::path& file) {
  const auto folder = std::filesystem::absolute(file).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

bool replace_private(const std::filesystem::path& file, std::string_view text) {
  auto part = file;
  part += ".part";
  ::unlink(part.c_str());  // of a run that was interrupted: nobody has it
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return false;
  const bool written = write_all(descriptor, text) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  return written && ::rename(part.c_str(), file.c_str()) == 0 && sync_folder_of(file);
}

Created create_private(const std::filesystem::path& file, std::string_view text) {
  // Without a name until it is whole: a power cut leaves nothing behind. Where the file system knows no such files,
  // it has its name at once.
  const auto folder = std::filesystem::absolute(file).parent_path();
  int descriptor = ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
  const bool nameless = descriptor >= 0;
  if (!nameless) descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return errno == EEXIST ? Created::exists : Created::no;
  bool created = write_all(descriptor, text) && ::fsync(descriptor) == 0;
  bool exists = false;
  if (created && nameless) {
    const auto own = "/proc/self/fd/" + std::to_string(descriptor);
    created = ::linkat(AT_FDCWD, own.c_str(), AT_FDCWD, file.c_str(), AT_SYMLINK_FOLLOW) == 0;
    exists = !created && errno == EEXIST;
  }
  ::close(descriptor);
  if (exists) return Created::exists;
  if (created && sync_folder_of(file)) return Created::yes;
  if (created || !nameless) ::unlink(file.c_str());
  return Created::no;
}

}  // namespace sportello::files
