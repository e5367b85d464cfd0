// What a kiosk keeps on its disk: requests with numbers that never come twice, within bounds, for seven days, and
// nothing that says who asked.
#include <sys/stat.h>

#include <chrono>

#include "tests/fakes/files.h"
#include "tests/journal/kept.h"

using namespace sportello;
using namespace sportello::tests;
using journal::Held;
using journal::Shelved;
using wire::RequestOutcome;

namespace {

constexpr std::int64_t day = 24 * 3600;

std::optional<journal::Settled> settle(journal::Book& book, const Disk& disk,
                                       const std::vector<std::pair<std::int64_t, RequestOutcome>>& outcomes,
                                       std::int64_t step = 1) {
  wire::RequestsAnswer answer;
  for (const auto& [number, outcome] : outcomes) answer.answers.push_back({number, outcome});
  return book.settle(book.oldest_requests(wire::most_requests_at_once), answer, disk.key, step, monday);
}

}  // namespace

TEST_CASE("without the service's key nothing is kept; with it, over every end") {
  const Disk disk;
  {
    auto book = disk.book();
    CHECK_FALSE(book.can_keep());
    CHECK(disk.leave(book) == Shelved::no_key);
    REQUIRE(book.learn(disk.service.public_key(), monday));
    CHECK(book.can_keep());
    CHECK(disk.leave(book) == Shelved::kept);
  }
  auto book = disk.book();
  CHECK(book.can_keep());
  CHECK(disk.leave(book) == Shelved::kept);
  const auto kept = book.oldest_requests(16);
  REQUIRE(kept.size() == 2);
  for (const auto& request : kept) {
    CHECK(wire::is_signed_rightly(request, lobby, disk.key.public_key()));
    const auto opened = disk.service.open(request.box);
    REQUIRE(opened);
    const auto content = wire::request_content(opened->reveal());
    REQUIRE(content);
    CHECK(content->document.reveal() == marios);
    CHECK(content->wish == wire::Wish::recovery);
    CHECK(content->made_at == request.made_at);
  }
  CHECK(kept[0].box != kept[1].box);
}

TEST_CASE("the newest key of the service is the one that counts") {
  const Disk disk;
  auto book = disk.book();
  const auto newer = secret::SealKeyPair::generate();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  REQUIRE(book.learn(newer.public_key(), monday + 60));
  disk.leave(book);
  CHECK(newer.open(book.oldest_requests(1).at(0).box));
}

TEST_CASE("a number is never given twice, whatever was let go of") {
  const Disk disk;
  {
    auto book = disk.book();
    REQUIRE(book.learn(disk.service.public_key(), monday));
    for (int i = 0; i < 3; ++i) disk.leave(book);
    CHECK(numbers_in(book) == std::vector<std::int64_t>{1, 2, 3});
    const auto settled = settle(book, disk,
                                {{1, RequestOutcome::taken},
                                 {2, RequestOutcome::unreadable},
                                 {3, RequestOutcome::not_signed},
                                 {77, RequestOutcome::taken}});
    REQUIRE(settled);
    CHECK(settled->delivered == 1);
    CHECK(settled->let_go == 2);
    CHECK(numbers_in(book).empty());
  }
  auto book = disk.book();
  disk.leave(book);
  CHECK(numbers_in(book) == std::vector<std::int64_t>{4});
}

TEST_CASE("a number that was taken: the same box is signed anew, above all that were used") {
  const Disk disk;
  auto book = disk.book();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  disk.leave(book);
  disk.leave(book);
  const auto before = book.oldest_requests(1).at(0);
  CHECK(settle(book, disk, {{1, RequestOutcome::number_taken}}, 8)->numbered == 1);
  CHECK(numbers_in(book) == std::vector<std::int64_t>{2, 10});
  const auto after = book.oldest_requests(2).at(1);
  CHECK(after.box == before.box);
  CHECK(wire::is_signed_rightly(after, lobby, disk.key.public_key()));
  disk.leave(book);
  CHECK(numbers_in(book) == std::vector<std::int64_t>{2, 10, 11});
}

TEST_CASE("an answer about a number that holds another box now lets go of nothing") {
  const Disk disk;
  auto book = disk.book();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  disk.leave(book);
  auto sent = book.oldest_requests(1);
  sent[0].box[0] ^= 1;
  CHECK(book.settle(sent, {{{1, RequestOutcome::taken}}}, disk.key, 1, monday)->delivered == 0);
  CHECK(numbers_in(book).size() == 1);
}

