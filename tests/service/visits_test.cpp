// A visit's acts: who gets a message, who only seems to, and what guesses cost.
#include "service/store/acts/visits.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "service/store/acts/outbox.h"
#include "service/store/acts/sweep.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using wire::Code;

namespace {

// What a worker claims, withheld or not.
std::vector<acts::Claimed> claim_all(Desk& desk, store::Time now) {
  return desk.act([&](auto& session) { return acts::claim_messages(session, *desk.office, 100, now); });
}

// What reaches a gateway.
std::vector<acts::Claimed> claim(Desk& desk, store::Time now) {
  auto messages = claim_all(desk, now);
  std::erase_if(messages, [](const auto& message) { return message.withheld; });
  return messages;
}

void block(Desk& desk, std::string_view code) {
  desk.act([&](auto& session) {
    return session.exec("UPDATE guardian SET blocked = 1 WHERE document_index = $1",
                        desk.office->vault.document_index(desk.school.id, document(code)));
  });
}

// Wrong codes until the day's failures are spent; the visits follow each other.
void lock(Desk& desk, std::string_view code, store::Time now) {
  for (int failures = 0; failures < desk::failures_per_person_day;) {
    const auto visit = desk.open(code, now);
    REQUIRE(visit);
    for (int i = 0; i < desk::tries_per_code && failures < desk::failures_per_person_day; ++i, ++failures) {
      CHECK_FALSE(desk.check(visit->visit, desk.wrong_code_of(visit->visit), now));
    }
  }
}

}  // namespace

TEST_CASE("a guardian on file gets a message and, with its code, a grant") {
  Desk desk;
  const auto visit = desk.open(maria);
  REQUIRE(visit);
  CHECK(visit->phone_hint == "67");
  CHECK(visit->code == wire::CodeState{300, 60, 2, 3});
  const auto messages = claim(desk, start);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].recipient.reveal() == marias_phone);
  CHECK(messages[0].school_name == "Istituto Colle Sereno");
  const auto checked = desk.check(visit->visit, acts::digits_for(*desk.office, messages[0]));
  REQUIRE(checked);
  CHECK(checked->person.given_name == "Maria Antonietta");
  CHECK(checked->person.pupils == std::vector<wire::Pupil>{{"Alunno PUPIL1", "2B"}});
  CHECK(checked->person.acts == std::vector{wire::Act::issue});
  CHECK_FALSE(checked->person.has_credentials);
  CHECK(checked->person.grant.size() == 43);
  CHECK(checked->reply_key == desk.reply_keys.public_key());
}

TEST_CASE("an omocode opens the same person") {
  Desk desk;
  CHECK(desk.open("DNGMNT85TTMFNLRX")->phone_hint == "67");
  CHECK(claim(desk, start).size() == 1);
}

TEST_CASE("a code that was right is good once") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  const auto code = desk.code_of(visit);
  REQUIRE(desk.check(visit, code));
  CHECK(desk.check(visit, code).error().code == Code::code_expired);
  CHECK(desk.resend(visit, start + 60s).error().code == Code::act_refused);
}

