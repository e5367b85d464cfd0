// By the kernel's own list of what is mapped, so that no library needs to be known by name.
#include "kiosk/startup_memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace sportello::kiosk {
namespace {

struct Mapping {
  std::uintptr_t from = 0, to = 0;
  bool text = false;     // of a file: may be run, may not be written
  bool written = false;  // holds a page that differs from the file: letting it go would lose that
};

// "7f0000000000-7f0000001000 r-xp 00000000 fe:00 1234   /usr/lib/…", then lines like "Anonymous:   0 kB".
std::vector<Mapping> mappings() {
  std::vector<Mapping> found;
  std::ifstream in{"/proc/self/smaps"};
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream fields{line};
    std::string first;
    fields >> first;
    if (first == "Anonymous:") {
      std::size_t kilobytes = 0;
      if (!found.empty() && fields >> kilobytes) found.back().written = kilobytes > 0;
    } else if (!first.empty() && first.back() != ':') {
      Mapping mapping;
      char dash = 0;
      std::string rights, offset, device, inode;
      std::istringstream range{first};
      if (!(range >> std::hex >> mapping.from >> dash >> mapping.to) ||
          !(fields >> rights >> offset >> device >> inode)) {
        continue;
      }
      mapping.text = rights == "r-xp" && inode != "0";
      mapping.written = true;  // until its own line says otherwise
      found.push_back(mapping);
    }
  }
  return found;
}

}  // namespace

std::size_t hand_back_startup_memory() {
  ::malloc_trim(0);
  std::size_t bytes = 0;
  for (const auto& mapping : mappings()) {
    if (!mapping.text || mapping.written) continue;
    auto* start = reinterpret_cast<void*>(
        mapping.from);  // NOLINT(performance-no-int-to-ptr): an address as the kernel wrote it
    if (::madvise(start, mapping.to - mapping.from, MADV_DONTNEED) == 0) bytes += mapping.to - mapping.from;
  }
  return bytes;
}

}  // namespace sportello::kiosk
