// open, fsync, link: the name appears when the bytes are on the disk.
#include "service/paper/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "service/shared/files/durable.h"

namespace sportello::paper {
namespace {

bool is_there(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::symlink_status(file, error));
}

}  // namespace

std::expected<PrivateFile, std::string> PrivateFile::create(const std::filesystem::path& file) {
  auto part = file;
  part += ".part";
  if (is_there(file)) return std::unexpected(file.string() + " is there already: name another file");
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor >= 0) return PrivateFile{descriptor, file, part};
  if (errno == EEXIST) {
    return std::unexpected(part.string() +
                           " is left of a run that was interrupted, and its passwords may be in force: "
                           "rename it to " +
                           file.filename().string() + " and look into it before anything else");
  }
  return std::unexpected(part.string() + " cannot be written: name a file in a folder of yours");
}

PrivateFile::PrivateFile(PrivateFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      kept_(other.kept_),
      file_(std::move(other.file_)),
      part_(std::move(other.part_)) {}

PrivateFile::~PrivateFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!kept_) ::unlink(part_.c_str());
}

bool PrivateFile::write(std::string_view bytes) { return files::write_all(descriptor_, bytes); }

bool PrivateFile::start_over() { return ::ftruncate(descriptor_, 0) == 0 && ::lseek(descriptor_, 0, SEEK_SET) == 0; }

bool PrivateFile::flush() { return ::fsync(descriptor_) == 0; }

bool PrivateFile::publish() {
  kept_ = true;  // from here on its passwords work: never throw it away
  if (::link(part_.c_str(), file_.c_str()) != 0)
    return false;  // unlike rename, never over a file that came meanwhile
  ::unlink(part_.c_str());
  files::sync_folder_of(file_);
  return true;
}

}  // namespace sportello::paper
