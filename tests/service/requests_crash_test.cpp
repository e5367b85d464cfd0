// The real program, killed while kiosks deliver: each guardian has exactly one mail, however often a kiosk asked, and
// each journal is held without a gap.
#include <atomic>
#include <map>
#include <thread>

#include "service/desk/italian_clock.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/left_request.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;

namespace {

// Letters with a mail address, beyond the few that every fixture has.
constexpr int people = 60;
constexpr int kiosks = 3;

std::string mail_of(int number) { return "g" + std::to_string(number) + "@example.org"; }

// What a kiosk keeps on its disk.
struct Book {
  Identity identity;
  std::vector<wire::SealedRequest> requests;
  std::vector<wire::JournalEntry> journal;
};

store::Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

// Sends what it has, again and again, until it has let go of everything; false when the service is gone.
bool deliver(const ServiceFixture& service, Book& book) {
  KioskClient kiosk{service.where(), book.identity};
  while (!book.requests.empty() || !book.journal.empty()) {
    if (!book.requests.empty()) {
      const auto many = std::min<std::size_t>(book.requests.size(), 2);
      const auto answer = kiosk.deliver({{book.requests.begin(), book.requests.begin() + static_cast<long>(many)}});
      if (!answer) return false;
      for (const auto& one : answer->answers) {
        if (one.outcome != wire::RequestOutcome::taken) return false;
        std::erase_if(book.requests, [&](const auto& request) { return request.sequence == one.sequence; });
      }
    }
    if (!book.journal.empty()) {
      const auto many = std::min<std::size_t>(book.journal.size(), 5);
      const auto answer = kiosk.keep({{book.journal.begin(), book.journal.begin() + static_cast<long>(many)}});
      if (!answer) return false;
      std::erase_if(book.journal, [&](const auto& entry) { return entry.sequence <= answer->held; });
    }
  }
  return true;
}

}  // namespace

TEST_CASE("killed at any moment of a delivery, every request is answered exactly once") {
  FixtureOptions options;
  options.as_program = true;
  ServiceFixture service{options};
  const auto today = desk::italian_day(now());
  std::string csv =
      "guardian_cf;guardian_surname;guardian_name;phone;mail;pupil_key;pupil_surname;pupil_name;class\n";
  for (int i = 0; i < people; ++i) {
    csv += ServiceFixture::document_of(i) + ";Rossi;Mario;" + ServiceFixture::phone_of(i) + ";" + mail_of(i) + ";K" +
           std::to_string(i) + ";Rossi;Bea;3C\n";
  }
  write_file(service.folder() / "more.csv", csv);
  service.command({"import", "--school", school_code, (service.folder() / "more.csv").string()});

  std::vector<Book> books;
  for (int i = 0; i < kiosks; ++i) {
    Book book{service.enrol_only(), {}, {}};
    service.approve(book.identity);
    KioskClient kiosk{service.where(), book.identity};
    const auto key = kiosk.heartbeat()->sealing_key.value();
    std::int64_t number = 0;
    for (int person = 0; person < people; ++person) {
      // Some at one kiosk, some at two, some twice at one: one mail each.
      if (person % kiosks != i && person % 4 != 0) continue;
      for (int again = person % 5 == 0 ? 2 : 1; again > 0; --again) {
        book.requests.push_back(left_request({ServiceFixture::document_of(person), now()}, ++number,
                                             book.identity.key_id, *book.identity.key, key));
      }
    }
    auto hash = wire::journal_begin;
    for (std::int64_t sequence = 1; sequence <= 200; ++sequence) {
      book.journal.push_back(wire::journal_entry(sequence, hash, sequence, "visit.begun", "").value());
      hash = wire::journal_hash(book.identity.key_id, book.journal.back());
    }
    books.push_back(std::move(book));
  }

  bool all = false;
  int rounds = 0;
  for (; !all && rounds < 40; ++rounds) {
    std::vector<std::thread> threads;
    std::atomic<int> done = 0;
    for (auto& book : books) {
      threads.emplace_back([&] { done += deliver(service, book) ? 1 : 0; });
    }
    if (rounds < 6) {
      std::this_thread::sleep_for(25ms + rounds * 17ms);
      service.kill();
    }
    for (auto& thread : threads) thread.join();
    all = done == kiosks;
    if (rounds < 6) service.start();
  }
  REQUIRE(all);
  CHECK(rounds > 1);  // it was killed in the middle

  std::map<std::string, int> mails;
  CHECK(eventually(
      [&] {
        mails.clear();
        for (const auto& mail : service.mails()) ++mails[mail.to];
        return mails.size() == people;
      },
      30s));
  std::this_thread::sleep_for(2s);  // whatever would be sent twice, is by now
  mails.clear();
  for (const auto& mail : service.mails()) ++mails[mail.to];
  CHECK(mails.size() == people);
  for (const auto& [to, count] : mails) {
    CAPTURE(to);
    CHECK((count == 1 || desk::italian_day(now()) != today));  // after midnight a second request is a new one
  }
  for (const auto& book : books) {
    KioskClient kiosk{service.where(), book.identity};
    CHECK(kiosk.keep({})->held == 200);
  }
  service.stop();
}
