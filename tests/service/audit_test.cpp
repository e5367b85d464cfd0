// The chain of the audit: every tampering with its rows is found, and told where. What a tamperer can hide from the
// chain itself, a kiosk that has seen it tells.
#include <algorithm>

#include "service/store/acts/audit_reading.h"
#include "service/store/acts/audit_verify.h"
#include "service/store/acts/retention.h"
#include "service/store/acts/sweep.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {
namespace {

constexpr std::int64_t target = 4;

// A school with a visit behind it, and another school beside it.
struct Chain : Desk {
  Chain() {
    const auto visit = open(maria)->visit;
    REQUIRE(check(visit, code_of(visit)));
    for (int i = 0; i < 5; ++i) open(mario, start + std::chrono::minutes{i});
    other = add_school("MIIC80400A");
    last = count("audit WHERE school_id = '" + school.id + "'");
    REQUIRE(last > 8);
  }
  template <class... Values>
  void sql(const std::string& text, const Values&... values) {
    act([&](auto& session) { return session.exec(text, values...); });
  }
  acts::Verified verify(std::vector<acts::Testimony> told = {}) {
    auto verified = acts::verify_audit(*store, *office, school.id, school.code, std::move(told));
    REQUIRE(verified);
    return std::move(*verified);
  }
  // The one finding.
  std::string found(std::vector<acts::Testimony> told = {}) {
    const auto findings = verify(std::move(told)).findings;
    REQUIRE(findings.size() == 1);
    return findings.front();
  }
  wire::SignedHead head() {
    return act([&](auto& session) { return acts::signed_head(session, *office, school.id, start); });
  }
  // Everything from there on written anew, so that each event's hash and the head are right again.
  void rehash_from(std::int64_t first) {
    act([&](store::Session& session) {
      for (auto at = first; at <= last; ++at) {
        const auto before =
            session.first("SELECT hash FROM audit WHERE school_id = $1 AND sequence = $2", school.id, at - 1);
        session.exec("UPDATE audit SET previous = $1 WHERE school_id = $2 AND sequence = $3", before->blob(0),
                     school.id, at);
        const auto page = acts::audit_page_after(session, *office, school.id, at - 1, false);
        session.exec("UPDATE audit SET hash = $1 WHERE school_id = $2 AND sequence = $3",
                     acts::hash_of(page.rows.front().entry), school.id, at);
      }
      return session.exec(
          "UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE school_id = $1 AND sequence = $2) WHERE "
          "school_id = $1",
          school.id, last);
    });
  }
  void cut_tail_and_head(std::int64_t count) {
    last -= count;
    sql("DELETE FROM audit_personal WHERE school_id = $1 AND sequence > $2", school.id, last);
    sql("DELETE FROM audit WHERE school_id = $1 AND sequence > $2", school.id, last);
    sql("UPDATE audit_head SET sequence = $2, hash = (SELECT hash FROM audit WHERE school_id = $1 AND sequence = $2) "
        "WHERE school_id = $1",
        school.id, last);
  }

  acts::School other;
  std::int64_t last = 0;
};

bool begins(const std::string& text, const std::string& with) { return text.starts_with(with); }

}  // namespace

TEST_CASE("a chain that nobody touched holds, from the first event to the last") {
  Chain chain;
  const auto verified = chain.verify();
  CHECK(verified.findings.empty());
  CHECK(verified.events == chain.last);
}