TEST_CASE("people nothing is sent to leave the same rows and get the same answers") {
  struct Counts {
    std::int64_t visits, messages, queued, claimed, events, personal, counters, guards, tries;
    bool operator==(const Counts&) const = default;
  };
  const auto path = [](Desk& desk, std::string_view code) {
    const auto visit = desk.open(code);
    REQUIRE(visit);
    CHECK(visit->phone_hint.size() == 2);
    CHECK(visit->code == wire::CodeState{300, 60, 2, 3});
    const auto wrong = desk.check(visit->visit, desk.wrong_code_of(visit->visit));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Code::code_wrong);
    CHECK(wrong.error().tries_left == 2);
    CHECK(desk.resend(visit->visit, start + 30s).error().code == Code::resend_too_soon);
    const auto again = desk.resend(visit->visit, start + 60s);
    REQUIRE(again);
    CHECK(*again == wire::CodeState{240, 60, 1, 2});
    return Counts{desk.count("visit"),
                  desk.count("outbox"),
                  desk.count("outbox WHERE state = 'queued'"),
                  static_cast<std::int64_t>(claim_all(desk, start + 60s).size()),
                  desk.count("audit"),
                  desk.count("audit_personal"),
                  desk.count("sending_day"),
                  desk.count("person_guard"),
                  desk.act([](auto& s) { return s.first("SELECT SUM(code_tries) FROM visit")->integer(0); })};
  };
  Desk on_file;
  const auto expected = path(on_file, maria);
  CHECK(expected.claimed == 1);
  CHECK(on_file.count("outbox WHERE withheld = 0") == 2);
  Desk desk;
  std::string_view who;
  SECTION("not on file") { who = stranger; }
  SECTION("no phone") { who = mario; }
  SECTION("blocked") {
    who = maria;
    block(desk, maria);
  }
  SECTION("a foreign phone") {
    who = mario;
    desk.import(guardian_row(mario, "Rossi", "Mario", "+40721234567", "PUPIL2"));
  }
  SECTION("a phone whose messages went to others") {
    who = maria;
    desk.act([&](auto& session) {
      return session.exec(
          "INSERT INTO sending_day (school_id, counted, subject, day, sends) VALUES ($1, 'phone', $2, $3, 5)",
          desk.school.id, desk.office->vault.index(store::IndexKind::phone, desk.school.id, marias_phone),
          std::int64_t{start.time_since_epoch() / desk::day});
    });
  }
  CHECK(path(desk, who) == expected);
  CHECK(desk.count("outbox WHERE withheld = 0") == 0);
}

TEST_CASE("a pupil's own card sends nothing even if it is on file") {
  Desk desk;
  // Born in May 2018: eight years old on the day of this test.
  std::string code = "RSSMRA18E10H501";
  code += *identity::check_letter(code);
  desk.import(guardian_row(code, "Rossi", "Marta", "+393339999999", "PUPIL9"));
  REQUIRE(desk.open(code));
  CHECK(claim(desk, start).empty());
}

TEST_CASE("a stranger's right guess opens nothing") {
  Desk desk;
  const auto visit = desk.open(stranger)->visit;
  const auto checked = desk.check(visit, desk.code_of(visit));
  REQUIRE_FALSE(checked);
  CHECK(checked.error().code == Code::code_wrong);
  CHECK(desk.count("visit_grant") == 0);
}

TEST_CASE("whoever is blocked after the message was sent does not get in") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  block(desk, maria);
  CHECK(desk.check(visit, desk.code_of(visit)).error().code == Code::code_wrong);
}

TEST_CASE("a stranger's hint is the same tomorrow and at another kiosk") {
  Desk desk;
  const auto first = desk.open(stranger)->phone_hint;
  desk.device = desk.add_device(desk.school);
  CHECK(desk.open(stranger, start + 24h)->phone_hint == first);
}

TEST_CASE("a hundred guesses at once spend three tries") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  const auto wrong = desk.wrong_code_of(visit);
  std::atomic<int> wrong_answers = 0, spent_answers = 0, other = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 10; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 10; ++i) {
          const auto result = store::write_and_wait(*desk.store, [&](auto& session) {
            return acts::check_code(session, *desk.office, desk.device, visit, wrong, start);
          });
          const auto code = result.value().error().code;
          ++(code == Code::code_wrong ? wrong_answers : code == Code::tries_spent ? spent_answers : other);
        }
      });
    }
  }
  CHECK(wrong_answers == 3);
  CHECK(spent_answers == 97);
  CHECK(other == 0);
  CHECK(desk.act([&](auto& s) { return s.first("SELECT code_tries FROM visit")->integer(0); }) == 3);
  CHECK(desk.act([&](auto& s) { return s.first("SELECT failures FROM person_guard")->integer(0); }) == 3);
  // The right code comes too late, and a resend makes a new one.
  CHECK(desk.check(visit, desk.code_of(visit)).error().code == Code::tries_spent);
  CHECK(desk.resend(visit, start + 60s)->tries_left == 3);
  CHECK(desk.check(visit, desk.code_of(visit), start + 60s));
}

