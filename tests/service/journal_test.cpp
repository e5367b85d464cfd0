// Kiosks' journals: held to their chain, kept once, refused at a gap and at a fork, begun anew when the office says
// so.
#include "service/store/acts/journal.h"

#include <deque>
#include <random>

#include "service/store/acts/audit_verify.h"
#include "service/store/acts/restoring.h"
#include "service/store/acts/retention.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using wire::Code;
using wire::JournalEntry;

namespace {

// A kiosk's own book.
struct Journal {
  std::string device;
  std::int64_t sequence = 0;
  wire::JournalHash hash = wire::journal_begin;

  JournalEntry write(std::string event = "visit.begun", std::string data = "") {
    const auto entry = wire::journal_entry(sequence + 1, hash, start.time_since_epoch().count() + sequence,
                                           std::move(event), std::move(data));
    REQUIRE(entry);
    ++sequence;
    hash = wire::journal_hash(device, *entry);
    return *entry;
  }
  std::vector<JournalEntry> write_many(int many) {
    std::vector<JournalEntry> entries;
    for (int i = 0; i < many; ++i) entries.push_back(write("scan.failed", "tries=" + std::to_string(i)));
    return entries;
  }
};

struct JournalDesk : Desk {
  Journal journal{device.id};

  acts::Outcome<acts::JournalKept> keep(const std::vector<JournalEntry>& entries, store::Time now = start) {
    return act([&](store::Session& session) { return acts::keep_journal(session, *office, device, entries, now); });
  }
  Code refused(const std::vector<JournalEntry>& entries) {
    const auto done = keep(entries);
    REQUIRE_FALSE(done);
    return done.error().code;
  }
  std::int64_t held() { return keep({})->answer.held; }
  std::int64_t events(const std::string& name) { return count("audit WHERE event = '" + name + "'"); }
  // The rows as they stand, hashed anew.
  bool chain_holds() {
    const auto rows = act([&](store::Session& session) { return acts::journal_of(session, device.id, 100'000); });
    auto before = wire::journal_begin;
    std::int64_t sequence = 0;
    for (const auto& row : *rows) {
      if (row.entry.previous != before || row.entry.sequence != ++sequence) return false;
      before = wire::journal_hash(device.id, row.entry);
    }
    return keep({})->answer.hash == before;
  }
};

}  // namespace

TEST_CASE("entries are kept in their order, and the answer says up to where") {
  JournalDesk desk;
  CHECK(desk.held() == 0);
  CHECK(desk.keep({})->answer.hash == wire::journal_begin);
  const auto first = desk.keep(desk.journal.write_many(3));
  REQUIRE(first);
  CHECK(first->answer.held == 3);
  CHECK(first->answer.hash == desk.journal.hash);
  CHECK(first->taken == 3);
  REQUIRE(desk.keep({desk.journal.write("visit.ended", "reason=idle seconds=45")}));
  const auto rows = desk.act([&](store::Session& session) { return acts::journal_of(session, desk.device.id, 2); });
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK(rows->at(1).entry.event == "visit.ended");
  CHECK(rows->at(1).entry.data == "reason=idle seconds=45");
  CHECK(rows->at(1).delivered_at == start);
  CHECK(desk.chain_holds());
}

TEST_CASE("repeats change nothing, alone or before what is new") {
  JournalDesk desk;
  const auto first = desk.journal.write_many(3);
  REQUIRE(desk.keep(first));
  auto more = first;
  for (int i = 0; i < 2; ++i) {
    const auto again = desk.keep(first);
    REQUIRE(again);
    CHECK(again->answer.held == 3);
    CHECK(again->taken == 0);
    CHECK(again->repeated == 3);
  }
  more.push_back(desk.journal.write());
  more.push_back(more.back());
  const auto mixed = desk.keep(more);
  REQUIRE(mixed);
  CHECK(mixed->answer.held == 4);
  CHECK(mixed->taken == 1);
  CHECK(mixed->repeated == 4);
  CHECK(desk.count("journal") == 4);
  CHECK(desk.chain_holds());
}

TEST_CASE("a gap is refused whole, said in the audit once, and closed by what was missing") {
  JournalDesk desk;
  REQUIRE(desk.keep(desk.journal.write_many(2)));
  const auto missing = desk.journal.write();
  const auto later = desk.journal.write_many(2);
  for (int i = 0; i < 3; ++i) CHECK(desk.refused(later) == Code::journal_gap);
  CHECK(desk.refused({desk.journal.write(), missing}) == Code::journal_gap);
  CHECK(desk.held() == 2);
  CHECK(desk.events("journal.refused") == 1);
  REQUIRE(desk.keep({missing}));
  REQUIRE(desk.keep(later));
  CHECK(desk.held() == 5);
  // A second one is told anew.
  desk.journal.write();
  desk.journal.write();
  CHECK(desk.refused({desk.journal.write()}) == Code::journal_gap);
  CHECK(desk.events("journal.refused") == 2);
  CHECK(desk.chain_holds());
}

TEST_CASE("a fork is refused wherever it begins") {
  JournalDesk desk;
  const auto good = desk.journal.write_many(4);
  REQUIRE(desk.keep({good.begin(), good.begin() + 3}));
  const auto changed = [](JournalEntry entry, auto change) {
    change(entry);
    return entry;
  };
  for (std::size_t at = 0; at < 3; ++at) {  // another one in the place of each that is held
    CAPTURE(at);
    CHECK(desk.refused({changed(good[at], [](auto& entry) { entry.event = "visit.ended"; })}) == Code::journal_fork);
    CHECK(desk.refused({changed(good[at], [](auto& entry) { entry.data = "tries=9"; })}) == Code::journal_fork);
    CHECK(desk.refused({changed(good[at], [](auto& entry) { ++entry.at; })}) == Code::journal_fork);
    CHECK(desk.refused({changed(good[at], [](auto& entry) { entry.previous[0] ^= 1; })}) == Code::journal_fork);
  }
  CHECK(desk.refused({changed(good[3], [](auto& entry) { entry.previous[31] ^= 1; })}) == Code::journal_fork);
  // Another chain of the same device, from its beginning; and another device's, where ours ends.
  Journal other{desk.device.id};
  CHECK(desk.refused({other.write("started"), other.write()}) == Code::journal_fork);
  Journal of_another{"another", 3, desk.journal.hash};
  CHECK(desk.refused({of_another.write()}) == Code::journal_fork);
  // Within one call.
  CHECK(desk.refused({good[3], changed(good[3], [](auto& entry) { ++entry.at; })}) == Code::journal_fork);
  CHECK(desk.events("journal.refused") == 1);
  CHECK(desk.held() == 3);
  REQUIRE(desk.keep({good[3]}));
  CHECK(desk.chain_holds());
  const auto verified = acts::verify_audit(*desk.store, *desk.office, desk.school.id, desk.school.code, {});
  REQUIRE(verified);
  CHECK(verified->findings.empty());
}

TEST_CASE("a journal that cannot go on begins anew when the office says so, once, and the audit has it") {
  JournalDesk desk;
  REQUIRE(desk.keep(desk.journal.write_many(5)));
  Journal anew{desk.device.id};  // its disk was put back
  const std::vector first = {anew.write("started"), anew.write()};
  CHECK(desk.refused(first) == Code::journal_fork);
  const auto restart = [&](std::string_view device) {
    return desk.act(
        [&](store::Session& session) { return acts::begin_journal_anew(session, *desk.office, device, start); });
  };
  CHECK_FALSE(restart("nobody"));
  REQUIRE(restart(desk.device.id));
  REQUIRE(restart(desk.device.id));
  CHECK(desk.events("journal.begins_anew") == 1);
  REQUIRE(desk.keep(first));
  CHECK(desk.held() == 2);
  CHECK(desk.count("journal") == 7);  // what was held stays
  anew.write();
  CHECK(desk.refused({anew.write()}) == Code::journal_gap);
  // It may begin anywhere.
  REQUIRE(restart(desk.device.id));
  Journal far{desk.device.id, 899, wire::JournalHash{9}};
  REQUIRE(desk.keep(far.write_many(3)));
  CHECK(desk.held() == 902);
  CHECK(desk.refused({Journal{desk.device.id, 999, wire::JournalHash{9}}.write()}) == Code::journal_gap);
}

TEST_CASE("after a restore every kiosk goes on where it is, with the gap that is no gap of its own") {
  JournalDesk desk;
  REQUIRE(desk.keep(desk.journal.write_many(2)));
  const auto other = desk.add_device(desk.school);
  desk.journal.write_many(3);  // delivered to the store that was lost
  desk.act([&](store::Session& session) {
    acts::settle_restored(session, *desk.office, start);
    return true;
  });
  REQUIRE(desk.keep(desk.journal.write_many(2)));
  CHECK(desk.held() == 7);
  Journal others{other.id, 40, wire::JournalHash{4}};
  CHECK(desk.act([&](store::Session& session) {
    return acts::keep_journal(session, *desk.office, other, others.write_many(1), start).has_value();
  }));
  CHECK(desk.events("journal.refused") == 0);
}

TEST_CASE("entries go by their age, and the chain goes on behind them") {
  JournalDesk desk;
  const auto old = desk.journal.write_many(450);
  for (std::size_t at = 0; at < old.size(); at += 50) {
    const auto from = old.begin() + static_cast<std::ptrdiff_t>(at);
    REQUIRE(desk.keep({from, from + 50}));
  }
  REQUIRE(desk.keep({desk.journal.write()}, start + 24h));
  const auto retire = [&](store::Time now) {
    REQUIRE(acts::retire_all(*desk.store, *desk.office, {}, now, [] { return true; }));
  };
  retire(start + desk::days(90) - 1s);
  CHECK(desk.count("journal") == 451);
  retire(start + desk::days(90));
  CHECK(desk.count("journal") == 1);
  CHECK(desk.held() == 451);
  CHECK(desk.keep({old.front()})->repeated == 1);  // what is gone cannot be compared, and changes nothing
  retire(start + desk::days(91));
  CHECK(desk.count("journal") == 0);
  auto fork = desk.journal;
  fork.hash[0] ^= 1;
  CHECK(desk.refused({fork.write()}) == Code::journal_fork);
  REQUIRE(desk.keep({desk.journal.write()}));
}

TEST_CASE("more entries in a day than any kiosk writes are put off, whole") {
  JournalDesk desk;
  desk.act([&](store::Session& session) {
    return session.exec(
        "INSERT INTO sending_day (school_id, counted, subject, day, sends) VALUES ($1, 'journal', $2, $3, $4)",
        desk.school.id, secret::as_bytes(desk.device.id), std::int64_t{start.time_since_epoch() / desk::day},
        desk::entries_per_kiosk_day - 2);
  });
  const auto entries = desk.journal.write_many(3);
  CHECK(desk.refused(entries) == Code::sends_spent);
  CHECK(desk.held() == 0);
  REQUIRE(desk.keep({entries.begin(), entries.begin() + 2}));
  CHECK(desk.keep({entries.begin(), entries.begin() + 2})->repeated == 2);
  CHECK(desk.keep(entries, start + 24h)->answer.held == 3);
}

TEST_CASE("in a thousand random interleavings of deliveries, lost answers and deaths the journal is kept once") {
  JournalDesk desk;
  std::mt19937 random{7};
  const auto draw = [&](int least, int most) { return std::uniform_int_distribution<int>{least, most}(random); };
  std::deque<JournalEntry> not_held;
  int lost = 0;
  for (int step = 0; step < 1000; ++step) {
    for (int i = draw(0, 3); i > 0; --i) not_held.push_back(desk.journal.write());
    const auto many = static_cast<std::ptrdiff_t>(std::min<std::size_t>(
        not_held.size(), static_cast<std::size_t>(draw(0, static_cast<int>(wire::most_entries_at_once)))));
    const std::vector<JournalEntry> batch(not_held.begin(), not_held.begin() + many);
    if (draw(0, 3) == 0) {  // the service dies before the commit
      std::promise<void> done;
      desk.store->write(
          [&](store::Session& session) {
            CHECK(acts::keep_journal(session, *desk.office, desk.device, batch, start));
            return store::Verdict::roll_back;
          },
          [&](const auto&) { done.set_value(); });
      done.get_future().get();
      continue;
    }
    const auto kept = desk.keep(batch, start + step * 1min);
    REQUIRE(kept);
    if (draw(0, 2) == 0) {  // the answer is lost
      ++lost;
      continue;
    }
    while (!not_held.empty() && not_held.front().sequence <= kept->answer.held) not_held.pop_front();
  }
  CHECK(lost > 100);
  REQUIRE(desk.keep({not_held.begin(), not_held.end()}, start + 24h));
  CHECK(desk.held() == desk.journal.sequence);
  CHECK(desk.count("journal") == desk.journal.sequence);
  CHECK(desk.chain_holds());
  CHECK(desk.events("journal.refused") == 0);
}
