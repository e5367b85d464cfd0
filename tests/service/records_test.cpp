// What is recorded beside the acts: devices, kept answers, the outbox, the audit chain.
#include <boost/json.hpp>
#include <cctype>
#include <fstream>
#include <set>
#include <sstream>

#include "service/shared/signing/fingerprint.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/repeats.h"
#include "service/store/acts/sweep.h"
#include "tests/fakes/every_row.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using secret::SecretText;
using wire::Code;

namespace {

auto enrol(Desk& desk, std::string_view code, const signing::SigningKey& key, store::Time now = start) {
  return desk.act(
      [&](auto& session) { return acts::enrol_device(session, *desk.office, code, key.public_key(), now); });
}

std::string enrol_code(Desk& desk) {
  return std::string{desk.act([&](auto& session) {
                           return acts::make_enrol_code(session, *desk.office, desk.school.code, start).value();
                         })
                         .reveal()};
}

auto find(Desk& desk, std::string_view id) {
  return desk.act([&](auto& session) { return acts::find_device(session, id); });
}

std::vector<acts::Claimed> claim(Desk& desk, store::Time now) {
  return desk.act([&](auto& session) { return acts::claim_messages(session, *desk.office, 100, now); });
}

std::string state_of(Desk& desk, const std::string& id) {
  return desk.act(
      [&](auto& session) { return session.first("SELECT state FROM outbox WHERE id = $1", id)->text(0); });
}

}  // namespace

TEST_CASE("a device enrols once, waits, and is approved by its own words") {
  Desk desk;
  const auto key = signing::SigningKey::generate();
  const auto code = enrol_code(desk);
  const auto enrolled = enrol(desk, code, key);
  REQUIRE(enrolled);
  CHECK(enrolled->school_name == "Istituto Colle Sereno");
  CHECK(find(desk, enrolled->device)->state == acts::DeviceState::pending);
  CHECK(enrol(desk, code, key)->device == enrolled->device);  // the answer was lost: asked again
  CHECK(enrol(desk, code, signing::SigningKey::generate()).error().code == Code::enrolment_refused);

  const auto approve = [&](std::string_view words) {
    return desk.act([&](auto& session) {
      return acts::approve_device(session, *desk.office, enrolled->device, words, start).has_value();
    });
  };
  CHECK_FALSE(approve(signing::fingerprint_text(signing::SigningKey::generate().public_key())));
  CHECK_FALSE(approve(""));
  CHECK(find(desk, enrolled->device)->state == acts::DeviceState::pending);
  auto words = signing::fingerprint_text(key.public_key());
  words[0] = static_cast<char>(words[0] - 32);
  CHECK(approve("  " + words + " "));
  CHECK(find(desk, enrolled->device)->state == acts::DeviceState::active);

  desk.act(
      [&](auto& session) { return acts::revoke_device(session, *desk.office, enrolled->device, start).has_value(); });
  CHECK(find(desk, enrolled->device)->state == acts::DeviceState::revoked);
  CHECK_FALSE(approve(words));
  CHECK(enrol(desk, code, key).error().code == Code::enrolment_refused);
}

TEST_CASE("enrolment codes are typed loosely, end after three days and are kept as hashes") {
  Desk desk;
  const auto key = signing::SigningKey::generate();
  auto code = enrol_code(desk);
  CHECK(enrol(desk, code, key, start + desk::enrol_code_life).error().code == Code::enrolment_refused);
  CHECK(enrol(desk, "AAAA-AAAA-AAAA-AAAA", key).error().code == Code::enrolment_refused);
  std::string typed;
  for (const char c : code) typed += c == '-' ? ' ' : static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  CHECK(enrol(desk, typed, key));
  const auto rows = fakes::every_row(*desk.kept.session(), desk.kept.dialect());
  CHECK(rows.contains(desk.school.code));
  CHECK_FALSE(rows.contains(code));
}