TEST_CASE("there is room for so many, and for others once some went") {
  const Disk disk;
  auto book = disk.book({.most_requests = 3});
  REQUIRE(book.learn(disk.service.public_key(), monday));
  for (int i = 0; i < 3; ++i) CHECK(disk.leave(book) == Shelved::kept);
  CHECK(disk.leave(book) == Shelved::full);
  CHECK(numbers_in(book) == std::vector<std::int64_t>{1, 2, 3});
  settle(book, disk, {{2, RequestOutcome::taken}});
  CHECK(disk.leave(book) == Shelved::kept);
  CHECK(numbers_in(book) == std::vector<std::int64_t>{1, 3, 4});
}

TEST_CASE("older than seven days are let go of, and the journal says how many") {
  const Disk disk;
  auto book = disk.book();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  disk.leave(book, monday);
  disk.leave(book, monday + day);
  book.let_go_of_old(monday + 7 * day - 1);
  CHECK(numbers_in(book).size() == 2);
  book.let_go_of_old(monday + 7 * day);
  CHECK(numbers_in(book) == std::vector<std::int64_t>{2});
  const auto entries = book.entries_to_send(64);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].event == "request.too_old");
  CHECK(entries[0].data == "count=1");
}

TEST_CASE("a clock without a battery makes nothing older than the last that was heard of the service") {
  const Disk disk;
  auto book = disk.book();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  disk.leave(book, 86'400);
  REQUIRE(book.note({"visit.begun", ""}, 86'400));
  CHECK(book.oldest_requests(1).at(0).made_at == monday);
  CHECK(book.entries_to_send(1).at(0).at == monday);
}

TEST_CASE("nobody reads from the disk who asked, and nobody but its owner reads the disk") {
  const Disk disk;
  auto book = disk.book();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  disk.leave(book);
  std::size_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(disk.folder.path())) {
    const auto text = fakes::read_file(entry.path());
    bytes += text.size();
    CHECK(text.find(marios) == std::string::npos);
    CHECK(text.find("recovery") == std::string::npos);
    struct ::stat status = {};
    REQUIRE(::stat(entry.path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
  CHECK(bytes > 4096);
}

TEST_CASE("a file of another device is begun anew: its signatures are worth nothing now") {
  const Disk disk;
  {
    auto book = disk.book();
    REQUIRE(book.learn(disk.service.public_key(), monday));
    disk.leave(book);
    REQUIRE(book.note({"visit.begun", ""}, monday));
  }
  journal::Book other{disk.file, "library"};
  CHECK(other.oldest_requests(9).empty());
  CHECK(other.entries_to_send(9).empty());
  CHECK_FALSE(other.can_keep());
}

TEST_CASE("a file that is no journal any more is moved aside, and another is begun") {
  const Disk disk;
  fakes::write_file(disk.file, std::string(9000, 'x'));
  auto book = disk.book();
  REQUIRE(book.learn(disk.service.public_key(), monday));
  CHECK(disk.leave(book) == Shelved::kept);
  CHECK(fakes::read_file(disk.file.string() + ".broken") == std::string(9000, 'x'));
}

TEST_CASE("a page that the disk has spoilt: the file is moved aside when it is met") {
  const Disk disk;
  {
    auto book = disk.book();
    REQUIRE(book.learn(disk.service.public_key(), monday));
    for (int i = 0; i < 100; ++i) disk.leave(book);
  }
  auto bytes = fakes::read_file(disk.file);
  REQUIRE(bytes.size() > 8 * 4096);
  for (std::size_t i = 4 * 4096; i < bytes.size(); ++i) bytes[i] = 'x';
  fakes::write_file(disk.file, bytes);
  auto book = disk.book();
  CHECK(book.oldest_requests(100).empty());
  REQUIRE(book.learn(disk.service.public_key(), monday));
  CHECK(disk.leave(book) == Shelved::kept);
  CHECK(fakes::read_file(disk.file.string() + ".broken") == bytes);
}

TEST_CASE("a folder that is not there, then is: what could not be kept is told, and the next is kept") {
  const Disk disk;
  journal::Book book{disk.folder / "stick" / "journal.sqlite", lobby};
  CHECK_FALSE(book.can_keep());
  CHECK_FALSE(book.learn(disk.service.public_key(), monday));
  CHECK_FALSE(book.note({"visit.begun", ""}, monday));
  CHECK_FALSE(book.note({"visit.ended", "how=done"}, monday));
  CHECK(disk.leave(book) == Shelved::failed);
  std::filesystem::create_directory(disk.folder / "stick");
  REQUIRE(book.learn(disk.service.public_key(), monday));
  CHECK(disk.leave(book) == Shelved::kept);
  REQUIRE(book.note({"visit.begun", ""}, monday));
  const auto entries = book.entries_to_send(9);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].event == "journal.failed");
  CHECK(entries[0].data == "count=2");
}
