// A guardian's new mail address at the rows: what is counted, what it ends, and whom a lock's notice reaches.
#include "service/store/acts/mail_change.h"

#include "service/store/acts/counting.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/wrong_codes.h"
#include "tests/service/credentials_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using secret::SecretText;
using wire::Code;

namespace {

auto ask(Desk& desk, const acts::Bearer& who, std::string_view mail, store::Time now = start) {
  return desk.act([&](auto& session) { return acts::ask_mail(session, *desk.office, who, SecretText{mail}, now); });
}

auto check(Desk& desk, const acts::Bearer& who, const SecretText& code, store::Time now = start) {
  return desk.act([&](auto& session) { return acts::check_mail(session, *desk.office, who, code, now); });
}

SecretText code_in_mail(Desk& desk, const acts::Bearer& who) {
  return desk.act([&](auto& session) {
    const auto row =
        session.first("SELECT id, code_key_version, code_issue FROM mail_change WHERE visit_id = $1", who.visit);
    return desk.office->vault.one_time_code(static_cast<int>(row->integer(1)), row->text(0), desk::CodePurpose::mail,
                                            static_cast<int>(row->integer(2)));
  });
}

secret::Bytes guardian_index(Desk& desk) {
  return desk.office->vault.document_index(desk.school.id, document(maria));
}

acts::Guardian guardian(Desk& desk) {
  return desk.act([&, index = guardian_index(desk)](auto& session) {
    return *acts::find_guardian(session, *desk.office, desk.school.id, index);
  });
}

}  // namespace

TEST_CASE("codes by mail leave the person's messages of the day alone") {
  Desk desk;
  const auto who = bearer(desk);  // the first SMS
  for (const auto* mail : {"a@example.org", "b@example.org", "c@example.org"}) REQUIRE(ask(desk, who, mail));
  for (int i = 1; i < desk::sends_per_person_day; ++i) REQUIRE(desk.open(maria));
  CHECK(desk.open(maria).error().code == Code::sends_spent);
}

TEST_CASE(
    "a code by mail that will not be sent is refused, whether person or address is used up, in the same words") {
  Desk desk;
  const std::string shared = "shared@example.org";
  const auto who = bearer(desk);
  const bool by_person = GENERATE(true, false);
  CAPTURE(by_person);
  const auto index = by_person ? guardian(desk).document_index
                               : desk.office->vault.index(store::IndexKind::mail, desk.school.id, shared);
  desk.act([&](auto& session) {
    return session.exec(
        "INSERT INTO sending_day (school_id, counted, subject, day, sends) VALUES ($1, $2, $3, $4, 5)",
        desk.school.id, by_person ? "mail_person" : "mail_address", index,
        std::int64_t{start.time_since_epoch() / desk::day});
  });
  const auto asked = ask(desk, who, shared);
  REQUIRE_FALSE(asked);
  CHECK(asked.error().code == Code::sends_spent);
  CHECK(asked.error().detail == "the codes by mail of today are used up");
  CHECK(asked.error().retry_after_s > 0);
  CHECK(desk.count("outbox WHERE kind = 'mail_code'") == 0);
  CHECK(desk.count("mail_change") == 0);
}

TEST_CASE("a confirmed address ends the invitations that went to the one of before") {
  Desk desk;
  const auto who = bearer(desk);
  auto before = guardian(desk);
  before.mail = SecretText{"before@example.org"};
  desk.act([&](auto& session) {
    return acts::invite(session, *desk.office, before, {"", "", "", "it", {}}, start).has_value();
  });
  REQUIRE(ask(desk, who, "new@example.org"));
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 1);  // nothing is confirmed yet
  REQUIRE(check(desk, who, code_in_mail(desk, who)));
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 0);
  CHECK(desk.count("audit WHERE event = 'invitation.cancelled'") == 1);
}