TEST_CASE("a nonce is good once per key") {
  Desk desk;
  const auto spend = [&](std::string_view key, std::string_view nonce) {
    return desk.act([&](auto& session) { return acts::spend_nonce(session, key, nonce, start); });
  };
  CHECK(spend("a", "n"));
  CHECK_FALSE(spend("a", "n"));
  CHECK(spend("b", "n"));
  CHECK(spend("a", "m"));
  // A signature made 60 s early is good until 60 s late, that second included: so long the nonce is known.
  desk.act([&](auto& session) { return acts::sweep(session, *desk.office, start + 120s); });
  CHECK_FALSE(spend("a", "n"));
}

TEST_CASE("an id can be pasted into a command line") {
  secret::start_sodium();
  std::set<std::string> seen;
  for (int i = 0; i < 2000; ++i) {  // one in 32 of all base64url texts begins with a mark
    const auto id = acts::new_id();
    CHECK(std::isalnum(static_cast<unsigned char>(id.front())) != 0);
    CHECK(id.size() == 22);
    seen.insert(id);
  }
  CHECK(seen.size() == 2000);
}

TEST_CASE("a heartbeat is seen") {
  Desk desk;
  CHECK_FALSE(find(desk, desk.device.id)->last_seen);
  desk.act([&](auto& session) {
    acts::heartbeat(session, desk.device.id, start + 5s);
    return true;
  });
  CHECK(find(desk, desk.device.id)->last_seen == start + 5s);
}

TEST_CASE("a repeated request gets its answer, and nothing happens twice") {
  Desk desk;
  acts::RequestKey request{desk.school.id, desk.device.id, "v", "POST /x", "key", acts::hash_of_body("{}")};
  int acted = 0;
  const auto once = [&](const acts::RequestKey& key, store::Time now = start, int status = 200) {
    return desk.act([&](auto& session) {
      return acts::once(session, key, now, [&] {
        ++acted;
        return acts::KeptAnswer{status, "application/json", "answer " + std::to_string(acted)};
      });
    });
  };
  CHECK(once(request)->body == "answer 1");
  CHECK(once(request)->body == "answer 1");
  CHECK(acted == 1);
  SECTION("another body is a mismatch") {
    request.body_hash = acts::hash_of_body("{ }");
    CHECK(once(request).error().code == Code::idempotency_mismatch);
    CHECK(acted == 1);
  }
  SECTION("another visit or route is a mismatch too") {
    auto* const part = GENERATE_REF(&request.visit, &request.route);
    *part += "2";
    CHECK(once(request).error().code == Code::idempotency_mismatch);
    CHECK(acted == 1);
  }
  SECTION("another device or school is another request") {
    for (auto* part : {&request.device_id, &request.school_id, &request.key}) {
      *part += "2";
      CHECK(once(request));
    }
    CHECK(acted == 4);
  }
  SECTION("it is forgotten after ten minutes") {
    CHECK(once(request, start + desk::answer_life - 1s)->body == "answer 1");
    CHECK(once(request, start + desk::answer_life)->body == "answer 2");
    CHECK(once(request, start + desk::answer_life)->body == "answer 2");
  }
  SECTION("a refusal is kept, a failure of ours is not") {
    request.key = "other";
    CHECK(once(request, start, 403)->status == 403);
    CHECK(once(request, start, 200)->status == 403);
    request.key = "third";
    CHECK(once(request, start, 503)->status == 503);
    CHECK(once(request, start, 200)->status == 200);
  }
}

TEST_CASE("the visit's end forgets its answers") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  const acts::RequestKey request{desk.school.id, desk.device.id, visit, "POST /x", "key", acts::hash_of_body("{}")};
  desk.act([&](auto& session) {
    acts::remember(session, request, {200, "application/json", "{}"}, start);
    return acts::end_visit(session, *desk.office, desk.device, visit, start).has_value();
  });
  CHECK(desk.count("kept_answer") == 0);
}

