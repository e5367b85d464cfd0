// "It was not me" and the second set: what the office has to end or to begin.
#include "service/store/acts/freezing.h"

#include "service/store/acts/inviting.h"
#include "service/store/acts/mail_change.h"
#include "service/store/acts/pupil_credentials.h"
#include "service/store/acts/second_set.h"
#include "tests/service/credentials_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using wire::Act;

namespace {

// What stands in the link of the newest confirming message.
std::string newest_token(Desk& desk) {
  return desk.act([&](auto& session) {
    const auto row = session.first("SELECT id FROM freeze_link ORDER BY created_at DESC, id LIMIT 1");
    REQUIRE(row);
    return std::string{desk.office->vault.link_token(store::LinkKind::freeze, row->text(0)).reveal()};
  });
}

auto freeze(Desk& desk, const std::string& token, store::Time now = start) {
  return desk.act([&](auto& session) { return acts::freeze(session, *desk.office, token, now); });
}

std::string guardian_id(Desk& desk, std::string_view code = maria) {
  return desk.act([&](auto& session) {
    return acts::find_guardian(session, *desk.office, desk.school.id,
                               desk.office->vault.document_index(desk.school.id, document(code)))
        ->id;
  });
}

auto unfreeze(Desk& desk, const std::string& guardian, const std::string& school) {
  return desk.act([&](auto& session) { return acts::unfreeze(session, *desk.office, school, guardian, start + 1h); });
}

}  // namespace

TEST_CASE("a not-me link freezes once, ends what is open and tells the phone") {
  Desk desk;
  const auto who = bearer(desk);
  REQUIRE(set(desk, who, Act::issue, "h"));
  const auto token = newest_token(desk);
  CHECK(desk.count("visit_grant") == 1);
  const auto frozen = freeze(desk, token);
  REQUIRE(frozen);
  CHECK(frozen->school_id == desk.school.id);
  CHECK_FALSE(frozen->before);
  CHECK(desk.count("account WHERE frozen_at IS NOT NULL") == 1);
  CHECK(desk.count("visit_grant") == 0);
  CHECK(desk.count("outbox WHERE kind = 'credentials_frozen' AND channel = 'sms'") == 1);
  CHECK(desk.count("audit WHERE event = 'credentials.frozen'") == 1);
  SECTION("again, nothing happens again") {
    const auto again = freeze(desk, token, start + 1h);
    REQUIRE(again);
    CHECK(again->before);
    CHECK(desk.count("outbox WHERE kind = 'credentials_frozen'") == 1);
    CHECK(desk.count("audit WHERE event = 'credentials.frozen'") == 1);
  }
  SECTION("once the office ended it, a spent link does nothing") {
    REQUIRE(unfreeze(desk, guardian_id(desk), desk.school.id));
    CHECK_FALSE(freeze(desk, token));
    CHECK(desk.count("account WHERE frozen_at IS NULL AND password_ends_at IS NOT NULL") == 1);
    CHECK(desk.count("audit WHERE event = 'credentials.unfrozen'") == 1);
    CHECK_FALSE(unfreeze(desk, guardian_id(desk), desk.school.id));
  }
  SECTION("another school's office ends nothing") {
    CHECK_FALSE(unfreeze(desk, guardian_id(desk), desk.add_school("MIIC812345").id));
    CHECK(desk.count("account WHERE frozen_at IS NOT NULL") == 1);
  }
}

TEST_CASE("what an intruder may have set ends with the freeze: password, PIN, grants, addresses that wait") {
  Desk desk;
  const auto who = bearer(desk);
  REQUIRE(set(desk, who, Act::issue, "h"));
  desk.act([&](auto& session) {
    return acts::ask_mail(session, *desk.office, who, secret::SecretText{"intruder@example.org"}, start).has_value();
  });
  CHECK(desk.count("mail_change") == 1);
  REQUIRE(freeze(desk, newest_token(desk)));
  CHECK(desk.count("mail_change") == 0);
  CHECK(desk.count("account WHERE pin IS NOT NULL") == 1);
  const auto meanwhile = bearer(desk, start + 1h);  // proved while all was frozen
  auto& profile = desk.office->profiles.find("classeviva")->second;
  SECTION("where the register makes a new PIN") {}
  SECTION("where a new issue makes one") {
    profile.pin_renewable = false;
    profile.issue_replaces = true;
  }
  REQUIRE(unfreeze(desk, guardian_id(desk), desk.school.id));
  CHECK(desk.count("account WHERE pin IS NULL") == 1);
  CHECK(set(desk, meanwhile, Act::reset_password, "theirs", start + 1h).error().code == wire::Code::grant_invalid);
}

