// A disk with no room: what cannot be kept is refused whole, what was kept stays, and it goes on when there is room.
#include <sys/resource.h>
#include <csignal>

#include "tests/journal/kept.h"

using namespace sportello;
using namespace sportello::tests;
using journal::Shelved;

namespace {

// No file of this process grows beyond this many bytes: as a full disk, for whoever writes.
struct NoRoomBeyond {
  explicit NoRoomBeyond(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  NoRoomBeyond(const NoRoomBeyond&) = delete;
  NoRoomBeyond& operator=(const NoRoomBeyond&) = delete;
  ~NoRoomBeyond() { ::setrlimit(RLIMIT_FSIZE, &before); }
  rlimit before{};
};

}  // namespace

TEST_CASE("a full disk: each call does all or nothing, and the journal says later how much it missed") {
  const Disk disk;
  auto book = disk.book();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  REQUIRE(book.note({"visit.begun", ""}, monday));
  std::int64_t kept = 0, noted = 1;
  int refused = 0, missed = 0;
  {
    const NoRoomBeyond room{60'000};
    for (int i = 0; i < 300; ++i) {
      if (disk.leave(book) == Shelved::kept) {
        ++kept;
      } else {
        ++refused;
      }
      if (book.note({"visit.begun", ""}, monday)) {
        ++noted;
      } else {
        ++missed;
        CHECK_FALSE(book.can_keep());  // nobody is offered what would be refused
      }
    }
  }
  CHECK(kept > 0);
  CHECK(refused > 0);
  CHECK(missed > 0);
  CHECK(book.waiting().requests == kept);
  CHECK(chain_of(book.entries_to_send(1000)));
  REQUIRE(book.note({"visit.ended", "how=done"}, monday));
  CHECK(book.can_keep());
  if (book.waiting().requests < journal::limits::most_requests) CHECK(disk.leave(book) == Shelved::kept);
  const auto entries = book.entries_to_send(1000);
  REQUIRE(entries.size() >= 2);
  CHECK(chain_of(entries));
  CHECK(entries.back().event == "visit.ended");
  const auto before = entries.at(entries.size() - 2);
  CHECK(before.event == "journal.failed");
  CHECK(before.data.starts_with("count="));
  // A reader of the file finds the same.
  auto again = disk.book();
  CHECK(numbers_in(again) == numbers_in(book));
  CHECK(chain_of(again.entries_to_send(1000)));
}
