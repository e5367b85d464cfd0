// The journal on the kiosk's disk: one chain over every end, bounded without a gap, and what the service's word about
// it means.
#include <algorithm>

#include "tests/journal/kept.h"

using namespace sportello;
using namespace sportello::tests;
using journal::Held;

namespace {

void note(journal::Book& book, int many, const std::string& event = "visit.begun") {
  for (int i = 0; i < many; ++i) REQUIRE(book.note({event, ""}, monday + i));
}

wire::JournalAnswer up_to(const std::vector<wire::JournalEntry>& entries, std::int64_t number) {
  const auto found = std::ranges::find(entries, number, &wire::JournalEntry::sequence);
  return {number, number == 0 ? wire::journal_begin : wire::journal_hash(lobby, *found)};
}

}  // namespace

TEST_CASE("entries follow each other, over every end of the program") {
  const Disk disk;
  for (int i = 0; i < 3; ++i) {
    auto book = disk.book();
    note(book, 4);
  }
  auto book = disk.book();
  const auto entries = book.entries_to_send(64);
  CHECK(entries.size() == 12);
  CHECK(chain_of(entries));
  CHECK(book.waiting().entries == 12);
}

TEST_CASE("what the service holds is not sent again, and is still there for one that was put back") {
  const Disk disk;
  auto book = disk.book();
  note(book, 5);
  const auto entries = book.entries_to_send(64);
  CHECK(book.held(up_to(entries, 3)) == Held::fits);
  CHECK(book.entries_to_send(64).front().sequence == 4);
  CHECK(book.held(up_to(entries, 5)) == Held::fits);
  CHECK(book.entries_to_send(64).empty());
  CHECK(book.held(up_to(entries, 2)) == Held::fits);
  CHECK(book.entries_to_send(64).front().sequence == 3);
}

TEST_CASE("another chain is told from ours, wherever it ends") {
  const Disk disk;
  auto book = disk.book();
  note(book, 5);
  const auto entries = book.entries_to_send(64);
  auto other = up_to(entries, 3);
  other.hash[0] ^= 1;
  CHECK(book.held(other) == Held::fork);
  other.held = 5;
  CHECK(book.held(other) == Held::fork);
  other.held = 6;  // this disk is older than the service's memory
  CHECK(book.held(other) == Held::fork);
  CHECK(book.entries_to_send(64).size() == 5);
}

TEST_CASE("a full journal says so in its last place, counts the rest, and goes on when there is room") {
  const Disk disk;
  const journal::Book::Bounds bounds = {.most_entries = 10, .room_to_resume = 4};
  auto book = disk.book(bounds);
  note(book, 30);
  auto entries = book.entries_to_send(64);
  REQUIRE(entries.size() == 10);
  CHECK(chain_of(entries));
  CHECK(entries.back().event == "journal.full");
  CHECK(std::ranges::count(entries, "journal.full", &wire::JournalEntry::event) == 1);
  CHECK(book.held(up_to(entries, 3)) == Held::fits);  // not enough room yet
  note(book, 1);
  CHECK(book.entries_to_send(64).size() == 7);
  CHECK(book.held(up_to(entries, 8)) == Held::fits);
  auto again = disk.book(bounds);  // it knows, over its end
  note(again, 1, "visit.ended");
  const auto rest = again.entries_to_send(64);
  REQUIRE(rest.size() == 4);
  CHECK(rest[2].event == "journal.resumed");
  CHECK(rest[2].data == "count=22");
  CHECK(rest[3].event == "visit.ended");
  const auto so_far = chain_of(entries);
  REQUIRE(so_far);
  CHECK(chain_of({rest.begin() + 2, rest.end()}, *so_far, 10));
}

TEST_CASE("of what the service holds the oldest go, and a word about those is a gap") {
  const Disk disk;
  auto book = disk.book({.most_entries = 10, .room_to_resume = 4});
  note(book, 8);
  const auto entries = book.entries_to_send(64);
  CHECK(book.held(up_to(entries, 8)) == Held::fits);
  note(book, 8);
  CHECK(book.held(up_to(entries, 6)) == Held::fits);
  CHECK(book.held(up_to(entries, 5)) == Held::gap);
  CHECK(book.entries_to_send(64).size() == 10);
}

TEST_CASE("words of another shape are not written, and break nothing") {
  const Disk disk;
  auto book = disk.book();
  note(book, 1);
  CHECK(book.note({"Mario Rossi", ""}, monday));
  CHECK(book.note({"visit.begun", "document=RSSMRA80A01H501U"}, monday));
  note(book, 1);
  const auto entries = book.entries_to_send(9);
  CHECK(entries.size() == 2);
  CHECK(chain_of(entries));
}
