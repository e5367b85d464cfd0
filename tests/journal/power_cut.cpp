// The power goes, at any moment, on a disk that keeps what was flushed and of the rest what it likes: whatever a call
// said it kept is there, no number comes twice, and the chain is whole.
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "tests/journal/kept.h"
#include "tests/journal/lossy_disk.h"

using namespace sportello;
using namespace sportello::tests;
using journal::Shelved;

namespace {

constexpr int lives = 150;

// What calls have answered so far, over all lives.
struct Promised {
  std::set<std::int64_t> numbers;  // given and not let go of
  std::int64_t highest = 0;
  std::map<std::int64_t, wire::JournalHash> entries;
};

void check_against(journal::Book& book, const Promised& promised) {
  const auto there = numbers_in(book);
  for (const auto number : promised.numbers) {
    CAPTURE(number);
    CHECK(std::ranges::find(there, number) != there.end());
  }
  const auto entries = book.entries_to_send(100'000);
  REQUIRE(chain_of(entries));
  for (const auto& [sequence, hash] : promised.entries) {
    REQUIRE(static_cast<std::size_t>(sequence) <= entries.size());
    CHECK(wire::journal_hash(lobby, entries[static_cast<std::size_t>(sequence) - 1]) == hash);
  }
}

}  // namespace

TEST_CASE("after a power cut between two calls, all that was answered is there and no number comes twice") {
  stand_below_sqlite();
  const Disk disk;
  std::mt19937 random{std::random_device{}()};
  auto folder = disk.folder / "0";
  std::filesystem::create_directory(folder);
  Promised promised;
  std::size_t lost = 0;
  for (int life = 1; life <= lives; ++life) {
    CAPTURE(life);
    journal::Book book{folder / "journal.sqlite", lobby, {.most_requests = 1000}};
    if (life == 1) REQUIRE(book.learn(disk.service.public_key(), monday));
    check_against(book, promised);
    for (auto calls = random() % 6; calls > 0; --calls) {
      switch (random() % 3) {
        case 0: {
          REQUIRE(disk.leave(book) == Shelved::kept);
          const auto number = numbers_in(book).back();
          CHECK(number > promised.highest);
          promised.highest = number;
          promised.numbers.insert(number);
          break;
        }
        case 1: {
          REQUIRE(book.note({"visit.begun", ""}, monday));
          break;
        }
        default: {
          const auto oldest = book.oldest_requests(2);
          if (oldest.empty()) break;
          wire::RequestsAnswer answer;
          for (const auto& one : oldest) answer.answers.push_back({one.sequence, wire::RequestOutcome::taken});
          REQUIRE(book.settle(oldest, answer, disk.key, 1, monday));
          for (const auto& one : oldest) promised.numbers.erase(one.sequence);
          break;
        }
      }
    }
    for (const auto& entry : book.entries_to_send(100'000)) {
      promised.entries[entry.sequence] = wire::journal_hash(lobby, entry);
    }
    lost += unflushed(folder);
    const auto next = disk.folder / std::to_string(life);
    cut_power(folder, next, random);
    folder = next;
  }
  CHECK(promised.highest > lives / 3);
  CHECK(promised.entries.size() > lives / 3);
  WARN(lives << " lives, " << promised.highest << " requests, " << lost << " bytes never flushed");
}

TEST_CASE("after a power cut in the middle of a call, what was answered before it is there") {
  stand_below_sqlite();
  const Disk disk;
  std::mt19937 random{std::random_device{}()};
  std::size_t lost = 0;
  for (int life = 0; life < 60; ++life) {
    CAPTURE(life);
    const auto folder = disk.folder / ("middle" + std::to_string(life)),
               next = disk.folder / ("after" + std::to_string(life));
    std::filesystem::create_directory(folder);
    journal::Book book{folder / "journal.sqlite", lobby};
    REQUIRE(book.learn(disk.service.public_key(), monday));
    std::atomic<int> kept = 0, noted = 0;
    std::atomic<bool> stop = false;
    std::thread guardian([&] {
      while (!stop) {
        if (disk.leave(book) == Shelved::kept) ++kept;
        if (book.note({"visit.begun", ""}, monday)) ++noted;
      }
    });
    std::this_thread::sleep_for(std::chrono::microseconds{random() % 30'000});
    const int kept_before = kept, noted_before = noted;
    lost += unflushed(folder);
    cut_power(folder, next, random);
    stop = true;
    guardian.join();
    journal::Book found{next / "journal.sqlite", lobby};
    const auto numbers = numbers_in(found);
    CHECK(numbers.size() >= static_cast<std::size_t>(std::min<std::int64_t>(kept_before, 200)));
    CHECK(std::set<std::int64_t>(numbers.begin(), numbers.end()).size() == numbers.size());
    const auto entries = found.entries_to_send(100'000);
    CHECK(entries.size() >= static_cast<std::size_t>(noted_before));
    CHECK(chain_of(entries));
    if (kept_before > 0) CHECK(found.can_keep());
  }
  CHECK(lost > 0);  // there was something to lose
}