TEST_CASE("what stood beside the chain can go, but not in silence") {
  Chain chain;
  const auto beside = [&] { return chain.count("audit_personal WHERE school_id = '" + chain.school.id + "'"); };
  const auto before = beside();
  REQUIRE(before > 2);
  SECTION("deleted by somebody") {
    chain.sql("DELETE FROM audit_personal WHERE sequence = (SELECT MAX(p.sequence) FROM audit_personal p)");
    CHECK(chain.found().ends_with("lost what stood beside it: neither retention nor an erasing took it"));
    CHECK(chain.verify().events == chain.last);  // the chain itself holds
  }
  SECTION("much of it") {
    for (int i = 0; i < 12; ++i) chain.open(maria, start + std::chrono::minutes{20 + i});
    chain.sql("DELETE FROM audit_personal");
    const auto findings = chain.verify().findings;
    REQUIRE(findings.size() == 11);
    CHECK(begins(findings.back(), "and "));
  }
  SECTION("retired: until that event, and no further") {
    const auto later = start + desk::days(1200);
    REQUIRE(acts::retire_all(*chain.store, *chain.office, {}, later, [] { return true; }));
    CHECK(beside() < before);
    CHECK(chain.count("audit WHERE event = 'data.retired'") == 1);
    CHECK(chain.verify().findings.empty());
    chain.open(mario, later);
    chain.sql("DELETE FROM audit_personal WHERE sequence = (SELECT MAX(p.sequence) FROM audit_personal p)");
    CHECK(chain.verify().findings.size() == 1);
    // The newest one speaks for older ones, whose own words went.
    REQUIRE(acts::retire_all(*chain.store, *chain.office, {}, later + desk::days(1200), [] { return true; }));
    CHECK(chain.verify().findings.empty());
  }
}

TEST_CASE("a failing statement, and a key that came later, are no findings") {
  Chain chain;
  struct Lost : store::Session {
    std::int64_t run(std::string_view, std::span<const store::Value>, std::vector<store::Row>*) override {
      throw store::Failure("the connection is lost");
    }
  } lost;
  CHECK_THROWS_AS(acts::audit_end(lost, chain.school.id), store::Failure);
  const auto master = store::MasterKey::load(chain.folder / "master-key").value();
  REQUIRE(store::MasterKey::create(chain.folder / "new"));
  const auto next = store::MasterKey::load(chain.folder / "new").value();
  const auto throws = chain.act([&](store::Session& session) {
    REQUIRE(store::Vault::rotate(session, master, next, start));
    const acts::Office newer{store::Vault::read(session, next).value(), profiles(), {}};
    acts::append(session, newer, {chain.school.id, acts::EventName::guardian_blocked, "", "", "{}"}, start);
    try {
      acts::audit_page_after(session, *chain.office, chain.school.id, 0, true);
    } catch (const store::UnknownKey&) {
      return acts::audit_page_after(session, newer, chain.school.id, 0, true).rows.back().personal->clear.has_value();
    }
    return false;
  });
  CHECK(throws);
}

TEST_CASE("an event that was edited in any column is found where it stands") {
  Chain chain;
  const auto [column, value] = GENERATE(table<std::string, std::string>({{"at", "at + 1"},
                                                                         {"event", "'visit.ended'"},
                                                                         {"device_id", "'another'"},
                                                                         {"visit_id", "'another'"},
                                                                         {"commitment", "$3"},
                                                                         {"previous", "$3"},
                                                                         {"hash", "$3"}}));
  CAPTURE(column);
  const std::string where = " WHERE school_id = $1 AND sequence = $2";
  if (value == "$3") {
    chain.sql("UPDATE audit SET " + column + " = $3" + where, chain.school.id, target, secret::Bytes(32, 7));
  } else {
    chain.sql("UPDATE audit SET " + column + " = " + value + where, chain.school.id, target);
  }
  CHECK(begins(chain.found(), "event 4 was edited"));
  CHECK(chain.verify().events == target - 1);
}

TEST_CASE("an event that was given another number, or to another school, is missed") {
  Chain chain;
  SECTION("another number") {
    chain.sql("UPDATE audit SET sequence = 4000 WHERE school_id = $1 AND sequence = $2", chain.school.id, target);
  }
  SECTION("another school") {
    chain.sql("UPDATE audit SET school_id = $3 WHERE school_id = $1 AND sequence = $2", chain.school.id, target,
              chain.other.id);
    const auto there = acts::verify_audit(*chain.store, *chain.office, chain.other.id, chain.other.code, {});
    REQUIRE(there);
    CHECK(there->findings.size() == 1);
  }
  CHECK(chain.found() == "event 4 is not there: event 4 cut out of the middle");
}

