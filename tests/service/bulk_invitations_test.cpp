// The school starts it: whole classes are invited, spread over time, reported on and reminded once.
#include "service/store/acts/bulk_invitations.h"

#include <algorithm>
#include <array>
#include <map>

#include "service/desk/classes.h"
#include "service/store/acts/invitation_report.h"
#include "tests/service/command_fixture.h"

using namespace sportello;
using namespace std::chrono_literals;
using tests::Desk;
using tests::OfficeDesk;
using tests::start;
namespace acts = store::acts;

namespace {

// Five guardians with mail in 1A (one of them twice), one without, one in 2B.
class School : public Desk {
 public:
  School() {
    for (const auto& [code, surname, pupil, class_name, mail] : std::vector<std::array<std::string, 5>>{
             {"NGYTHI88B69Z251B", "Nguyen", "P1", "1ª A", "thi@example.org"},
             {"NGYTHI88B69Z251B", "Nguyen", "P2", "1ª A", "thi@example.org"},
             {"HXHRBN90M15Z100K", "Hoxha", "P3", "1ª A", "arben@example.org"},
             {"LDRBLL79E07Z330P", "El Idrissi", "P4", "1ª C", "abdellatif@example.org"},
             {"REXLAX71C01H501L", "Re", "P5", "1ª C", ""}}) {
      auto row = tests::guardian_row(code, surname, "Nome", "+393331110000", pupil);
      row.class_name = class_name;
      if (!mail.empty()) row.mail = mail;
      import(row);
    }
  }
  acts::Told<acts::Bulk> invite(const acts::BulkWish& wish, store::Time now = start) {
    return act([&](auto& session) { return acts::invite_in_bulk(session, *office, school.id, wish, now); });
  }
  void all_mails_left(store::Time now) {
    act([&](auto& session) {
      return session.exec(
          "UPDATE outbox SET state = 'sent', finished_at = $1 WHERE channel = 'mail' AND state = "
          "'queued'",
          now);
    });
  }
  std::int64_t remind(store::Time now) {
    return act([&](auto& session) { return acts::remind_due(session, *office, now); });
  }
  acts::BatchReport report(store::Time now = start) {
    return act([&](auto& session) { return acts::invitation_report(session, *office, school.id, now).at(0); });
  }
};

}  // namespace

TEST_CASE("a pattern means the classes that an office would say it means") {
  const auto [pattern, name, means] = GENERATE(table<std::string, std::string, bool>(
      {{"1*", "1A", true},        {"1*", "1ª A, media", true}, {"1*", "2A", false},   {"2B", "2B", true},
       {"2b", "2ª B", true},      {"2 B", "2^B", true},        {"2B", "2Bis", false}, {"?B", "2B", true},
       {"?B", "12B", false},      {"*", "anything", true},     {"*B", "2B", true},    {"*B*", "2BC", true},
       {"1*C", "1ABC", true},     {"1*C", "1ABCD", false},     {"", "", true},        {"", "1A", false},
       {"**A", "1A", true},       {"1A", "", false},           {"*a*a*", "AA", true}, {"*a*a*", "A", false},
       {"2*", "2* literal", true}}));
  CAPTURE(pattern, name);
  CHECK(desk::class_matches(pattern, name) == means);
}

TEST_CASE("each guardian is invited once, and the mails are spread") {
  School desk;
  const auto bulk = desk.invite({"1*", true, 2, "", false});
  REQUIRE(bulk);
  CHECK(bulk->pupils == 5);
  CHECK(bulk->invited == 3);
  CHECK(bulk->spread == 60s);
  CHECK(desk.count("invitation") == 3);
  CHECK(desk.count("outbox WHERE kind = 'invitation' AND channel = 'mail'") == 3);
  for (int i = 0; i < 3; ++i) {
    const auto due = std::to_string((start + i * 30s).time_since_epoch().count());
    CHECK(desk.count("outbox WHERE next_at = " + due) == 1);
  }
  CHECK(desk.count("audit WHERE event = 'invitations.made'") == 1);
  CHECK(desk.count("audit WHERE event = 'invitation.sent'") == 3);
  CHECK(desk.count("batch WHERE classes = '1*'") == 1);
  REQUIRE(bulk->others.size() == 1);  // for the kiosk
  CHECK(bulk->others.front().surname.reveal() == "Re");
  CHECK(bulk->others.front().classes == "1ª C");
  CHECK(bulk->others.front().why == acts::NotInvited::Why::no_mail);
  // The same again by mistake: nobody gets a second mail.
  const auto again = desk.invite({"1*", true, 60, "", false}, start + 1h);
  REQUIRE(again);
  CHECK(again->invited == 0);
  CHECK(again->already == 3);
  CHECK(again->batch.empty());
  CHECK(desk.count("invitation") == 3);
  // After they have run out, they can be invited anew.
  CHECK(desk.invite({"1*", true, 60, "", false}, start + 80h)->invited == 3);
}

