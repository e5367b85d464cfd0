// The 19 MiB of a password hash, in pages of 2 MiB: a quarter less of a core for each.
//
// libsodium maps each hash's memory anew, 4 KiB by 4 KiB, which costs the kernel a third of what Argon2id itself
// costs, and offers no way to say otherwise. So this program's own `mmap` stands before the C library's: it does what
// the caller asked, but a mapping such as only a hash wants (private, anonymous, filled at once, 16 MiB and more) is
// aligned and asked for in huge pages. What the hash computes, and that its memory goes back to the system at once,
// stays. Only in the program: tests and sanitizers bring an mmap of their own. Refuses nothing: without huge pages
// the memory is filled page by page, as before.
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace {

constexpr std::size_t huge = std::size_t{2} * 1024 * 1024;
constexpr std::size_t small = 4096;
constexpr std::size_t of_a_hash =
    std::size_t{16} * 1024 * 1024;  // nothing else here maps so much and fills it at once

constexpr std::size_t rounded_up(std::size_t size, std::size_t to) { return (size + to - 1) / to * to; }

void* map(void* at, std::size_t size, int protection, int flags, int file, off_t offset) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): this is what the kernel answers
  return reinterpret_cast<void*>(::syscall(SYS_mmap, at, size, protection, flags, file, offset));
}

void* map_huge(std::size_t size, int protection, int flags) {
  const auto wanted = rounded_up(size, small);
  auto* const whole = static_cast<std::byte*>(map(nullptr, wanted + huge, protection, flags & ~MAP_POPULATE, -1, 0));
  if (whole == MAP_FAILED) return MAP_FAILED;
  // What stands before and behind goes back, so that the caller's munmap gives back all the rest.
  const auto before =
      rounded_up(reinterpret_cast<std::uintptr_t>(whole), huge) - reinterpret_cast<std::uintptr_t>(whole);
  if (before > 0) ::munmap(whole, before);
  auto* const aligned = whole + before;
  if (before < huge) ::munmap(aligned + wanted, huge - before);
  ::madvise(aligned, wanted, MADV_HUGEPAGE);
  ::madvise(aligned, wanted, MADV_POPULATE_WRITE);
  return aligned;
}

}  // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the names are the C library's own
extern "C" void* mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset) noexcept {
  constexpr int as_a_hash = MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE;
  const bool is_a_hash = at == nullptr && size >= of_a_hash && (flags & as_a_hash) == as_a_hash;
  return is_a_hash ? map_huge(size, protection, flags) : map(at, size, protection, flags, file, offset);
}
extern "C" void* mmap64(void* at, std::size_t size, int protection, int flags, int file, off64_t offset) noexcept {
  return mmap(at, size, protection, flags, file, offset);
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
