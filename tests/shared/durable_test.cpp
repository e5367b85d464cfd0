// Files that are on the disk whole or not at all, for their owner alone; one that is made never takes a place.
#include "service/shared/files/durable.h"

#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using files::Created;

namespace {

std::string content_of(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) return "";
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

unsigned mode_of(const std::filesystem::path& file) {
  struct stat status{};
  REQUIRE(::lstat(file.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

std::ptrdiff_t files_in(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{});
}

}  // namespace

TEST_CASE("a file is made private, whole and alone") {
  const fakes::TempFolder folder;
  CHECK(files::create_private(folder / "key", "all of it") == Created::yes);
  CHECK(content_of(folder / "key") == "all of it");
  CHECK(mode_of(folder / "key") == 0600U);
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("what has the name stays as it is") {
  const fakes::TempFolder folder;
  SECTION("a file") { std::ofstream{folder / "key"} << "the first"; }
  SECTION("a link, even to nowhere") { std::filesystem::create_symlink("nowhere", folder / "key"); }
  SECTION("a folder") { std::filesystem::create_directory(folder / "key"); }
  const auto before = content_of(folder / "key");
  CHECK(files::create_private(folder / "key", "the second") == Created::exists);
  CHECK(content_of(folder / "key") == before);
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("where nothing can be written, nothing is made") {
  const fakes::TempFolder folder;
  CHECK(files::create_private(folder / "nowhere/key", "text") == Created::no);
  CHECK_FALSE(files::replace_private(folder / "nowhere/key", "text"));
}

TEST_CASE("of many who make the same file at once, one does, and it is whole") {
  for (int round = 0; round < 20; ++round) {
    const fakes::TempFolder folder;
    std::atomic<int> made = 0;
    {
      std::vector<std::jthread> threads;
      for (char who = 'a'; who < 'i'; ++who) {
        threads.emplace_back([&, who] {
          if (files::create_private(folder / "key", std::string(5000, who)) == Created::yes) ++made;
        });
      }
    }
    CHECK(made == 1);
    const auto text = content_of(folder / "key");
    CHECK(text.size() == 5000);
    CHECK(text.find_first_not_of(text.front()) == std::string::npos);
    CHECK(files_in(folder.path()) == 1);
  }
}

TEST_CASE("a file that is replaced stays private, and is replaced at once") {
  const fakes::TempFolder folder;
  std::ofstream{folder / "head"} << "the first";
  std::filesystem::permissions(folder / "head", std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  CHECK(files::replace_private(folder / "head", "the second"));
  CHECK(content_of(folder / "head") == "the second");
  CHECK(mode_of(folder / "head") == 0600U);
  CHECK(files_in(folder.path()) == 1);
}
