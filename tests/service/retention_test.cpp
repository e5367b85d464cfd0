// What is older than its kind's days goes, and nothing else; the chain of the audit holds.
#include "service/store/acts/retention.h"

#include "service/store/acts/audit_verify.h"
#include "service/store/acts/erasing.h"
#include "service/store/acts/import_run.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {
namespace {

using acts::retire_all;

struct Keeping : Desk {
  desk::Retention retention;

  std::int64_t retire(store::Time now) {
    const auto retired = retire_all(*store, *office, retention, now, [] { return true; });
    REQUIRE(retired);
    std::int64_t rows = 0;
    for (const auto& one : *retired) rows += one.rows;
    return rows;
  }
  template <class... Values>
  void sql(const std::string& text, const Values&... values) {
    act([&](auto& session) { return session.exec(text, values...); });
  }
  std::string maria_id() {
    return act([&](auto& session) {
      return session
          .first("SELECT id FROM guardian WHERE document_index = $1",
                 office->vault.document_index(school.id, document(maria)))
          ->text(0);
    });
  }
  bool chain_holds() {
    const auto verified = acts::verify_audit(*store, *office, school.id, school.code, {});
    return verified && verified->findings.empty();
  }
};

}  // namespace

TEST_CASE("each kind goes on its day") {
  Keeping desk;
  const auto maria_s = desk.maria_id();
  struct Kind {
    std::string rows;
    int days;
    std::string insert;
  };
  const auto kind = GENERATE(
      Kind{"visit", 90, ""},
      Kind{"invitation", 365,
           "INSERT INTO invitation (id, school_id, guardian_id, purpose, token_hash, batch_id, device_id, visit_id, "
           "language, created_at, expires_at) VALUES ('i', $1, $2, 'recovery', $4, '', '', '', 'it', $3, $3)"},
      Kind{"report", 365,
           "INSERT INTO report (id, school_id, guardian_id, visit_id, reference, what, note, created_at, closed_at) "
           "VALUES ('r', $1, $2, '', 'K7', 'phone', $4, $3, $3)"},
      Kind{"connector_event", 90,
           "INSERT INTO connector_event (id, school_id, kind, account_id, sequence, content, state, attempts, "
           "next_at, not_after, created_at, finished_at, last_word) VALUES ('e', $1, 'pin_changed', $2, 1, $4, "
           "'delivered', 1, $3, $3, $3, $3, '')"},
      Kind{
          "kiosk_request", 30,
          "INSERT INTO kiosk_request (device_id, sequence, school_id, box_hash, outcome, delivered_at) SELECT id, 1, "
          "$1, $4, CASE WHEN $2 = '' THEN '' ELSE 'taken' END, $3 FROM device"},
      Kind{
          "journal", 90,
          "INSERT INTO journal (device_id, chain, sequence, school_id, at, event, data, previous, hash, "
          "delivered_at) "
          "SELECT id, 1, 1, $1, 1, 'started', CASE WHEN $2 = '' THEN '' ELSE 'tries=1' END, $4, $4, $3 FROM device"});
  CAPTURE(kind.rows);
  if (kind.insert.empty()) {
    const auto visit = desk.open(maria)->visit;
    desk.sql("UPDATE visit SET ended_at = $1, expires_at = $1 WHERE id = $2", start, visit);
    desk.sql("UPDATE outbox SET finished_at = $1, state = 'sent'", start);
  } else {
    desk.sql(kind.insert, desk.school.id, maria_s, start, secret::Bytes(32, 1));
  }
  desk.retire(start + desk::days(kind.days) - 1s);
  CHECK(desk.count(kind.rows) == 1);
  desk.retire(start + desk::days(kind.days));
  CHECK(desk.count(kind.rows) == 0);
  CHECK(desk.chain_holds());
}