TEST_CASE("a message is claimed once, and what gateways said stands beside it") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  const auto due = desk.act([](auto& session) { return acts::next_due(session); });
  CHECK(due == start);
  auto claimed = claim(desk, start);
  REQUIRE(claimed.size() == 1);
  const auto id = claimed[0].id;
  CHECK(claimed[0].attempt == 1);
  CHECK(claimed[0].language == "it");
  CHECK(acts::digits_for(*desk.office, claimed[0]) == desk.code_of(visit));
  CHECK(claim(desk, start).empty());
  CHECK(state_of(desk, id) == "sending");
  desk.act([&](auto& session) {
    acts::message_refused(session, id, "one", "unreachable", start);
    acts::message_failed(session, {id}, {"two", "503", start + 10s}, start);
    return true;
  });
  CHECK(claim(desk, start + 9s).empty());
  claimed = claim(desk, start + 10s);
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].attempt == 2);
  desk.act([&](auto& session) {
    acts::message_sent(session, id, "one", "receipt-7", start + 10s);
    return true;
  });
  CHECK(state_of(desk, id) == "sent");
  CHECK(desk.count("outbox_try") == 3);
  CHECK(desk.count("outbox_try WHERE receipt = 'receipt-7' AND attempt = 2") == 1);
  CHECK_FALSE(desk.act([](auto& session) { return acts::next_due(session); }));
}

TEST_CASE("a message that nobody takes is given up with a last word") {
  Desk desk;
  desk.open(maria);
  const auto id = claim(desk, start)[0].id;
  const bool out_of_time = GENERATE(true, false);
  desk.act([&](auto& session) {
    acts::message_failed(session, {id},
                         {"one", "no route", out_of_time ? std::optional{start + desk::code_life} : std::nullopt},
                         start);
    return true;
  });
  CHECK(state_of(desk, id) == "failed");
  CHECK(desk.count("outbox WHERE last_word = 'no route'") == 1);
}

TEST_CASE("a code that was overtaken is not sent") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  SECTION("by a resend before a gateway took it") {
    REQUIRE(desk.resend(visit, start + 60s));
    CHECK(claim(desk, start + 60s).size() == 1);
    CHECK(desk.count("outbox WHERE state = 'overtaken'") == 1);
  }
  SECTION("by its expiry") {
    CHECK(claim(desk, start + desk::code_life).empty());
    CHECK(desk.count("outbox WHERE state = 'overtaken'") == 1);
  }
  SECTION("because it was right already") {
    REQUIRE(desk.check(visit, desk.code_of(visit)));
    CHECK(claim(desk, start).empty());
  }
}

TEST_CASE("a withheld message is claimed and noted as any other") {
  Desk desk;
  desk.open(stranger);
  CHECK(desk.act([](auto& session) { return acts::next_due(session); }) == start);
  const auto claimed = claim(desk, start);
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].withheld);
  CHECK(claim(desk, start).empty());
  desk.act([&](auto& session) {
    acts::message_withheld(session, claimed[0].id, start);
    return true;
  });
  CHECK(state_of(desk, claimed[0].id) == "withheld");
  CHECK(desk.count("outbox_try WHERE outcome = 'withheld' AND attempt = 1") == 1);
  CHECK_FALSE(desk.act([](auto& session) { return acts::next_due(session); }));
}

TEST_CASE("a message whose sender could not note what became of it is due again after a while") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  CHECK(claim(desk, start).size() == 1);
  CHECK(claim(desk, start + desk::sending_life - 1s).empty());
  const auto again = claim(desk, start + desk::sending_life);
  REQUIRE(again.size() == 1);
  CHECK(again[0].attempt == 2);
  CHECK(again[0].visit == visit);
}

TEST_CASE("a message that does not open is closed, and the next one goes") {
  Desk desk;
  desk.open(maria);
  desk.act([](auto& session) { return session.exec("UPDATE outbox SET recipient = $1", secret::Bytes(40)); });
  desk.open(maria, start + 1s);
  CHECK(claim(desk, start + 1s).size() == 1);
  CHECK(desk.count("outbox WHERE state = 'failed'") == 1);
}

TEST_CASE("what was being sent when the process died is due again") {
  Desk desk;
  desk.open(maria);
  const auto id = claim(desk, start)[0].id;
  CHECK(desk.act([](auto& session) { return acts::requeue_interrupted(session, "process", start + 1s); }) == 1);
  const auto again = claim(desk, start + 1s);
  REQUIRE(again.size() == 1);
  CHECK(again[0].id == id);
}

