// What is handed back is read again from its file; what was written is never let go.
#include "kiosk/startup_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;

namespace {

constexpr std::size_t page = 4096;

// A page of a file, mapped as program text is.
class Text {
 public:
  explicit Text(const std::filesystem::path& file) {
    fakes::write_file(file, std::string(page, 'f'));
    const int in = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    bytes_ = static_cast<char*>(::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, in, 0));
    ::close(in);
    REQUIRE(bytes_ != MAP_FAILED);
  }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text() { ::munmap(bytes_, page); }

  void write(char c) { bytes_[0] = c; }
  void seal() { REQUIRE(::mprotect(bytes_, page, PROT_READ | PROT_EXEC) == 0); }
  [[nodiscard]] char first() const { return *static_cast<volatile char*>(bytes_); }
  [[nodiscard]] bool resident() const {
    // mincore would tell of the page cache: only the process's own list knows what it holds.
    std::ifstream in{"/proc/self/smaps"};
    std::string line;
    const auto start = reinterpret_cast<std::uintptr_t>(bytes_);
    bool here = false;
    while (std::getline(in, line)) {
      std::uintptr_t from = 0, to = 0;
      if (std::sscanf(line.c_str(), "%lx-%lx ", &from, &to) == 2) {
        here = start >= from && start < to;
      } else if (here && line.starts_with("Rss:")) {
        return std::stol(line.substr(4)) > 0;
      }
    }
    return false;
  }

 private:
  char* bytes_ = nullptr;
};

}  // namespace

TEST_CASE("pages of program text are handed back, and read again when they are needed") {
  const fakes::TempFolder folder;
  Text text{folder / "text"};
  text.seal();
  CHECK(text.first() == 'f');
  REQUIRE(text.resident());
  CHECK(kiosk::hand_back_startup_memory() >= page);
  CHECK_FALSE(text.resident());
  CHECK(text.first() == 'f');
}

TEST_CASE("a page that was written stays as it was written") {
  const fakes::TempFolder folder;
  Text text{folder / "text"};
  text.write('w');
  text.seal();
  kiosk::hand_back_startup_memory();
  CHECK(text.first() == 'w');
}
