// What a person may ask of the school (GDPR 15 and 17): everything that is held is told; of an erased person nothing
// is left, in no row and in no byte of the store's files, and the chain of the audit holds.
#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "service/shared/wire/contact.h"
#include "service/store/acts/audit_verify.h"
#include "service/store/acts/erasing.h"
#include "service/store/acts/import_run.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/mail_change.h"
#include "service/store/acts/outbox.h"
#include "service/store/acts/people.h"
#include "service/store/acts/person_export.h"
#include "service/store/acts/reports.h"
#include "service/store/acts/second_set.h"
#include "tests/service/command_fixture.h"
#include "tests/service/credentials_fixture.h"

namespace sportello::tests {
namespace {

using secret::SecretText;

// Maria has done everything that leaves a row.
struct Person : Desk {
  Person() {
    mine = guardian_of(maria);
    office->registers["RMIC817009"] = {};
    office->profiles.at("classeviva").telling.events = {desk::RegisterEvent::credentials_issued};
    const auto authorised = act([&](auto& session) {
      return acts::authorise_second_set(session, *office, school.id, mine, "prot. 1234/2027", start).has_value();
    });
    REQUIRE(authorised);
    const auto who = bearer(*this);
    REQUIRE(set(*this, who, wire::Act::issue, "hash"));
    act([&](auto& session) {
      REQUIRE(acts::ask_mail(session, *office, who, SecretText{"maria@example.org"}, start));
      return true;
    });
    const auto code = act([&](auto& session) {
      const auto row = session.first("SELECT id, code_key_version, code_issue FROM mail_change");
      return office->vault.one_time_code(static_cast<int>(row->integer(1)), row->text(0), desk::CodePurpose::mail,
                                         static_cast<int>(row->integer(2)));
    });
    act([&](auto& session) {
      REQUIRE(acts::check_mail(session, *office, who, code, start));
      wire::ReportRequest wrong;
      wrong.what = {wire::WrongData::phone};
      wrong.note = SecretText{"il numero di casa"};
      REQUIRE(acts::report(session, *office, who, wrong, start));
      REQUIRE(acts::invite(session, *office, acts::guardian_by_id(session, *office, mine), {}, start));
      const auto seal = [&](std::string_view column, std::string_view clear) {
        return office->vault.seal(store::Seal::personal, {"homonym", column, school.id, "h"}, clear);
      };
      return session.exec(
          "INSERT INTO homonym (id, school_id, kind, holder, holder_id, wanted, given, created_at) VALUES ('h', $1, "
          "'mail', 'guardian', $2, $3, $4, $5)",
          school.id, mine, seal("wanted", "d.angelo"), seal("given", "d.angelo2"), start);
    });
    act([&](auto& session) {
      return session.exec(
          "INSERT INTO request_day (school_id, document_index, day, expires_at) VALUES ($1, $2, '2027-01-15', 0)",
          school.id, office->vault.document_index(school.id, document(maria)));
    });
    const auto other = open(maria, start + 1h)->visit;
    check(other, wrong_code_of(other), start + 1h);
  }

  std::string guardian_of(std::string_view code) {
    return act([&](auto& session) {
      const auto row = session.first("SELECT id FROM guardian WHERE document_index = $1",
                                     office->vault.document_index(school.id, document(code)));
      return row ? row->text(0) : std::string{};
    });
  }
  acts::Footprint footprint() {
    return act([&](auto& session) { return *acts::footprint_of(session, *office, school.id, mine); });
  }
  std::vector<acts::ErasedCount> forget(bool with_pupils = false) {
    auto erased = acts::forget(*store, *office, {school.id, {mine}, with_pupils}, start + 2h);
    REQUIRE(erased);
    return std::move(*erased);
  }
  bool chain_holds() {
    const auto verified = acts::verify_audit(*store, *office, school.id, school.code, {});
    return verified && verified->findings.empty();
  }
  // Every byte of the store, where it is files of ours: the database and what stands beside it.
  std::string bytes() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) {
      if (entry.path().filename() == "master-key") continue;
      std::ifstream file{entry.path(), std::ios::binary};
      std::ostringstream text;
      text << file.rdbuf();
      all += text.str();
    }
    return all;
  }
  // Ids, indexes and sealed fields of the person, as they stand in rows.
  std::vector<std::string> traces() {
    return act([&](auto& session) {
      std::vector<std::string> found{mine};
      const auto collect = [&](const std::string& sql, std::size_t texts, std::size_t blobs) {
        for (const auto& row : session.query(sql, mine)) {
          for (std::size_t at = 0; at < texts; ++at) found.push_back(row.text(at));
          for (std::size_t at = texts; at < texts + blobs; ++at) {
            if (!row.is_null(at)) found.emplace_back(secret::as_text(row.blob(at)));
          }
        }
      };
      collect(
          "SELECT document_index, document, surname, given_name, phone_index, phone, mail_index, mail FROM guardian "
          "WHERE id = $1",
          0, 8);
      collect("SELECT id, user_code_index, user_code, password, pin FROM account WHERE guardian_id = $1", 1, 4);
      collect("SELECT id, token_hash FROM invitation WHERE guardian_id = $1", 1, 1);
      collect("SELECT id, mail_index, mail FROM mail_change WHERE guardian_id = $1", 1, 2);
      collect("SELECT id, reference, note FROM report WHERE guardian_id = $1", 2, 1);
      collect("SELECT id, reference FROM authorisation WHERE guardian_id = $1", 1, 1);
      collect("SELECT wanted, given FROM homonym WHERE holder_id = $1", 0, 2);
      collect("SELECT reference, phone_index, reply_key FROM visit WHERE guardian_id = $1", 1, 2);
      collect(
          "SELECT f.id, f.token_hash FROM freeze_link f JOIN account a ON a.id = f.account_id WHERE a.guardian_id = "
          "$1",
          1, 1);
      collect(
          "SELECT o.id, o.recipient, o.parameters FROM outbox o JOIN visit v ON v.id = o.visit_id WHERE "
          "v.guardian_id = $1",
          1, 2);
      std::erase_if(found, [](const std::string& one) { return one.size() < 4; });
      return found;
    });
  }

