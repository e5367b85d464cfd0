// Requests that were left at a kiosk without a line: what each kind of person is answered with, and that the kiosk
// cannot tell them apart. How often: requests_once_test.cpp.
#include "service/store/acts/requests.h"

#include <algorithm>
#include <map>

#include "service/store/acts/audit_reading.h"
#include "service/store/acts/audit_verify.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/sweep.h"
#include "tests/fakes/every_row.h"
#include "tests/service/requests_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using Outcome = RequestDesk::Outcome;

namespace {

// What the office reads of the newest event of that name, beside the audit.
std::string beside(RequestDesk& desk, std::string_view event) {
  return desk.act([&](store::Session& session) {
    const auto row = session.first(
        "SELECT p.sequence, p.personal FROM audit_personal p JOIN audit a ON a.school_id = p.school_id AND "
        "a.sequence "
        "= p.sequence WHERE p.school_id = $1 AND a.event = $2 ORDER BY p.sequence DESC LIMIT 1",
        desk.school.id, event);
    if (!row) return std::string{};
    return std::string{desk.office->vault
                           .reveal(store::Seal::personal,
                                   {"audit_personal", "personal", desk.school.id, std::to_string(row->integer(0))},
                                   row->blob(1))
                           .reveal()};
  });
}

void update(RequestDesk& desk, std::string_view document_of, const std::string& what) {
  CHECK(desk.sql("UPDATE guardian SET " + what + " WHERE document_index = $1",
                 desk.office->vault.document_index(desk.school.id, document(document_of))) == 1);
}

// How many rows each table has.
std::map<std::string, std::int64_t> rows(RequestDesk& desk) {
  std::map<std::string, std::int64_t> counted;
  const auto everything =
      desk.act([&](store::Session& session) { return fakes::every_row(session, desk.kept.dialect()); });
  std::string table;
  for (std::size_t at = 0; at < everything.size();) {
    const auto end = everything.find('\n', at);
    const auto line = everything.substr(at, end - at);
    if (!line.contains(',')) {
      table = line;
    } else {
      ++counted[table];
    }
    at = end + 1;
  }
  return counted;
}

}  // namespace

TEST_CASE("with a mail on file the link goes there, and nothing to the phone") {
  RequestDesk desk;
  CHECK(desk.ask(RequestDesk::annas()) == Outcome::taken);
  const auto messages = desk.sent();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].kind == acts::MessageKind::invitation);
  CHECK(messages[0].channel == acts::Channel::mail);
  CHECK(messages[0].recipient.reveal() == RequestDesk::annas_mail);
  CHECK(messages[0].language == "it");
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL AND device_id = '" + desk.kiosk.device.id + "'") == 1);
  CHECK(desk.events("request.taken") == 1);
  CHECK(desk.events("invitation.sent") == 1);
  CHECK(beside(desk, "request.taken").contains("first_issue"));
}

TEST_CASE("without a mail an SMS says to come back, and brings no link") {
  RequestDesk desk;
  CHECK(desk.ask(maria) == Outcome::taken);
  const auto messages = desk.sent();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].kind == acts::MessageKind::come_back);
  CHECK(messages[0].channel == acts::Channel::sms);
  CHECK(messages[0].recipient.reveal() == marias_phone);
  CHECK(messages[0].subject.empty());
  CHECK(desk.count("invitation") == 0);
  CHECK(desk.events("request.called_back") == 1);
}

TEST_CASE("an SMS that can wait wakes nobody") {
  RequestDesk desk;
  const auto night = start + 10h;  // a quarter past two in the night
  CHECK(desk.ask(maria, night) == Outcome::taken);
  CHECK(desk.sent(night + 5h).empty());
  CHECK(desk.sent(night + 6h).size() == 1);  // a quarter past eight
}

TEST_CASE("nobody who is not answered can be told from anybody else") {
  RequestDesk desk;
  const auto child = valid("BNCLCU15A01H501");
  desk.import(guardian_row(child, "Bianchi", "Luca", "+393401112244", "PUPIL4"));
  struct Case {
    std::string_view name, document, why;
    std::function<void(RequestDesk&)> before;
  };
  const auto annas = RequestDesk::annas();
  const auto of_anna = [&](const std::string& what) {
    return [&, what](RequestDesk& at) { update(at, annas, what); };
  };
  const std::vector<Case> cases = {
      {"on no file", stranger, "unknown", {}},
      {"without a phone", mario, "no_phone", {}},
      {"a minor", child, "minor", {}},
      {"blocked", annas, "blocked", of_anna("blocked = 1")},
      {"disabled", annas, "blocked", of_anna("disabled_at = 1")},
      {"locked", annas, "locked",
       [&](RequestDesk& at) {
         at.sql(
             "INSERT INTO person_guard (school_id, document_index, failures, counted_from, locked_until) VALUES ($1, "
             "$2, 0, $3, $4)",
             at.school.id, at.office->vault.document_index(at.school.id, document(annas)), start, start + 24h);
       }},
      {"a pupil of age", annas, "pupil",
       [&](RequestDesk& at) {
         auto row = guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, annas);
         at.import(row);
       }},
      {"frozen", annas, "office_first",
       [&](RequestDesk& at) {
         at.sql(
             "INSERT INTO account (id, school_id, guardian_id, user_code_index, user_code, password, change_due, "
             "frozen_at, issued_at, password_set_at) SELECT 'a', school_id, id, $1, $2, $2, 0, 1, 1, 1 FROM guardian "
             "WHERE document_index = $3",
             secret::Bytes(32, 5),
             at.office->vault.seal(store::Seal::personal, {"account", "user_code", at.school.id, "a"}, "G1234567A"),
             at.office->vault.document_index(at.school.id, document(annas)));
       }},
  };
  const auto& one = cases.at(static_cast<std::size_t>(GENERATE(range(0, 8))));
  CAPTURE(std::string{one.name});
  if (one.before) one.before(desk);
  const auto before = rows(desk);
  const auto taken = desk.deliver(desk.kiosk, {desk.leave(one.document)});
  REQUIRE(taken);
  CHECK(taken->front().answer == wire::RequestAnswer{1, Outcome::taken});
  CHECK_FALSE(taken->front().repeated);
  const auto after = rows(desk);
  CHECK(desk.sent().empty());
  CHECK(desk.count("invitation") == 0);
  CHECK(beside(desk, "request.withheld").contains(one.why));

  // The same rows as for somebody whose phone rings.
  RequestDesk other;
  const auto other_before = rows(other);
  CHECK(other.ask(maria) == Outcome::taken);
  const auto other_after = rows(other);
  for (const auto& [table, count] : other_after) {
    CAPTURE(table);
    const auto of = [](const std::map<std::string, std::int64_t>& counted, const std::string& name) {
      const auto found = counted.find(name);
      return found == counted.end() ? 0 : found->second;
    };
    CHECK(of(after, table) - of(before, table) == count - of(other_before, table));
  }
}