TEST_CASE("a dry run writes nothing") {
  School desk;
  const auto before = desk.count("audit");
  const auto bulk = desk.invite({"1*", true, 60, "", true});
  REQUIRE(bulk);
  CHECK(bulk->invited == 3);
  CHECK(desk.count("invitation") + desk.count("batch") + desk.count("outbox") == 0);
  CHECK(desk.count("audit") == before);
}

TEST_CASE("who has credentials, is blocked, frozen or a pupil is not invited") {
  School desk;
  const auto give = [&](const std::string& surname_mail, bool frozen) {
    desk.act([&](auto& session) {
      const auto id = session
                          .first("SELECT id FROM guardian WHERE mail_index = $1",
                                 desk.office->vault.index(store::IndexKind::mail, desk.school.id, surname_mail))
                          ->text(0);
      session.exec(
          "INSERT INTO account (id, school_id, guardian_id, user_code_index, user_code, password, change_due, "
          "issued_at, password_set_at, frozen_at) VALUES ($1, $2, $1, $3, $4, $3, 0, 1, 1, $5)",
          id, desk.school.id, secret::random_bytes(32),
          desk.office->vault.seal(store::Seal::personal, {"account", "user_code", desk.school.id, id}, "G1"),
          frozen ? std::optional{start} : std::nullopt);
      return true;
    });
  };
  give("thi@example.org", false);
  give("arben@example.org", true);
  const auto without = desk.invite({"1*", true, 60, "", true});
  CHECK(without->invited == 1);
  CHECK(without->others.size() == 1);  // whoever is frozen has credentials
  const auto everybody = desk.invite({"1*", false, 60, "", false});
  CHECK(everybody->invited == 2);
  CHECK(desk.count("outbox WHERE kind = 'invitation_recovery'") == 1);
  REQUIRE(everybody->others.size() == 2);
  CHECK(everybody->others.front().why == acts::NotInvited::Why::frozen);
  desk.act([&](auto& session) { return session.exec("UPDATE guardian SET blocked = 1"); });
  const auto blocked = desk.invite({"1*", true, 60, "", true}, start + 80h);
  CHECK(blocked->invited == 0);
  CHECK(blocked->others.empty());
}

TEST_CASE("whose phone no code may be sent to gets no link that would end at the office") {
  School desk;
  const auto add = [&](const std::string& code, const std::string& surname, std::string_view phone) {
    auto row = tests::guardian_row(code, surname, "Nome", phone, "P-" + surname);
    row.class_name = "1ª A";
    row.mail = surname + "@example.org";
    desk.import(row);
  };
  add("RSSMRA80A01H501U", "Abate", "");              // none on file
  add("DNGMNT85T71F205Y", "Bruni", "+40721123456");  // a country that no code is sent to
  const auto bulk = desk.invite({"1*", true, 60, "", false});
  REQUIRE(bulk);
  CHECK(bulk->invited == 3);
  REQUIRE(bulk->others.size() == 3);
  for (const std::size_t one : {0, 1}) {
    CHECK(bulk->others.at(one).why == acts::NotInvited::Why::no_phone);
    CHECK(acts::name_of(bulk->others.at(one).why) == "no phone: to the office");
  }
  CHECK(bulk->others.at(0).surname.reveal() == "Abate");
  CHECK(bulk->others.at(1).surname.reveal() == "Bruni");
  CHECK(bulk->others.at(2).why == acts::NotInvited::Why::no_mail);
}

TEST_CASE("batches in a row share one throttle, and mails that left do not count") {
  School desk;
  REQUIRE(desk.invite({"1ªA", true, 2, "", false})->invited == 2);  // at 0 s and 30 s
  const auto dry = desk.invite({"1*", true, 2, "", true}, start + 1s);
  CHECK(dry->spread == 59s);
  const auto next = desk.invite({"1*", true, 2, "", false}, start + 1s);
  REQUIRE(next->invited == 1);
  CHECK(next->spread == 59s);
  CHECK(desk.count("outbox WHERE next_at = " + std::to_string((start + 60s).time_since_epoch().count())) == 1);
  desk.all_mails_left(start + 2min);
  desk.act([&](auto& session) { return session.exec("UPDATE invitation SET cancelled_at = $1", start); });
  CHECK(desk.invite({"1*", true, 60, "", false}, start + 30s)->spread == 2s);
}

