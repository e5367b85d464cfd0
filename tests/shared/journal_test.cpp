// An entry of the journal: what may stand in it, and that its hash is of all of it.
#include "service/shared/wire/journal.h"

#include <set>

#include "tests/catch.h"

using namespace sportello;
using namespace sportello::wire;

TEST_CASE("an entry holds words, numbers and ids of ours, and has no room for a person") {
  for (const auto* data : {"", "tries=3", "reason=no_light tries=12345678", "visit=AAECAwQFBgcICQoLDA0ODw", "a=b-c",
                           "_=x a=1 b=1 c=1 d=1 e=1 f=1 g=1"}) {
    CAPTURE(data);
    CHECK(is_journal_data(data));
  }
  for (const auto* data : {"document=RSSMRA80A01H501U",
                           "document=rssmra80a01h501u",
                           "document=12345678903",
                           "phone=3331234567",
                           "phone=+393331234567",
                           "mail=a@example.org",
                           "name=Maria",
                           "note=two words",
                           "note=due%20parole",
                           "x",
                           "x=",
                           "=x",
                           "x=1 ",
                           " x=1",
                           "x=1  y=2",
                           "X=1",
                           "x=1\ny=2",
                           "x=y=z",
                           "n=123456789",
                           "n=-1",
                           "w=_x",
                           "a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1"}) {
    CAPTURE(data);
    CHECK_FALSE(is_journal_data(data));
  }
  CHECK(is_journal_data(std::string(24, 'n') + "=" + std::string(32, 'w')));
  CHECK_FALSE(is_journal_data(std::string(25, 'n') + "=w"));
  CHECK_FALSE(is_journal_data("n=" + std::string(33, 'w')));
  std::string longest = "a=" + std::string(32, 'w');
  while (longest.size() + 35 <= longest_journal_data) longest += " a=" + std::string(32, 'w');
  CHECK(is_journal_data(longest));
  for (const auto* event : {"started", "scan.failed", "a_b.c_d"}) CHECK(is_journal_event(event));
  for (const auto* event : {"", ".", "a.", ".a", "a.b.c", "Scan", "scan failed", "scan1", "a-b"}) {
    CAPTURE(event);
    CHECK_FALSE(is_journal_event(event));
  }
}

TEST_CASE("an entry out of bounds is not made") {
  CHECK(journal_entry(1, journal_begin, 0, "started", ""));
  CHECK_FALSE(journal_entry(0, journal_begin, 0, "started", ""));
  CHECK_FALSE(journal_entry(1, journal_begin, -1, "started", ""));
  CHECK_FALSE(journal_entry(1, journal_begin, 0, "Started!", ""));
  CHECK_FALSE(journal_entry(1, journal_begin, 0, "started", "mail=a@b"));
}

TEST_CASE("the hash is of the device and of every part of the entry") {
  const JournalEntry entry{7, 1'790'000'000, "scan.failed", "tries=3", JournalHash{1}};
  std::set<JournalHash> hashes{journal_hash("device-1", entry), journal_hash("device-2", entry)};
  for (int part = 0; part < 6; ++part) {
    auto other = entry;
    if (part == 0) ++other.sequence;
    if (part == 1) ++other.at;
    if (part == 2) other.event = "scan.faile";
    if (part == 3) other.data = "tries=4";
    if (part == 4) other.data = "";
    if (part == 5) other.previous[31] = 1;
    CHECK(hashes.insert(journal_hash("device-1", other)).second);
  }
  CHECK(hashes.size() == 8);
  CHECK(journal_hash("device-1", entry) == journal_hash("device-1", entry));
  // The same bytes on every machine and in every release: kiosk and service are not always of one.
  CHECK(secret::to_base64url(journal_hash("device-1", entry)) == "4hIcRjAoyyDRL-1ry6c2m5QMvR6sF68UEXsSXxvzOh4");
}

TEST_CASE("a journal's delivery and its answer read back, and garbage does not") {
  const JournalDelivery delivery{{{7, 1'790'000'000, "scan.failed", "tries=3", JournalHash{1}},
                                  {8, 1'790'000'001, "started", "", JournalHash{2}}}};
  CHECK(parse<JournalDelivery>(to_json(delivery))->entries == delivery.entries);
  CHECK(parse<JournalDelivery>(R"({"entries":[]})")->entries.empty());
  const auto answer = parse<JournalAnswer>(to_json(JournalAnswer{9, JournalHash{3}}));
  REQUIRE(answer);
  CHECK(answer->held == 9);
  CHECK(answer->hash == JournalHash{3});
  JournalDelivery full;
  for (std::size_t i = 0; i < most_entries_at_once; ++i) {
    full.entries.push_back({999999999999, 99'999'999'999, std::string(24, 'a') + "." + std::string(24, 'b'),
                            "a=" + std::string(32, 'w') + " b=" + std::string(32, 'w'), JournalHash{1}});
  }
  CHECK(parse<JournalDelivery>(to_json(full)));
  full.entries.push_back(full.entries.back());
  CHECK_FALSE(parse<JournalDelivery>(to_json(full)));
  for (const char* body : {"", "{}", R"({"entries":7})", R"({"entries":[{}]})",
                           R"({"entries":[{"sequence":1,"at":1,"event":"Maria","previous":"AAAA"}]})"}) {
    CAPTURE(body);
    CHECK_FALSE(parse<JournalDelivery>(body));
  }
}
