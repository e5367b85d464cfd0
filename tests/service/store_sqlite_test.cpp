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

namespace {

// A bond of two people who are not there.
bool write_orphan(Store& store, const std::string& who) {
  return write_and_wait(
             store,
             [who](Session& session) {
               return session.exec(
                   "INSERT INTO guardianship (school_id, guardian_id, pupil_id, role) VALUES ($1, $1, $1, '')", who);
             })
      .has_value();
}

std::int64_t orphans(Store& store) {
  return *read_and_wait(
      store, [](Session& session) { return session.first("SELECT COUNT(*) FROM guardianship")->integer(0); });
}

}  // namespace

TEST_CASE("many writes: what they refer to is looked for again as soon as somebody else writes, and after the last") {
  const Folder folder;
  const auto made = open_sqlite({folder / "store.sqlite"});
  REQUIRE(made);
  auto& store = **made;
  CHECK_FALSE(write_orphan(store, "before"));
  store.expect_many(true);
  CHECK(write_orphan(store, "alone"));  // nobody but the caller could have taken them away
  CHECK(write_orphan(store, "still alone"));
  SECTION("somebody else") {
    const auto other = open_sqlite({folder / "store.sqlite"});
    REQUIRE(other);
    REQUIRE(write_and_wait(**other, [](Session& session) {
      return session.exec("INSERT INTO process (id, seen_at) VALUES ($1, $2)", std::string{"other"}, 1);
    }));
    CHECK_FALSE(write_orphan(store, "beside"));
    CHECK_FALSE(write_orphan(store, "and from now on"));
    store.expect_many(false);
  }
  SECTION("the last") { store.expect_many(false); }
  CHECK_FALSE(write_orphan(store, "after"));
  CHECK(orphans(store) == 2);
}

TEST_CASE("many writes leave a short log behind, however long it was meanwhile") {
  const Folder folder;
  const auto made = open_sqlite({folder / "store.sqlite"});
  REQUIRE(made);
  auto& store = **made;
  const auto log_size = [&] { return std::filesystem::file_size(folder / "store.sqlite-wal"); };
  store.expect_many(true);
  for (int i = 0; i < 40; ++i) {
    REQUIRE(write_and_wait(store, [i](Session& session) {
      for (int k = 0; k < 500; ++k) {
        session.exec("INSERT INTO process (id, seen_at) VALUES ($1, $2)",
                     std::to_string(i) + "." + std::to_string(k) + std::string(2000, 'x'), 1);
      }
      return true;
    }));
  }
  CHECK(log_size() > 20'000'000);
  store.expect_many(false);
  REQUIRE(write_and_wait(store, [](Session& session) { return session.exec("DELETE FROM process WHERE id = ''"); }));
  CHECK(log_size() < 1'000'000);
  CHECK(*read_and_wait(store, [](Session& session) {
    return session.first("SELECT COUNT(*) FROM process")->integer(0);
  }) == 20'000);
}
