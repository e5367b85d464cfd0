// What processes leave each other: claims of the living stay, claims of the dead are due, and nobody is called dead
// by one that was itself away.
#include "service/store/acts/processes.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

std::vector<acts::Claimed> claim_for(Desk& desk, const std::string& process, store::Time now) {
  return desk.act([&](auto& session) {
    acts::Claiming wish;
    wish.process = process;
    return acts::claim_messages(session, *desk.office, wish, now);
  });
}

std::int64_t beat(Desk& desk, const std::string& process, store::Time now) {
  return desk.act([&](auto& session) { return acts::beat(session, process, now); });
}

std::int64_t begin(Desk& desk, const std::string& process, store::Time now) {
  return desk.act([&](auto& session) { return acts::begin_process(session, process, now); });
}

}  // namespace

TEST_CASE("a start takes back its own last life's messages, and nobody else's") {
  Desk desk;
  begin(desk, "a", start);
  begin(desk, "b", start);
  desk.open(maria);
  REQUIRE(claim_for(desk, "a", start).size() == 1);
  CHECK(begin(desk, "b", start + 1s) == 0);
  CHECK(claim_for(desk, "b", start + 1s).empty());
  CHECK(begin(desk, "a", start + 1s) == 1);
  CHECK(claim_for(desk, "b", start + 2s).size() + claim_for(desk, "b", start + 9s).size() == 1);
  CHECK(desk.count("outbox WHERE claimed_by = 'b'") == 1);
}

TEST_CASE("what a silent process was sending is due again after its life; a living one's is not") {
  Desk desk;
  begin(desk, "a", start);
  begin(desk, "b", start);
  desk.open(maria);
  REQUIRE(claim_for(desk, "a", start).size() == 1);
  auto now = start;
  for (int i = 0; i < 3; ++i) CHECK(beat(desk, "b", now += acts::beat_every) == 0);
  beat(desk, "a", now);
  for (int i = 0; i < 3; ++i) CHECK(beat(desk, "b", now += acts::beat_every) == 0);
  CHECK(beat(desk, "b", now += acts::beat_every) == 1);
  CHECK(desk.count("process") == 1);
}

TEST_CASE("after a time without a store nobody is dead only because all were silent") {
  Desk desk;
  begin(desk, "a", start);
  begin(desk, "b", start);
  desk.open(maria);
  REQUIRE(claim_for(desk, "a", start).size() == 1);
  auto now = start + 60s;
  CHECK(beat(desk, "b", now) == 0);
  beat(desk, "a", now + 1s);
  CHECK(beat(desk, "b", now + acts::beat_every) == 0);
  CHECK(desk.count("outbox WHERE claimed_by = 'a'") == 1);
}

TEST_CASE("a graceful end leaves no row, and a message's last word no claim") {
  Desk desk;
  begin(desk, "a", start);
  desk.open(maria);
  const auto claimed = claim_for(desk, "a", start);
  REQUIRE(claimed.size() == 1);
  desk.act([&](auto& session) {
    acts::message_sent(session, claimed[0].id, "spool", "", start);
    acts::end_process(session, "a");
    return true;
  });
  CHECK(desk.count("process") == 0);
  CHECK(desk.count("outbox WHERE claimed_by <> ''") == 0);
}