TEST_CASE("an open report and a visit whose message still waits are kept") {
  Keeping desk;
  desk.open(maria);
  desk.sql("UPDATE visit SET ended_at = $1, expires_at = $1", start);
  desk.sql(
      "INSERT INTO report (id, school_id, guardian_id, visit_id, reference, what, note, created_at) VALUES ('r', $1, "
      "$2, '', 'K7', 'phone', $3, $4)",
      desk.school.id, desk.maria_id(), secret::Bytes(32, 1), start);
  desk.retire(start + desk::days(4000));
  CHECK(desk.count("visit") == 1);
  CHECK(desk.count("report") == 1);
}

TEST_CASE("a school's last import and what a register still waits for are kept") {
  Keeping desk;
  const auto begin = [&](store::Time at) {
    return desk.act([&](auto& session) { return acts::begin_import(session, *desk.office, desk.school.id, at); });
  };
  begin(start);
  begin(start + 1h);
  desk.sql(
      "INSERT INTO connector_event (id, school_id, kind, account_id, sequence, content, state, attempts, next_at, "
      "not_after, created_at, last_word) VALUES ('e', $1, 'pin_changed', '', 1, $2, 'queued', 1, $3, $3, $3, '')",
      desk.school.id, secret::Bytes(32, 1), start);
  desk.retire(start + desk::days(365) - 1s);
  CHECK(desk.count("import_run") == 2);
  desk.retire(start + desk::days(365));
  CHECK(desk.count("import_run") == 1);
  desk.retire(start + desk::days(4000));
  CHECK(desk.count("import_run") == 1);
  CHECK(desk.count("connector_event") == 1);
  CHECK(begin(start + desk::days(4001)).last_was_interrupted);
  CHECK(desk.chain_holds());
}

TEST_CASE("a bulk invitation is kept while one of its invitations is") {
  Keeping desk;
  desk.sql("INSERT INTO batch (id, school_id, classes, created_at) VALUES ('b', $1, '1*', $2)", desk.school.id,
           start);
  desk.sql(
      "INSERT INTO invitation (id, school_id, guardian_id, purpose, token_hash, batch_id, device_id, visit_id, "
      "language, created_at, expires_at) VALUES ('i', $1, $2, 'recovery', $3, 'b', '', '', 'it', $4, $5)",
      desk.school.id, desk.maria_id(), secret::Bytes(32, 1), start, start + desk::days(10));
  desk.sql("INSERT INTO batch (id, school_id, classes, created_at) VALUES ('c', $1, '2*', $2)", desk.school.id,
           start);
  desk.retire(start + desk::days(365) - 1s);
  CHECK(desk.count("batch") == 2);
  desk.retire(start + desk::days(370));
  CHECK(desk.count("batch") == 1);
  desk.retire(start + desk::days(375));
  CHECK(desk.count("invitation") == 0);
  CHECK(desk.count("batch") == 0);
}