TEST_CASE("an event that was written anew with its hash does not fit the next one") {
  Chain chain;
  chain.sql("UPDATE audit SET event = 'visit.ended' WHERE school_id = $1 AND sequence = $2", chain.school.id, target);
  chain.act([&](store::Session& session) {
    const auto page = acts::audit_page_after(session, *chain.office, chain.school.id, target - 1, false);
    return session.exec("UPDATE audit SET hash = $1 WHERE school_id = $2 AND sequence = $3",
                        acts::hash_of(page.rows.front().entry), chain.school.id, target);
  });
  CHECK(begins(chain.found(), "event 5 does not follow event 4"));
}

TEST_CASE("two events that were swapped are told apart from edited ones") {
  Chain chain;
  for (const auto& [from, to] : {std::pair{4, -1}, {7, 4}, {-1, 7}}) {
    chain.sql("UPDATE audit SET sequence = $3 WHERE school_id = $1 AND sequence = $2", chain.school.id, from, to);
  }
  CHECK(chain.found() == "event 4 was swapped: what stands there was written as event 7");
}

TEST_CASE("what was cut is told by its numbers") {
  Chain chain;
  const auto last = std::to_string(chain.last);
  SECTION("the beginning") {
    chain.sql("DELETE FROM audit WHERE school_id = $1 AND sequence <= 2", chain.school.id);
    CHECK(chain.found() == "event 1 is not there: events 1 to 2 cut out of the middle");
  }
  SECTION("the middle") {
    chain.sql("DELETE FROM audit WHERE school_id = $1 AND sequence IN (4, 5)", chain.school.id);
    CHECK(chain.found() == "event 4 is not there: events 4 to 5 cut out of the middle");
  }
  SECTION("the tail") {
    chain.sql("DELETE FROM audit WHERE school_id = $1 AND sequence >= $2", chain.school.id, chain.last);
    CHECK(chain.found() == "event " + last + " is not there: the tail is cut, event " + last + " went");
  }
  SECTION("everything") {
    chain.sql("DELETE FROM audit WHERE school_id = $1", chain.school.id);
    CHECK(begins(chain.found(), "event 1 is not there: the tail is cut, events 1 to " + last));
  }
}

TEST_CASE("a head row that was touched is found") {
  Chain chain;
  SECTION("deleted") {
    chain.sql("DELETE FROM audit_head WHERE school_id = $1", chain.school.id);
    CHECK(begins(chain.found(), "the head row is not there"));
  }
  SECTION("another hash") {
    chain.sql("UPDATE audit_head SET hash = $2 WHERE school_id = $1", chain.school.id, secret::Bytes(32, 7));
    CHECK(begins(chain.found(), "event " + std::to_string(chain.last) + " is not what the head names"));
  }
  SECTION("set back") {
    chain.sql(
        "UPDATE audit_head SET sequence = 4, hash = (SELECT hash FROM audit WHERE school_id = $1 AND sequence = "
        "4) WHERE school_id = $1",
        chain.school.id);
    CHECK(chain.found() == "event 5 stands behind the head, which names event 4");
  }
  SECTION("set forward") {
    chain.sql("UPDATE audit_head SET sequence = sequence + 3 WHERE school_id = $1", chain.school.id);
    CHECK(begins(chain.found(), "event " + std::to_string(chain.last + 1) + " is not there: the tail is cut"));
  }
}