  std::string mine;
};

std::int64_t rows_of(const std::vector<acts::ErasedCount>& counts, std::string_view what) {
  const auto found = std::ranges::find(counts, what, &acts::ErasedCount::what);
  return found == counts.end() ? 0 : found->rows;
}

}  // namespace

TEST_CASE("everything that is held about a person is told, in the open") {
  Person person;
  const auto told = person.act([&](auto& session) {
    const auto of = *acts::footprint_of(session, *person.office, person.school.id, person.mine);
    return acts::told_of(session, *person.office, of);
  });
  const auto text = boost::json::serialize(told);
  for (const std::string& part :
       {std::string{maria}, std::string{"D'Angelo"}, std::string{"Maria Antonietta"}, std::string{marias_phone},
        std::string{"maria@example.org"}, std::string{"prot. 1234/2027"}, std::string{"il numero di casa"},
        std::string{"d.angelo2"}, std::string{"Alunno PUPIL1"}, std::string{"2026-09"},
        std::string{"credentials.issued"}, std::string{"visit.opened"}}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  for (const auto* part :
       {"person", "pupils", "credentials", "commitments", "invitations", "reports", "second_set_requests", "homonyms",
        "messages", "wrong_codes", "requests_without_line", "audit"}) {
    CAPTURE(part);
    CHECK_FALSE(told.at(part).as_array().empty());
  }
  CHECK(told.at("visits").as_array().size() == 2);
  CHECK(told.at("register_events").as_array().size() == 1);
  // Nothing that opens something, and nobody else.
  for (const std::string& stranger : {std::string{"hash"}, std::string{mario}, std::string{"Rossi"}}) {
    CAPTURE(stranger);
    CHECK(text.find(stranger) == std::string::npos);
  }
}

TEST_CASE("of an erased person nothing is left, and the chain holds") {
  Person person;
  const auto traces = person.traces();
  CHECK(traces.size() > 20);
  const bool in_files = std::filesystem::exists(person.folder / "store.sqlite");
  if (in_files) {
    const auto before = person.bytes();
    for (const auto& trace : traces) CHECK(before.find(trace) != std::string::npos);
  }
  const auto counts = person.forget();
  CHECK(rows_of(counts, "person") == 1);
  CHECK(rows_of(counts, "credentials") == 1);
  CHECK(rows_of(counts, "visits") == 2);
  CHECK(rows_of(counts, "beside_the_audit") > 4);
  CHECK(person.guardian_of(maria).empty());
  CHECK(person.count("guardian") == 1);
  CHECK(person.count("pupil") == 2);
  for (const std::string table : {"account", "visit", "visit_grant", "acceptance", "invitation", "mail_change",
                                  "freeze_link", "report", "authorisation", "homonym", "person_guard", "outbox",
                                  "outbox_try", "kept_answer", "connector_event", "request_day"}) {
    CAPTURE(table);
    CHECK(person.count(table) == 0);
  }
  CHECK(person.count("audit WHERE event = 'guardian.erased'") == 1);
  CHECK(person.chain_holds());
  // Nothing beside the audit names them: what is left there opens, and holds none of their ids.
  person.act([&](auto& session) {
    const auto page = acts::audit_page_after(session, *person.office, person.school.id, 0, true);
    for (const auto& row : page.rows) {
      if (!row.personal) continue;
      REQUIRE(row.personal->clear);
      for (const auto& trace : traces) CHECK(row.personal->clear->reveal().find(trace) == std::string_view::npos);
    }
    return true;
  });
  if (!in_files) return;
  person.store->close();
  person.store.reset();  // the last connection empties the journal
  const auto after = person.bytes();
  CHECK(after.find("guardian.erased") != std::string::npos);
  for (const auto& trace : traces) CHECK(after.find(trace) == std::string::npos);
}

TEST_CASE("an erased person who is imported again is somebody new") {
  Person person;
  const auto before = person.mine;
  person.forget();
  person.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL1"));
  const auto again = person.guardian_of(maria);
  CHECK_FALSE(again.empty());
  CHECK(again != before);
  CHECK(person.count("pupil") == 2);
  CHECK(person.count("account") == 0);
  REQUIRE(person.open(maria, start + 3h));
  person.mine = again;
  CHECK(person.footprint().visits.size() == 1);
}

TEST_CASE("pupils go only if it is said, and only those who have nobody else") {
  Person person;
  person.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL2"));  // Mario's pupil too
  CHECK(person.footprint().pupils.size() == 2);
  CHECK(person.footprint().lone_pupils.size() == 1);
  const auto counts = person.forget(true);
  CHECK(rows_of(counts, "pupils") == 1);
  CHECK(person.count("pupil") == 1);
  CHECK(person.count("guardianship") == 1);
  CHECK(person.chain_holds());
}

TEST_CASE("with a pupil goes what waits for them, and what the audit has beside it") {
  Person person;
  const auto pupil = person.act([&](auto& session) {
    const auto id = session.first("SELECT pupil_id FROM guardianship WHERE guardian_id = $1", person.mine)->text(0);
    const auto seal = [&](std::string_view table, std::string_view column, std::string_view row,
                          std::string_view text) {
      return person.office->vault.seal(store::Seal::personal, {table, column, person.school.id, row}, text);
    };
    session.exec("UPDATE pupil SET mail = $1, mail_index = $2 WHERE id = $3",
                 seal("pupil", "mail", id, "zoe@school.example"),
                 person.office->vault.index(store::IndexKind::mail, person.school.id, "zoe@school.example"), id);
    session.exec(
        "INSERT INTO account (id, school_id, pupil_id, user_code_index, user_code, password, change_due, issued_at, "
        "password_set_at) VALUES ('zoes', $1, $2, $3, $4, $4, 1, $5, $5)",
        person.school.id, id, secret::Bytes(32, 9), seal("account", "user_code", "zoes", "S1234567A"), start);
    acts::append(session, *person.office,
                 {person.school.id, acts::EventName::pupil_credentials_issued, "", "",
                  acts::personal_json({{"pupil", id}, {"by", "mail"}})},
                 start);
    return id;
  });
  std::string subject;
  SECTION("a mail that names the account") { subject = "zoes"; }
  SECTION("an older one, that is only addressed to them") {}
  person.act([&](auto& session) {
    acts::Message message;
    message.school_id = person.school.id;
    message.kind = acts::MessageKind::pupil_credentials;
    message.channel = acts::Channel::mail;
    message.subject = subject;
    message.recipient = SecretText{"zoe@school.example"};
    message.parameters = {{"password", "Secret-1"}};
    message.not_after = start + 24h;
    acts::enqueue(session, *person.office, message, start);
    return true;
  });
  person.forget(true);
  CHECK(person.count("outbox WHERE kind = 'pupil_credentials'") == 0);
  CHECK(person.count("account") == 0);
  CHECK(person.count("pupil") == 1);
  CHECK(person.count("audit_personal p JOIN audit a ON a.school_id = p.school_id AND a.sequence = p.sequence WHERE "
                     "a.event = 'pupil_credentials.issued'") == 0);
  CHECK(person.chain_holds());
}

TEST_CASE("a pupil who left gets no mail with credentials any more") {
  Person person;
  person.act([&](auto& session) {
    const auto id = session.first("SELECT pupil_id FROM guardianship WHERE guardian_id = $1", person.mine)->text(0);
    session.exec(
        "INSERT INTO account (id, school_id, pupil_id, user_code_index, user_code, password, change_due, issued_at, "
        "password_set_at) VALUES ('zoes', $1, $2, $3, $3, $3, 1, $4, $4)",
        person.school.id, id, secret::Bytes(32, 9), start);
    acts::Message message;
    message.school_id = person.school.id;
    message.kind = acts::MessageKind::pupil_credentials;
    message.channel = acts::Channel::mail;
    message.subject = "zoes";
    message.recipient = SecretText{"zoe@school.example"};
    message.not_after = start + 24h;
    acts::enqueue(session, *person.office, message, start);
    const std::vector<std::string> left{id};
    acts::close_pupils(session, *person.office, left, start);
    return true;
  });
  CHECK(person.count("outbox WHERE kind = 'pupil_credentials' AND state = 'overtaken'") == 1);
  CHECK(person.count("audit WHERE event = 'pupil.closed'") == 1);
  CHECK(person.chain_holds());
}

TEST_CASE("who is not there is passed over, and another school's person stays") {
  Person person;
  const auto other = person.add_school("MIIC80400A");
  const auto erased = acts::forget(*person.store, *person.office, {other.id, {person.mine, "nobody"}, false}, start);
  REQUIRE(erased);
  CHECK(person.count("guardian") == 2);
  CHECK(person.count("audit WHERE event = 'guardian.erased'") == 0);
}

TEST_CASE("the office exports and erases by command") {
  OfficeDesk desk;
  const auto guardian = [&](std::vector<std::string> words, const std::string& typed = "DNGMNT85T71F205Y\n") {
    words.insert(words.begin(), "guardian");
    words.insert(words.begin() + 2, {"--school", std::string{OfficeDesk::school}});
    return desk.run(std::move(words), typed);
  };
  const auto json = guardian({"export"});
  REQUIRE(json.code == 0);
  CHECK(boost::json::parse(json.out).at("person").as_array().at(0).at("given_name") == "Maria Antonietta");
  CHECK(guardian({"export", "--readable"}).out.find("given_name: Maria Antonietta") != std::string::npos);
  const auto file = desk.folder / "person.json";
  CHECK(guardian({"export", "--out", file}).code == 0);
  CHECK(std::filesystem::status(file).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(guardian({"export", "--out", file}).code == 1);  // never over another one
  CHECK(desk.count("audit WHERE event = 'guardian.exported'") == 4);
  CHECK(guardian({"export"}, "\n").code == 1);
  CHECK(guardian({"export"}, "Bianchi\n").code == 1);

  const auto shown = guardian({"erase"});
  CHECK(shown.code == 0);
  CHECK(shown.out.find("2 of them have no other guardian") != std::string::npos);
  CHECK(shown.out.find("GDPR 17.3 b") != std::string::npos);
  CHECK(desk.count("guardian") == 2);
  REQUIRE(guardian({"erase", "--confirm"}).code == 0);
  CHECK(desk.count("guardian") == 1);
  CHECK(desk.count("pupil") == 3);
  CHECK(guardian({"erase", "--confirm"}).code == 1);
  CHECK(desk.run({"audit", "verify"}).code == 0);
}

TEST_CASE("who was looked up is noted, and by what; the words are not") {
  OfficeDesk desk;
  REQUIRE(desk.run({"guardian", "find", "--school", std::string{OfficeDesk::school}}, "DNGMNT85T71F205Y\n").code ==
          0);
  REQUIRE(desk.run({"guardian", "find", "--school", std::string{OfficeDesk::school}}, "Bianchi\n").code == 0);
  CHECK(desk.count("audit WHERE event = 'people.looked_up'") == 2);
  for (const auto& list :
       {std::vector<std::string>{"reports", "list"}, {"homonyms", "list"}, {"invitations", "report", "--list"}}) {
    auto words = list;
    words.insert(words.end(), {"--school", std::string{OfficeDesk::school}});
    REQUIRE(desk.run(words).code == 0);
  }
  CHECK(desk.count("audit WHERE event = 'people.looked_up'") == 5);
  const auto exported = desk.run({"audit", "export", "--school", std::string{OfficeDesk::school}, "--personal"}).out;
  CHECK(exported.find("\\\"by\\\":\\\"document\\\"") != std::string::npos);
  CHECK(exported.find("\\\"by\\\":\\\"name\\\"") != std::string::npos);
  for (const std::string word : {"Bianchi", "DNGMNT85T71F205Y"}) CHECK(exported.find(word) == std::string::npos);
}

TEST_CASE("the days of each kind are shown, and can be set") {
  OfficeDesk desk;
  CHECK(desk.run({"retention", "show"}).out.find("visits_days") != std::string::npos);
  CHECK(desk.run({"retention", "run"}).code == 0);
  std::ofstream{desk.folder / "service.toml", std::ios::app} << "[retention]\nvisits_days = 7\n";
  const auto shown = desk.run({"retention", "show"}).out;
  CHECK(shown.find("7  ") != std::string::npos);
  std::ofstream{desk.folder / "service.toml", std::ios::app} << "acts_days = 3\n";
  const auto refused = desk.run({"retention", "show"});
  CHECK(refused.code == 1);
  CHECK(refused.err.find("acts_days: must be from 190 to") != std::string::npos);
}

}  // namespace sportello::tests