TEST_CASE("a lock's notice goes to no made-up phone, though the phone went away during the visit") {
  Desk desk;
  const auto who = bearer(desk);
  REQUIRE(ask(desk, who, "new@example.org"));
  desk.act([&](auto& session) {
    for (int i = 1; i < desk::failures_per_person_day; ++i) {
      acts::count_failure(session, desk.school.id, guardian_index(desk), start);
    }
    return session.exec("UPDATE guardian SET phone = NULL, phone_index = NULL");
  });
  std::string wrong{code_in_mail(desk, who).reveal()};
  wrong[0] = wrong[0] == '9' ? '0' : static_cast<char>(wrong[0] + 1);
  CHECK(check(desk, who, SecretText{wrong}).error().code == Code::locked);
  CHECK(desk.count("outbox WHERE kind = 'person_locked' AND channel = 'sms' AND withheld = 1") == 1);
  CHECK(desk.count("outbox WHERE kind LIKE 'person_locked%' AND withheld = 0") == 0);
}

TEST_CASE("a lock's notice says where the codes were typed") {
  Desk desk;
  const auto lock = [&](const std::string& device) {
    desk.act([&](auto& session) {
      const auto who = acts::find_guardian(session, *desk.office, desk.school.id, guardian_index(desk));
      for (int i = 0; i < desk::failures_per_person_day; ++i) {
        acts::wrong_code(session, *desk.office, {desk.school.id, device, "", "it", who->document_index, who, true, 1},
                         start);
      }
      return true;
    });
  };
  lock("");
  CHECK(desk.count("outbox WHERE kind = 'person_locked_at_home' AND channel = 'sms' AND withheld = 0") == 1);
  CHECK(desk.count("outbox WHERE kind = 'person_locked'") == 0);
  lock(desk.device.id);
  CHECK(desk.count("outbox WHERE kind = 'person_locked' AND channel = 'sms' AND withheld = 0") == 1);
}

TEST_CASE("an import does not take away an address that its guardian confirmed, unless the office says so") {
  Desk desk;
  const auto who = bearer(desk);
  REQUIRE(ask(desk, who, "mine@example.org"));
  REQUIRE(check(desk, who, code_in_mail(desk, who)));
  auto row = guardian_row(maria, "D'Angelo", "Maria", marias_phone, "PUPIL1");  // another first name
  const auto import = [&](const std::optional<std::string>& mail, acts::ConfirmedMail confirmed) {
    row.mail = mail;
    return desk.act([&](auto& session) {
      acts::ImportCounts counts;
      acts::import_row(session, *desk.office, desk.school.id, row, counts, start + 1h, confirmed);
      return counts;
    });
  };
  const auto same = import("mine@example.org", acts::ConfirmedMail::keep);
  CHECK(same.kept_confirmed.empty());
  CHECK(same.changed_guardians == 1);  // the first name
  for (const auto& mail : {std::optional<std::string>{"theirs@example.org"}, std::optional<std::string>{}}) {
    const auto kept = import(mail, acts::ConfirmedMail::keep);
    CHECK(kept.kept_confirmed == std::set<std::string>{guardian(desk).id});
    CHECK(kept.changed_guardians == 0);
    CHECK(guardian(desk).mail->reveal() == "mine@example.org");
  }
  desk.act([&, who = guardian(desk)](auto& session) {
    return acts::invite(session, *desk.office, who, {"", "", "", "it", {}}, start).has_value();
  });
  const auto told = desk.count("outbox WHERE kind = 'mail_changed' AND channel = 'mail'");
  const auto replaced = import("theirs@example.org", acts::ConfirmedMail::replace);
  CHECK(replaced.replaced.size() == 1);
  CHECK(guardian(desk).mail->reveal() == "theirs@example.org");
  CHECK(desk.count("guardian WHERE mail_confirmed_at IS NOT NULL") == 0);
  CHECK(desk.count("outbox WHERE kind = 'mail_changed' AND channel = 'mail'") == told + 2);  // the old and the new
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 0);
  CHECK(desk.count("audit WHERE event = 'mail.changed'") == 2);
  CHECK(import("another@example.org", acts::ConfirmedMail::keep).replaced.empty());  // nobody confirmed that one
  CHECK(guardian(desk).mail->reveal() == "another@example.org");
}