TEST_CASE("an expired code is refused and spends nothing") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  CHECK(desk.check(visit, desk.code_of(visit), start + 300s).error().code == Code::code_expired);
  CHECK(desk.count("person_guard") == 0);
}

TEST_CASE("ten failures lock a person for a day, on every kiosk, and the phone hears once") {
  Desk desk;
  const auto who = GENERATE(maria, stranger);
  lock(desk, who, start);
  CHECK(desk.count("outbox WHERE kind = 'person_locked'") == 2);  // to phone and mail, or seemingly
  CHECK(desk.count("outbox WHERE kind = 'person_locked' AND withheld = 0") == (who == maria ? 1 : 0));
  desk.device = desk.add_device(desk.school);
  const auto visit = desk.open(who, start);
  REQUIRE(visit);  // the same answer as ever
  const auto refused = desk.check(visit->visit, desk.code_of(visit->visit), start + 1s);
  CHECK(refused.error().code == Code::locked);
  CHECK(refused.error().retry_after_s == 24 * 3600 - 1);
  const auto messages = claim(desk, start);
  CHECK(std::ranges::none_of(messages, [&](const auto& m) { return m.visit == visit->visit; }));
  // It ends by itself.
  const auto later = start + 24h;
  const auto next = desk.open(who, later);
  REQUIRE(next);
  const auto after = desk.check(next->visit, desk.wrong_code_of(next->visit), later);
  CHECK(after.error().code == Code::code_wrong);
  if (who == maria) CHECK(desk.check(next->visit, desk.code_of(next->visit), later));
}

TEST_CASE("failures of another day do not add up") {
  Desk desk;
  for (int day = 0; day < 4; ++day) {
    const auto now = start + day * 25h;
    const auto visit = desk.open(maria, now)->visit;
    for (int i = 0; i < 3; ++i) {
      CHECK(desk.check(visit, desk.wrong_code_of(visit), now).error().code == Code::code_wrong);
    }
  }
}

TEST_CASE("five messages a person and day, whether on file or not") {
  Desk desk;
  const auto who = GENERATE(maria, stranger);
  for (int i = 0; i < 5; ++i) REQUIRE(desk.open(who));
  const auto sixth = desk.open(who);
  REQUIRE_FALSE(sixth);
  CHECK(sixth.error().code == Code::sends_spent);
  REQUIRE(sixth.error().retry_after_s);
  const auto tomorrow = start + std::chrono::seconds{*sixth.error().retry_after_s};
  CHECK_FALSE(desk.open(who, tomorrow - 1s));
  CHECK(desk.open(who, tomorrow));
  CHECK(desk.count("audit WHERE event = 'sending.refused'") == 2);
}

TEST_CASE("five messages a phone and day, and nobody sees from another's card that it is shared") {
  Desk desk;
  desk.import(guardian_row(mario, "Rossi", "Mario", marias_phone, "PUPIL2"));
  for (int i = 0; i < 4; ++i) REQUIRE(desk.open(maria));
  REQUIRE(desk.open(mario));
  CHECK(claim(desk, start).size() == 5);
  const auto sixth = desk.open(mario);
  REQUIRE(sixth);  // as a stranger's second visit is
  const auto seventh = desk.open(maria);
  REQUIRE(seventh);
  CHECK(claim(desk, start).empty());
  CHECK(desk.check(sixth->visit, desk.code_of(sixth->visit)).error().code == Code::code_wrong);
  CHECK(desk.open(maria).error().code == Code::sends_spent);
}