TEST_CASE("what stands beside an event is held against it") {
  Chain chain;
  const auto opened = chain.act([&](store::Session& session) {
    return session
        .first(
            "SELECT MIN(a.sequence) FROM audit a JOIN audit_personal p ON p.school_id = a.school_id AND p.sequence "
            "= a.sequence WHERE a.school_id = $1",
            chain.school.id)
        ->integer(0);
  });
  const auto event = "event " + std::to_string(opened);
  const auto put = [&](std::int64_t at, std::string_view clear) {
    const auto row = std::to_string(at);
    return chain.office->vault.seal(store::Seal::personal, {"audit_personal", "personal", chain.school.id, row},
                                    clear);
  };
  SECTION("altered bytes") {
    chain.sql("UPDATE audit_personal SET personal = $3 WHERE school_id = $1 AND sequence = $2", chain.school.id,
              opened, secret::Bytes(80, 7));
    CHECK(chain.found() == event + " has a personal part that was altered: its seal does not open");
  }
  SECTION("another text, sealed rightly") {
    chain.sql("UPDATE audit_personal SET personal = $3 WHERE school_id = $1 AND sequence = $2", chain.school.id,
              opened, put(opened, "{\"withheld\":\"another\"}"));
    CHECK(begins(chain.found(), event + " has a personal part that was altered: it is not"));
  }
  SECTION("another salt") {
    chain.sql("UPDATE audit_personal SET salt = $3 WHERE school_id = $1 AND sequence = $2", chain.school.id, opened,
              secret::Bytes(32, 7));
    CHECK(begins(chain.found(), event + " has a personal part that was altered: it is not"));
  }
  SECTION("one that never was") {
    chain.sql("INSERT INTO audit_personal (school_id, sequence, salt, personal) VALUES ($1, 1, $2, $3)",
              chain.school.id, secret::Bytes(32, 7), put(1, "{}"));
    CHECK(chain.found() == "event 1 was given a personal part that it never had");
  }
  SECTION("of no event") {
    chain.sql("UPDATE audit_personal SET sequence = 5000 WHERE school_id = $1 AND sequence = $2", chain.school.id,
              opened);
    const auto findings = chain.verify().findings;
    REQUIRE(findings.size() == 2);
    CHECK(begins(findings.front(), "event 5000 is not there, and a personal part"));
    CHECK(begins(findings.back(), event + " lost what stood beside it"));
  }
}

TEST_CASE("what the chain itself cannot tell, a witness does") {
  Chain chain;
  const auto seen = chain.head();
  const std::vector<acts::Testimony> told{{"kiosk one", seen.head}};
  const auto last = std::to_string(chain.last);
  CHECK(chain.verify(told).findings.empty());
  SECTION("the tail cut, the head row with it: as an older backup leaves it") {
    chain.cut_tail_and_head(2);
    CHECK(chain.verify().findings.empty());
    CHECK(begins(chain.found(told), "kiosk one saw event " + last + ", which is not there"));
  }
  SECTION("the chain written anew from the middle, with its head: as a replaced store has it") {
    chain.sql("UPDATE audit SET event = 'visit.ended' WHERE school_id = $1 AND sequence = $2", chain.school.id,
              target);
    chain.rehash_from(target);
    CHECK(chain.verify().findings.empty());
    CHECK(chain.found(told) == "kiosk one saw event " + last + " with another hash");
  }
  SECTION("a chain that went on after it was cut") {
    chain.cut_tail_and_head(2);
    for (int i = 0; i < 4; ++i) chain.open(maria, start + std::chrono::minutes{10 + i});
    CHECK(chain.found(told) == "kiosk one saw event " + last + " with another hash");
  }
}