TEST_CASE("a link that somebody at home is using is not ended by a card at the kiosk") {
  RequestDesk desk;
  CHECK(desk.ask(RequestDesk::annas()) == Outcome::taken);
  const auto tomorrow = start + 24h;
  desk.sql("UPDATE invitation SET code_sent_at = $1, expires_at = $2", tomorrow - 1h, tomorrow + 24h);
  CHECK(desk.ask(RequestDesk::annas(), tomorrow) == Outcome::taken);
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 1);
  CHECK(desk.count("invitation") == 1);
  CHECK(beside(desk, "request.withheld").contains("link_in_use"));
  // The day after it is idle: a new one takes its place.
  CHECK(desk.ask(RequestDesk::annas(), tomorrow + 23h) == Outcome::taken);
  CHECK(desk.count("invitation") == 2);
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 1);
}

TEST_CASE("no SMS goes when the day's are used up, and the kiosk is told as ever") {
  RequestDesk desk;
  desk.office->sending.per_school_day = 1;
  CHECK(desk.ask(maria) == Outcome::taken);
  auto another = guardian_row(valid("VRDGLI70A41H501"), "Verdi", "Giulia", "+393401112255", "PUPIL5");
  desk.import(another);
  CHECK(desk.ask(valid("VRDGLI70A41H501")) == Outcome::taken);
  CHECK(desk.sent().size() == 1);
  CHECK(beside(desk, "request.withheld").contains("sms_spent"));
  // A mail costs no SMS.
  CHECK(desk.ask(RequestDesk::annas()) == Outcome::taken);
  CHECK(desk.sent().size() == 1);
  CHECK(desk.count("invitation") == 1);
}

TEST_CASE("another school's people are strangers, also to a kiosk that holds their card") {
  RequestDesk desk;
  const auto other = desk.add_school("MIIC80400A");
  auto theirs = desk.make_kiosk(other);
  const auto taken = desk.deliver(theirs, {desk.leave(theirs, RequestDesk::annas())});
  REQUIRE(taken);
  CHECK(taken->front().answer.outcome == Outcome::taken);
  CHECK(desk.sent().empty());
  CHECK(desk.count("kiosk_request WHERE school_id = '" + desk.school.id + "'") == 0);
  CHECK(desk.count("request_day WHERE school_id = '" + desk.school.id + "'") == 0);
  // And a box of ours, delivered by them, is nobody's, however it is signed.
  const auto ours = desk.leave(RequestDesk::annas());
  const auto stolen = desk.deliver(theirs, {ours});
  CHECK(stolen->front().answer.outcome == Outcome::not_signed);
  const auto resigned = desk.deliver(theirs, {wire::numbered(ours, 9, theirs.device.id, theirs.key)});
  CHECK(resigned->front().answer.outcome == Outcome::unreadable);
  CHECK(desk.sent().empty());
}

TEST_CASE("what was in a box is kept nowhere, and goes with the person") {
  RequestDesk desk;
  const auto request = desk.leave(stranger);
  CHECK(desk.deliver(request) == Outcome::taken);
  const auto all = desk.act([&](store::Session& session) { return fakes::every_row(session, desk.kept.dialect()); });
  CHECK_FALSE(all.contains(stranger));
  CHECK_FALSE(all.contains(secret::to_hex(request.box)));
  // The one trace of a stranger, for the day's sake, and for as long as a request of that day can come.
  CHECK(desk.count("request_day") == 1);
  desk.act([&](auto& session) { return acts::sweep(session, *desk.office, start + wire::request_life); });
  CHECK(desk.count("request_day") == 1);
  desk.act([&](auto& session) { return acts::sweep(session, *desk.office, start + wire::request_life + 24h); });
  CHECK(desk.count("request_day") == 0);
}

TEST_CASE("the audit of requests holds, and says nothing in the open") {
  RequestDesk desk;
  CHECK(desk.ask(maria) == Outcome::taken);
  CHECK(desk.ask(stranger) == Outcome::taken);
  CHECK(desk.deliver(desk.leave(maria, start - wire::request_life)) == Outcome::too_old);
  const auto verified = acts::verify_audit(*desk.store, *desk.office, desk.school.id, desk.school.code, {});
  REQUIRE(verified);
  CHECK(verified->findings.empty());
  CHECK(desk.count("audit WHERE event LIKE 'request.%' AND device_id = '" + desk.kiosk.device.id + "'") == 5);
}