TEST_CASE("the chain holds from the first entry, and personal data can go") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  REQUIRE(desk.check(visit, desk.code_of(visit)));
  const auto verify = [&] {
    return desk.act([&](auto& session) {
      secret::Bytes previous;
      std::int64_t expected = 1;
      for (const auto& row : session.query(
               "SELECT sequence, at, school_id, event, device_id, visit_id, commitment, previous, hash FROM audit "
               "WHERE school_id = $1 ORDER BY sequence",
               desk.school.id)) {
        const acts::Entry entry{row.integer(0), row.time(1), row.text(2), row.text(3),
                                row.text(4),    row.text(5), row.blob(6), row.blob(7)};
        if (entry.sequence != expected++ || entry.previous != previous || acts::hash_of(entry) != row.blob(8)) {
          return false;
        }
        previous = row.blob(8);
      }
      const auto head = session.first("SELECT sequence, hash FROM audit_head WHERE school_id = $1", desk.school.id);
      return head->integer(0) == expected - 1 && head->blob(1) == previous && expected > 5;
    });
  };
  CHECK(verify());
  // The commitment is to the personal data that stands beside the chain.
  desk.act([&](auto& session) {
    const auto row = session.first(
        "SELECT p.sequence, p.salt, p.personal, a.commitment FROM audit_personal p JOIN audit a ON a.school_id = "
        "p.school_id AND a.sequence = p.sequence WHERE a.event = 'visit.opened'");
    REQUIRE(row);
    const auto number = std::to_string(row->integer(0));
    const auto clear = desk.office->vault.reveal(
        store::Seal::personal, {"audit_personal", "personal", desk.school.id, number}, row->blob(2));
    CHECK(acts::commitment_to(row->blob(1), clear.reveal()) == row->blob(3));
    CHECK(boost::json::parse(std::string{clear.reveal()}).at("withheld") == "");
    return true;
  });
  desk.act([](auto& session) { return session.exec("DELETE FROM audit_personal"); });
  CHECK(verify());
  SECTION("a changed entry shows") {
    desk.act([](auto& session) { return session.exec("UPDATE audit SET event = 'x' WHERE sequence = 3"); });
    CHECK_FALSE(verify());
  }
  SECTION("a removed entry shows") {
    desk.act([](auto& session) { return session.exec("DELETE FROM audit WHERE sequence = 3"); });
    CHECK_FALSE(verify());
  }
  SECTION("a cut tail shows") {
    desk.act([](auto& session) {
      return session.exec("DELETE FROM audit WHERE sequence = (SELECT MAX(sequence) FROM audit)");
    });
    CHECK_FALSE(verify());
  }
}

TEST_CASE("nobody's data stands in the store's files in clear") {
  Desk desk;
  const auto visit = desk.open(maria)->visit;
  const std::string code{desk.code_of(visit).reveal()};
  const auto checked = desk.check(visit, SecretText{code});
  REQUIRE(checked);
  const acts::Bearer who{desk.device, visit, checked->person.grant};
  const auto given = desk.act([&](auto& session) {
    return acts::set_credentials(session, *desk.office, who,
                                 {{wire::Act::issue, "2026-09"},
                                  SecretText{"$argon2id$v=19$seeded"},
                                  SecretText{"482913"},
                                  SecretText{"$argon2id$v=19$pinned"}},
                                 start);
  });
  REQUIRE(given);
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator{desk.folder.path()}) {
    if (entry.path().filename() == "master-key") continue;
    std::ifstream file{entry.path(), std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    all += bytes.str();
  }
  if (desk.kept.is_postgresql()) all = fakes::every_row(*desk.kept.session(), desk.kept.dialect());
  CHECK(all.find("Istituto Colle Sereno") != std::string::npos);  // so the search finds what is there
  CHECK(all.find("visit.opened") != std::string::npos);
  const std::vector<std::string> secrets = {std::string{maria},
                                            "3331234567",
                                            "Angelo",
                                            "Antonietta",
                                            "PUPIL1",
                                            "argon2id",
                                            std::string{given->credentials.user_code.reveal()},
                                            std::string{checked->person.grant.reveal()}};
  for (const auto& secret : secrets) {
    CAPTURE(secret);
    CHECK(all.find(secret) == std::string::npos);
  }
}