TEST_CASE("a pupil who left goes after a time, with all that is theirs alone") {
  Keeping desk;
  desk.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL3"));
  desk.office->registers["RMIC817009"] = {};
  desk.office->profiles.at("classeviva").telling.events = {desk::RegisterEvent::credentials_closed};
  const auto mail_index = desk.office->vault.index(store::IndexKind::mail, desk.school.id, "zoe@school.example");
  const auto zoe = desk.act([&](auto& session) {
    const auto id = session
                        .first("SELECT id FROM pupil WHERE key_index = $1",
                               desk.office->vault.index(store::IndexKind::pupil, desk.school.id, "PUPIL1"))
                        ->text(0);
    const auto seal = [&](std::string_view table, std::string_view column, std::string_view row,
                          std::string_view text) {
      return desk.office->vault.seal(store::Seal::personal, {table, column, desk.school.id, row}, text);
    };
    session.exec("UPDATE pupil SET mail = $1, mail_index = $2 WHERE id = $3",
                 seal("pupil", "mail", id, "zoe@school.example"), mail_index, id);
    session.exec(
        "INSERT INTO account (id, school_id, pupil_id, user_code_index, user_code, password, change_due, issued_at, "
        "password_set_at) VALUES ('zoes', $1, $2, $3, $4, $4, 1, $5, $5)",
        desk.school.id, id, secret::Bytes(32, 9), seal("account", "user_code", "zoes", "S1234567A"), start);
    session.exec(
        "INSERT INTO login_guard (school_id, user_code_index, failures, counted_from) VALUES ($1, $2, 1, $3)",
        desk.school.id, secret::Bytes(32, 9), start);
    session.exec(
        "INSERT INTO homonym (id, school_id, kind, holder, holder_id, wanted, given, created_at) VALUES ('h', $1, "
        "'mail', 'pupil', $2, $3, $3, $4)",
        desk.school.id, id, secret::Bytes(32, 1), start);
    session.exec("INSERT INTO sending_day (school_id, counted, subject, day, sends) VALUES ($1, 'mail', $2, 1, 1)",
                 desk.school.id, mail_index);
    acts::Message message;
    message.school_id = desk.school.id;
    message.kind = acts::MessageKind::pupil_credentials;
    message.channel = acts::Channel::mail;
    message.subject = "zoes";
    message.recipient = secret::SecretText{"zoe@school.example"};
    message.not_after = start + 24h;
    acts::enqueue(session, *desk.office, message, start);
    acts::append(session, *desk.office,
                 {desk.school.id, acts::EventName::pupil_credentials_issued, "", "",
                  acts::personal_json({{"pupil", id}, {"by", "mail"}})},
                 start);
    acts::close_pupils(session, *desk.office, std::vector<std::string>{id}, start);
    return id;
  });
  // Counted by hand, not by the retention: a sent mail goes by its own age long before.
  desk.retention.mails = desk.retention.told = desk.retention.acts = desk.retention.logins = desk::longest_retention;
  desk.retire(start + desk::days(365) - 1s);
  CHECK(desk.count("pupil") == 3);
  CHECK(desk.count("outbox") == 1);
  const auto kept = desk.count("audit_personal");

  SECTION("everything, and the guardian keeps the other child") {
    desk.retire(start + desk::days(365));
    CHECK(desk.count("pupil") == 2);
    for (const std::string table : {"account", "outbox", "homonym", "login_guard", "sending_day"}) {
      CAPTURE(table);
      CHECK(desk.count(table) == 0);
    }
    CHECK(desk.count("guardian WHERE disabled_at IS NULL") == 2);
    CHECK(desk.count("guardianship") == 2);
    CHECK(desk.count("connector_event WHERE kind = 'credentials_closed' AND state = 'queued'") == 1);
    CHECK(desk.count("audit WHERE event = 'pupil.erased'") == 1);
    // Issued, closed, the bond; and the event that says so has their numbers beside it.
    CHECK(desk.count("audit_personal") == kept - 3 + 1);
    desk.act([&](auto& session) {
      const auto page = acts::audit_page_after(session, *desk.office, desk.school.id, 0, true);
      for (const auto& row : page.rows) {
        if (row.personal) CHECK(row.personal->clear.value().reveal().find(zoe) == std::string_view::npos);
      }
      return true;
    });
    CHECK(desk.retire(start + desk::days(365)) == 0);
  }
  SECTION("who came back stays, also if that comes in the middle") {
    desk.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL1"));
    const auto due = start + desk::days(365);
    CHECK(acts::forget_pupils(*desk.store, *desk.office, {desk.school.id, {zoe}, due}, due).value().empty());
    CHECK(desk.count("pupil") == 3);
    CHECK(desk.count("account") == 1);
  }
  SECTION("another school's pupil is passed over") {
    const auto other = desk.add_school("MIIC80400A");
    const auto due = start + desk::days(365);
    CHECK(acts::forget_pupils(*desk.store, *desk.office, {other.id, {zoe, "nobody"}, due}, due).value().empty());
    CHECK(desk.count("pupil") == 3);
  }
  CHECK(desk.chain_holds());
}