TEST_CASE("a PIN of which the register makes no other survives the end of a freeze") {
  Desk desk;
  REQUIRE(set(desk, bearer(desk), Act::issue, "h"));
  REQUIRE(freeze(desk, newest_token(desk)));
  desk.office->profiles.find("classeviva")->second.pin_renewable = false;
  REQUIRE(unfreeze(desk, guardian_id(desk), desk.school.id));
  CHECK(desk.count("account WHERE pin IS NOT NULL") == 1);
}

TEST_CASE("a pupil's frozen set ends with the new one the office gives, and stands until then") {
  Desk desk;
  desk.office->profiles.find("classeviva")->second.pupil_user_code_pattern = "S#######@";
  const auto give = [&] {
    return desk.act([&](auto& session) {
      const acts::PupilsWish wish{"2B", true, false};
      std::vector<acts::MadePassword> made;
      const auto plan = acts::plan_pupils(session, *desk.office, desk.school.id, wish, start).value();
      for (const auto& pupil : plan.pupils) {
        made.push_back({pupil.id, secret::SecretText{"Clear-1"}, secret::SecretText{"hash"}});
      }
      return acts::give_pupils(session, *desk.office, desk.school.id, wish, made, start).has_value();
    });
  };
  REQUIRE(give());
  CHECK(desk.count("account WHERE pupil_id IS NOT NULL") == 2);
  desk.act([&](auto& session) {
    return session.exec("UPDATE account SET frozen_at = 1 WHERE pupil_id = (SELECT MIN(id) FROM pupil)");
  });
  REQUIRE(give());
  CHECK(desk.count("account WHERE frozen_at IS NOT NULL") == 0);
  CHECK(desk.count("audit WHERE event = 'credentials.unfrozen'") == 1);  // of the one that was
}

TEST_CASE("a link that is wrong or a week old freezes nothing") {
  Desk desk;
  REQUIRE(set(desk, bearer(desk), Act::issue, "h"));
  const auto token = newest_token(desk);
  CHECK_FALSE(freeze(desk, "AAAAAAAAAAAAAAAA"));
  CHECK_FALSE(freeze(desk, ""));
  CHECK_FALSE(freeze(desk, token, start + desk::freeze_link_life));
  CHECK(desk.count("account WHERE frozen_at IS NOT NULL") == 0);
  CHECK(freeze(desk, token, start + desk::freeze_link_life - 1s));
}

TEST_CASE("freezing cancels an invitation that is under way") {
  Desk desk;
  REQUIRE(set(desk, bearer(desk), Act::issue, "h"));
  const auto token = newest_token(desk);
  desk.act([&](auto& session) {
    auto guardian =
        acts::guardian_by_id(session, *desk.office, session.first("SELECT guardian_id FROM account")->text(0));
    guardian.mail = secret::SecretText{"maria@example.org"};
    return acts::invite(session, *desk.office, guardian, {"", "", "", "it", {}}, start).has_value();
  });
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 1);
  REQUIRE(freeze(desk, token));
  CHECK(desk.count("invitation WHERE cancelled_at IS NULL") == 0);
  CHECK(desk.count("audit WHERE event = 'invitation.cancelled'") == 1);
}

TEST_CASE("a second set waits for the office where the school wants that, and one note is good for one set") {
  Desk desk;
  desk.import(guardian_row(mario, "Rossi", "Mario", "+393330000001", "PUPIL1"));  // Maria's child too
  const auto first = guardian_id(desk, maria);
  const auto second = guardian_id(desk, mario);
  const auto waits = [&](const std::string& guardian) {
    return desk.act([&](auto& session) { return acts::waits_for_office(session, desk.school.id, guardian); });
  };
  const auto authorise = [&](const std::string& guardian, std::string_view reference, const std::string& school) {
    return desk.act([&](auto& session) {
      return acts::authorise_second_set(session, *desk.office, school, guardian, reference, start);
    });
  };
  REQUIRE(set(desk, bearer(desk), Act::issue, "h"));
  CHECK_FALSE(waits(second));  // this school gives freely
  desk.act([](auto& session) { return session.exec("UPDATE school SET second_set = 'on_request'"); });
  CHECK(waits(second));
  CHECK_FALSE(authorise(second, "", desk.school.id));
  CHECK_FALSE(authorise(second, "two\nlines", desk.school.id));
  CHECK_FALSE(authorise(second, "prot. 12", desk.add_school("MIIC812345").id));
  CHECK_FALSE(authorise(first, "prot. 12", desk.school.id));  // has a set
  CHECK(waits(second));
  CHECK(authorise(second, "prot. 12", desk.school.id));
  CHECK_FALSE(authorise(second, "prot. 12", desk.school.id));  // once is enough
  CHECK_FALSE(waits(second));
  CHECK(desk.count("audit WHERE event = 'second_set.authorised'") == 1);
  desk.act([&](auto& session) {
    acts::spend_authorisation(session, second, start);
    return true;
  });
  CHECK(waits(second));
}