TEST_CASE("no such class, and a day of the digital identity, are told") {
  School desk;
  CHECK_FALSE(desk.invite({"9*", true, 60, "", false}));
  desk.act([&](auto& session) {
    return acts::set_access(session, *desk.office, desk.school.code,
                            {"guardian", "2026-01-01", wire::Access::digital_identity}, start)
        .has_value();
  });
  const auto refused = desk.invite({"1*", true, 60, "", false});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find("digital identity") != std::string::npos);
  CHECK(desk.count("invitation") == 0);
}

TEST_CASE("a reminder comes once, after two days, and only while it helps") {
  School desk;
  REQUIRE(desk.invite({"1*", true, 600, "en", false})->invited == 3);
  CHECK(desk.remind(start + 49h) == 0);  // the mails never left
  desk.all_mails_left(start + 1min);
  CHECK(desk.remind(start + 48h) == 0);
  desk.act([&](auto& session) {
    session.exec("UPDATE invitation SET redeemed_at = $1 WHERE id = (SELECT MIN(id) FROM invitation)", start);
    return session.exec("UPDATE outbox SET delivery = 'bounced' WHERE subject_id = (SELECT MAX(id) FROM invitation)");
  });
  CHECK(desk.remind(start + 48h + 1min) == 1);
  CHECK(desk.remind(start + 48h + 2min) == 0);
  CHECK(desk.count("outbox WHERE kind = 'invitation_reminder' AND language = 'en' AND channel = 'mail'") == 1);
  CHECK(desk.count("outbox r JOIN invitation i ON i.id = r.subject_id WHERE r.kind = 'invitation_reminder' AND "
                   "r.not_after = i.expires_at AND i.reminded_at IS NOT NULL") == 1);
  CHECK(desk.count("audit WHERE event = 'invitation.reminded'") == 1);
  School late;
  late.invite({"1*", true, 600, "", false});
  late.all_mails_left(start);
  CHECK(late.remind(start + 73h) == 0);  // a link that opens nothing is not worth a mail
}

TEST_CASE("whom the link can no longer help is not reminded") {
  School desk;
  desk.invite({"1*", true, 600, "", false});
  desk.all_mails_left(start);
  SECTION("the phone went away") {
    desk.act([&](auto& session) { return session.exec("UPDATE guardian SET phone = NULL, phone_index = NULL"); });
  }
  SECTION("guardians enter by the digital identity since") {
    REQUIRE(desk.act([&](auto& session) {
      return acts::set_access(session, *desk.office, desk.school.code,
                              {"guardian", "2026-01-01", wire::Access::digital_identity}, start)
          .has_value();
    }));
  }
  CHECK(desk.remind(start + 50h) == 0);
  CHECK(desk.count("outbox WHERE kind = 'invitation_reminder'") == 0);
}

TEST_CASE("a mail that left twice is followed by one reminder") {
  School desk;
  desk.invite({"1*", true, 600, "", false});
  desk.all_mails_left(start);
  desk.act([&](auto& session) {
    session.exec("UPDATE invitation SET reminded_at = 1 WHERE id <> (SELECT MIN(id) FROM invitation)");
    return session.exec(
        "INSERT INTO outbox (id, school_id, kind, visit_id, issue, code_key_version, language, recipient, "
        "parameters, "
        "withheld, state, attempts, next_at, not_after, created_at, finished_at, last_word, channel, subject_id) "
        "SELECT id || '2', school_id, kind, visit_id, issue, code_key_version, language, recipient, parameters, "
        "withheld, state, attempts, next_at, not_after, created_at, finished_at, last_word, channel, subject_id FROM "
        "outbox WHERE kind = 'invitation'");
  });
  CHECK(desk.remind(start + 50h) == 1);
}

TEST_CASE("whoever got credentials at the kiosk meanwhile is not reminded") {
  School desk;
  desk.invite({"1*", true, 600, "", false});
  desk.all_mails_left(start);
  desk.act([&](auto& session) {
    return session.exec(
        "INSERT INTO account (id, school_id, guardian_id, user_code_index, user_code, password, change_due, "
        "issued_at, password_set_at) SELECT guardian_id, school_id, guardian_id, token_hash, token_hash, token_hash, "
        "0, 1, 1 FROM invitation");
  });
  CHECK(desk.remind(start + 50h) == 0);
}