TEST_CASE("who logged in goes before who was given what; the chain holds") {
  Keeping desk;
  const auto note = [&](acts::EventName name, store::Time at) {
    desk.act([&](auto& session) {
      acts::append(session, *desk.office,
                   {desk.school.id, name, "", "", acts::personal_json({{"guardian", "somebody"}})}, at);
      return true;
    });
  };
  for (int day = 0; day < 300; ++day) {
    note(acts::EventName::login_right, start + desk::days(day));
    note(acts::EventName::guardian_blocked, start + desk::days(day));
  }
  const auto beside = [&](const std::string& event) {
    return desk.count(
        "audit_personal p JOIN audit a ON a.school_id = p.school_id AND a.sequence = p.sequence WHERE "
        "a.event = '" +
        event + "'");
  };
  // By whole days: what reaches its age at noon goes at the next midnight.
  desk.retire(start + desk::days(291));
  CHECK(beside("login.right") == 199);  // the 101st is 190 days old
  CHECK(beside("guardian.blocked") == 300);
  CHECK(desk.count("audit WHERE event = 'data.retired'") == 1);
  desk.retire(start + desk::days(1095 + 100));
  CHECK(beside("login.right") == 0);
  CHECK(beside("guardian.blocked") == 200);
  CHECK(desk.chain_holds());
  CHECK(desk.retire(start + desk::days(1095 + 100)) == 0);
}

TEST_CASE("a guardian without pupils is disabled, and forgotten after a time") {
  Keeping desk;
  const auto id = desk.maria_id();
  desk.open(maria);
  CHECK(desk.retire(start + 1h) == 0);
  desk.sql("DELETE FROM guardianship WHERE guardian_id = $1", id);
  desk.retire(start + 2h);
  CHECK(desk.count("guardian WHERE disabled_at IS NOT NULL") == 1);
  CHECK(desk.count("visit WHERE ended_at IS NULL") == 0);
  CHECK(desk.count("audit WHERE event = 'guardian.disabled'") == 1);
  CHECK(desk.retire(start + 3h) == 0);
  SECTION("with no pupil again, after a year everything goes") {
    desk.retire(start + 2h + desk::days(365));
    CHECK(desk.count("guardian") == 1);
    CHECK(desk.count("audit WHERE event = 'guardian.erased'") == 1);
    CHECK(desk.count("pupil") == 2);
  }
  SECTION("whom the office blocked stays blocked") {
    desk.sql("UPDATE guardian SET blocked = 1 WHERE id = $1", id);
    desk.retire(start + 2h + desk::days(365));
    CHECK(desk.count("guardian WHERE blocked = 1") == 1);
  }
  SECTION("with a pupil again they stay, also if that comes in the middle") {
    const auto due = start + 2h;
    const auto forget = [&] {
      return acts::forget(*desk.store, *desk.office, {desk.school.id, {id}, false, due}, due).value();
    };
    desk.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL1"));
    const auto beside = desk.count("audit_personal");
    CHECK(forget().empty());
    CHECK(desk.count("guardian") == 2);
    CHECK(desk.count("audit_personal") == beside);
    CHECK(desk.count("audit WHERE event = 'guardian.let_in'") == 1);
  }
  SECTION("with a pupil again they stay") {
    desk.sql(
        "INSERT INTO guardianship (school_id, guardian_id, pupil_id, role) SELECT $1, $2, MIN(id), 'MADRE' FROM "
        "pupil",
        desk.school.id, id);
    desk.retire(start + 2h + desk::days(365));
    CHECK(desk.count("guardian") == 2);
  }
  CHECK(desk.chain_holds());
}

TEST_CASE("much of a kind goes in many small writes") {
  Keeping desk;
  const auto id = desk.maria_id();
  desk.act([&](auto& session) {
    for (int i = 0; i < 2 * acts::retire_at_once + 7; ++i) {
      session.exec(
          "INSERT INTO report (id, school_id, guardian_id, visit_id, reference, what, note, created_at, closed_at) "
          "VALUES ($1, $2, $3, '', 'K7', 'phone', $4, $5, $5)",
          "r" + std::to_string(i), desk.school.id, id, secret::Bytes(32, 1), start);
    }
    return true;
  });
  const auto some =
      desk.act([&](auto& session) { return acts::retire(session, *desk.office, {}, start + desk::days(365)); });
  CHECK(acts::more_to_retire(some));
  CHECK(desk.count("report") == acts::retire_at_once + 7);
  desk.retire(start + desk::days(365));
  CHECK(desk.count("report") == 0);
}

}  // namespace sportello::tests