TEST_CASE("a kiosk's head that the chain does not hold is written down once, and stays") {
  Chain chain;
  const auto seen = chain.head();
  const auto beat = [&](const std::optional<wire::SignedHead>& head, store::Time now = start) {
    return chain.act([&](auto& session) { return acts::witness(session, *chain.office, chain.device, head, now); });
  };
  using enum acts::Witnessed;
  CHECK(beat(std::nullopt) == held);
  CHECK(chain.count("audit_witness") == 0);
  CHECK(beat(seen) == held);
  CHECK(chain.count("audit_witness WHERE agreed = 1") == 1);
  const auto disagreeing = [&] {
    return chain.act([](auto& session) { return acts::witnesses_that_disagree(session); });
  };
  CHECK(chain.verify().findings.empty());

  chain.cut_tail_and_head(2);
  const auto gone =
      "kiosk " + chain.device.id + " saw event " + std::to_string(seen.head.sequence) + ", which is not";
  CHECK(begins(chain.found(), gone));  // from what it had told before
  CHECK(beat(seen) == not_held);
  CHECK(beat(seen) == not_held);
  CHECK(chain.count("audit WHERE event = 'witness.disagreed'") == 1);
  CHECK(chain.count("audit_witness WHERE agreed = 0") == 1);
  // The chain grows over the place: what was seen there is still another event.
  for (int i = 0; i < 3; ++i) chain.open(maria, start + std::chrono::minutes{10 + i});
  CHECK(beat(seen) == not_held);
  CHECK(beat(chain.head()) == held);  // a kiosk that was cleared
  const auto finding =
      "kiosk " + chain.device.id + " saw event " + std::to_string(seen.head.sequence) + " with another hash";
  CHECK(chain.found() == finding);

  // The office looks into it, and the audit says so: an edited row acknowledges nothing.
  chain.sql("UPDATE audit_witness SET acknowledged = 3");
  CHECK(disagreeing() == 1);
  CHECK(chain.found() == finding);
  const auto acknowledge = [&](const std::string& device) {
    return chain.act([&](auto& session) { return acts::acknowledge_witness(session, *chain.office, device, start); })
        .has_value();
  };
  CHECK_FALSE(acknowledge("nobody"));
  CHECK(acknowledge(chain.device.id));
  CHECK(acknowledge(chain.device.id));
  CHECK(chain.count("audit WHERE event = 'witness.acknowledged'") == 1);
  CHECK(disagreeing() == 0);
  CHECK(chain.verify().findings.empty());
  CHECK(beat(seen) == acknowledged);
  CHECK(chain.verify().findings.empty());
  SECTION("the kiosk was cleared") {
    CHECK(beat(chain.head()) == held);
    CHECK_FALSE(acknowledge(chain.device.id));
    CHECK(beat(seen) == not_held);  // found anew
  }
  SECTION("it saw something else that is not there") {
    auto other = chain.head();
    other.head.hash[0] ^= 1U;
    other.signature = chain.office->vault.sign(wire::signed_text(other.head));
    CHECK(beat(other) == not_held);
    CHECK(chain.verify().findings.size() == 1);
  }
}

TEST_CASE("a head that this service never signed accuses nobody") {
  Chain chain;
  auto head = chain.head();
  SECTION("a bad byte") { head.head.hash[5] ^= 1U; }
  SECTION("another key") {
    const auto key = signing::SigningKey::generate();
    head.head.sequence += 3;
    head.key = key.public_key();
    head.signature = key.sign(wire::signed_text(head.head));
  }
  CHECK(chain.act([&](auto& session) { return acts::witness(session, *chain.office, chain.device, head, start); }) ==
        acts::Witnessed::not_ours);
  CHECK(chain.count("audit_witness") == 0);
  CHECK(chain.count("audit WHERE event = 'witness.disagreed'") == 0);
  CHECK(chain.verify().findings.empty());
}

TEST_CASE("while others write, a verification judges what stood when it began") {
  Chain chain;
  chain.sql("DELETE FROM audit_witness");
  for (int i = 0; i < 5; ++i) {
    chain.open(maria, start + std::chrono::minutes{30 + i});
    CHECK(chain.verify().findings.empty());
  }
}

}  // namespace sportello::tests