TEST_CASE("a kiosk's and a school's budget end with the day") {
  desk::SendingRules sending;
  sending.per_kiosk_day = 2;
  sending.per_school_day = 3;
  Desk desk{sending};
  REQUIRE(desk.open(maria));
  REQUIRE(desk.open(stranger));
  CHECK(desk.open(mario).error().code == Code::sends_spent);
  desk.device = desk.add_device(desk.school);
  REQUIRE(desk.open(mario));
  CHECK(desk.open(maria).error().code == Code::sends_spent);  // the school's
  CHECK(desk.open(maria, start + 24h));
}

TEST_CASE("the fourth send of a visit is refused") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  REQUIRE(desk.resend(visit, start + 60s));
  REQUIRE(desk.resend(visit, start + 120s));
  CHECK(desk.resend(visit, start + 180s).error().code == Code::sends_spent);
}

TEST_CASE("a visit belongs to one device of one school") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  const auto code = desk.code_of(visit);
  const auto mine = desk.device;
  const auto other_school = desk.add_school("MIIC812345");
  for (const auto& other : {desk.add_device(desk.school), desk.add_device(other_school)}) {
    desk.device = other;
    CHECK(desk.check(visit, code).error().code == Code::visit_unknown);
    CHECK(desk.resend(visit, start + 60s).error().code == Code::visit_unknown);
    desk.act([&](auto& session) {
      CHECK_FALSE(acts::find_visit(session, other, visit, start));
      CHECK(acts::end_visit(session, *desk.office, other, visit, start).error().code == Code::visit_unknown);
      return true;
    });
  }
  desk.device = mine;
  CHECK(desk.check(visit, code));
}

TEST_CASE("a guardian of two schools is two guardians") {
  Desk desk;
  const auto other_school = desk.add_school("MIIC812345");
  desk.device = desk.add_device(other_school);
  REQUIRE(desk.open(maria));
  CHECK(claim(desk, start).empty());  // not on this school's file
}

TEST_CASE("after its end a visit answers nothing") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  const auto code = desk.code_of(visit);
  const bool by_time = GENERATE(false, true);
  const auto now = by_time ? start + desk::visit_life : start;
  if (!by_time) {
    desk.act([&](auto& session) {
      CHECK(acts::end_visit(session, *desk.office, desk.device, visit, start));
      CHECK(acts::end_visit(session, *desk.office, desk.device, visit, start));  // twice is no error
      return true;
    });
    CHECK(desk.count("audit WHERE event = 'visit.ended'") == 1);
  }
  CHECK(desk.check(visit, code, now).error().code == Code::visit_ended);
  CHECK(desk.resend(visit, now).error().code == Code::visit_ended);
  CHECK(claim(desk, now).empty());  // its code is overtaken
}

TEST_CASE("sweeping ends old visits and forgets what is over") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  REQUIRE(desk.check(visit, desk.code_of(visit)));
  desk.act([&](auto& session) { return acts::spend_nonce(session, desk.device.id, "nonce", start); });
  CHECK(desk.count("visit_grant") == 1);
  desk.act([&](auto& session) { return acts::sweep(session, *desk.office, start); });
  CHECK(desk.count("visit_grant") == 1);
  CHECK(desk.count("sending_day") == 4);
  desk.act([&](auto& session) { return acts::sweep(session, *desk.office, start + 24h); });
  CHECK(desk.count("visit_grant") == 0);
  CHECK(desk.count("nonce") == 0);
  CHECK(desk.count("sending_day") == 0);
  CHECK(desk.count("visit WHERE ended_at IS NOT NULL AND length(reply_key) = 0") == 1);
  CHECK(desk.count("audit WHERE event = 'visit.timed_out'") == 1);
  desk.act([&](auto& session) { return acts::sweep(session, *desk.office, start + 25h); });
  CHECK(desk.count("audit WHERE event = 'visit.timed_out'") == 1);
}

TEST_CASE("references differ and say nothing of the person") {
  Desk desk;
  std::set<std::string> seen;
  for (int i = 0; i < 5; ++i) seen.insert(desk.open(maria)->reference);
  CHECK(seen.size() == 5);
}
