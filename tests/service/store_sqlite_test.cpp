// What only the SQLite store has: its file.
#include <sys/stat.h>

#include <fstream>

#include "tests/service/store_fixture.h"

using namespace sportello::store;
using sportello::tests::Folder;

TEST_CASE("the file is its owner's alone, also when it came from a backup with another mode") {
  const Folder folder;
  if (GENERATE(false, true)) {
    REQUIRE(open_sqlite({folder / "store.sqlite"}));
    std::filesystem::permissions(folder / "store.sqlite", std::filesystem::perms{0644});
  }
  const auto store = open_sqlite({folder / "store.sqlite"});
  REQUIRE(store);
  for (const char* name : {"store.sqlite", "store.sqlite-wal"}) {
    struct stat status{};
    REQUIRE(::stat((folder / name).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
  }
}

TEST_CASE("a file that is no store is refused") {
  const Folder folder;
  std::ofstream{folder / "store.sqlite"} << std::string(5000, 'x');
  CHECK_FALSE(open_sqlite({folder / "store.sqlite"}));
  CHECK_FALSE(open_sqlite({folder / "missing" / "store.sqlite"}));
}
