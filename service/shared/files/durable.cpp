// open, write, fsync, rename, fsync of the folder.
#include "service/shared/files/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

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

}  // namespace sportello::files