TEST_CASE("the report counts what became of each") {
  School desk;
  desk.invite({"1*", true, 600, "", false});
  auto report = desk.report();
  CHECK(report.invited == 3);
  CHECK(report.waiting == 3);
  CHECK(report.without_mail == 1);
  desk.all_mails_left(start);
  for (const auto& line : desk.act(
           [&](auto& session) { return acts::invitation_lines(session, *desk.office, desk.school.id, "", start); })) {
    CHECK(line.state == "accepted");  // by the mail server; nobody said that it is delivered
  }
  desk.act([&](auto& session) {
    session.exec("UPDATE outbox SET delivery = 'bounced' WHERE subject_id = (SELECT MAX(id) FROM invitation)");
    session.exec("UPDATE outbox SET delivery = 'delivered' WHERE delivery = ''");
    session.exec("UPDATE invitation SET opened_at = $1 WHERE id <> (SELECT MAX(id) FROM invitation)", start);
    session.exec("UPDATE invitation SET redeemed_at = $1 WHERE id = (SELECT MIN(id) FROM invitation)", start);
    return true;
  });
  desk.remind(start + 50h);
  report = desk.report(start + 80h);
  CHECK(report.waiting == 0);
  CHECK(report.sent == 3);  // the reminder is not counted as an invitation
  CHECK(report.delivered == 2);
  CHECK(report.bounced == 1);
  CHECK(report.opened == 2);
  CHECK(report.redeemed == 1);
  CHECK(report.reminded == 1);
  CHECK(report.expired == 2);
  CHECK(report.cancelled == 0);
  const auto states = [&](store::Time now) {
    std::map<std::string, int> counted;
    const auto lines = desk.act(
        [&](auto& session) { return acts::invitation_lines(session, *desk.office, desk.school.id, "", now); });
    for (const auto& line : lines) ++counted[line.state];
    return counted;
  };
  CHECK(states(start + 1h) == std::map<std::string, int>{{"redeemed", 1}, {"opened", 1}, {"bounced", 1}});
  CHECK(states(start + 80h) == std::map<std::string, int>{{"redeemed", 1}, {"expired", 2}});
}

TEST_CASE("invite and invitations report on the command line") {
  OfficeDesk desk;
  const std::string school{OfficeDesk::school};
  const auto dry = desk.run({"invite", "--school", school, "--class", "1*", "--without-credentials", "--dry-run"});
  CHECK(dry.code == 0);
  CHECK(dry.out.find("1 guardian would be invited, for 2 pupils") != std::string::npos);
  CHECK(dry.out.find("Rossi    Mario  1A       no phone: to the office") != std::string::npos);
  CHECK(dry.out.find("example.org") == std::string::npos);
  CHECK(desk.count("invitation") == 0);
  const auto csv = desk.run({"invite", "--school", school, "--class", "1A", "--without-credentials", "--csv"});
  CHECK(csv.out == "surname;name;classes;why\r\nRossi;Mario;1A;no phone: to the office\r\n");
  CHECK(tests::one_line(csv.err));
  CHECK(desk.count("invitation") == 1);
  const auto report = desk.run({"invitations", "report", "--school", school});
  CHECK(report.code == 0);
  CHECK(std::ranges::count(report.out, '\n') == 2);
  const auto cells = desk.run({"invitations", "report", "--school", school, "--csv"}).out;
  CHECK(cells.find(";invited;waiting;accepted;delivered;bounced;") != std::string::npos);
  CHECK(cells.find(";1;1;0;unknown;0;") != std::string::npos);  // nobody told anything: not "0 delivered"
  CHECK(desk.run({"invitations", "report", "--school", school, "--list"}).out.find("waiting") != std::string::npos);
  CHECK(desk.run({"invitations", "report", "--school", school, "--batch", "none"}).code == 1);
  CHECK(desk.run({"invite", "--school", school, "--class", "9Z", "--without-credentials"}).code == 1);
  CHECK(desk.run({"invite", "--school", school, "--class", "1A", "--language", "IT!"}).code == 1);
  CHECK(desk.run({"invite", "--school", school, "--class", "1A", "--per-minute", "0"}).code == 2);
  CHECK(desk.run({"invite", "--school", school}).code == 2);
  CHECK(desk.run({"invite", "--help"}).out.find("Example: ") != std::string::npos);
}
