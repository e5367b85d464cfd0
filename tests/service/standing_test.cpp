// What a guardian may do: by what is there, by the profile, the school's settings and dates, and the office.
#include "service/store/acts/standing.h"

#include "service/store/acts/freezing.h"
#include "service/store/acts/login.h"
#include "service/store/acts/outbox.h"
#include "service/store/acts/second_set.h"
#include "tests/service/credentials_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using wire::Access;
using wire::Act;
using wire::Code;
using Acts = std::vector<Act>;

namespace {

wire::Person person(Desk& desk, std::string_view who = maria, store::Time now = start) {
  const auto visit = desk.open(who, now);
  REQUIRE(visit);
  auto checked = desk.check(visit->visit, desk.code_of(visit->visit), now);
  REQUIRE(checked);
  return std::move(checked->person);
}

void sql(Desk& desk, const std::string& text) {
  desk.act([&](auto& session) { return session.exec(text); });
}

desk::Profile& profile(Desk& desk) { return desk.office->profiles.at("classeviva"); }

std::string id_of(Desk& desk, std::string_view code) {
  return desk.act([&](auto& session) {
    return acts::find_guardian(session, *desk.office, desk.school.id,
                               desk.office->vault.document_index(desk.school.id, document(code)))
        ->id;
  });
}

}  // namespace

TEST_CASE("an optional PIN can be left out, made later and taken away") {
  Desk desk;
  const auto who = bearer(desk);
  const auto offered = person(desk);
  CHECK(offered.pin == wire::PinOffer::optional);
  CHECK(offered.pin_at_login);
  desk.act([&](auto& session) {
    acts::NewCredentials made;
    made.wish = {Act::issue, "2026-09", false};
    made.password_hash = secret::SecretText{"h"};
    const auto plan = acts::plan_credentials(session, *desk.office, who, made.wish, start);
    REQUIRE(plan);
    CHECK_FALSE(plan->new_pin);
    return acts::set_credentials(session, *desk.office, who, made, start).has_value();
  });
  auto known = person(desk);
  CHECK_FALSE(known.has_pin);
  CHECK(known.acts == Acts{Act::reset_password, Act::recover_user_code, Act::change_password, Act::renew_pin});
  const auto renewed = set(desk, who, Act::renew_pin);
  REQUIRE(renewed);
  CHECK(renewed->credentials.pin->reveal() == "482913");
  CHECK(person(desk).has_pin);
  CHECK(set(desk, who, Act::remove_pin));
  CHECK_FALSE(person(desk).has_pin);
  CHECK(desk.count("account WHERE pin IS NULL") == 1);
  for (const std::string kind : {"pin_changed", "pin_removed"}) {
    CHECK(desk.count("outbox WHERE kind = '" + kind + "'") == 1);
  }
  for (const std::string event : {"pin.renewed", "pin.removed"}) {
    CHECK(desk.count("audit WHERE event = '" + event + "'") == 1);
  }
}

TEST_CASE("a lost user code is shown, told and written down, and changes nothing") {
  Desk desk;
  const auto who = bearer(desk);
  const auto first = set(desk, who, Act::issue, "h");
  REQUIRE(first);
  const auto before = desk.act([](auto& session) { return session.first("SELECT password FROM account")->blob(0); });
  const auto shown = set(desk, who, Act::recover_user_code);
  REQUIRE(shown);
  CHECK(shown->credentials.user_code == first->credentials.user_code);
  CHECK_FALSE(shown->credentials.pin);
  CHECK(desk.act([](auto& session) { return session.first("SELECT password FROM account")->blob(0); }) == before);
  CHECK(desk.count("outbox WHERE kind = 'user_code_shown'") == 1);
  CHECK(desk.count("audit WHERE event = 'user_code.shown'") == 1);
  CHECK(desk.count("acceptance") == 1);
}

TEST_CASE("acts of every kind count towards the visit's three, and wrong ones do not") {
  Desk desk;
  const auto who = bearer(desk);
  CHECK_FALSE(set(desk, who, Act::recover_user_code));  // there is nothing yet
  REQUIRE(set(desk, who, Act::issue, "h"));
  REQUIRE(set(desk, who, Act::recover_user_code));
  REQUIRE(set(desk, who, Act::renew_pin));
  CHECK(set(desk, who, Act::remove_pin).error().code == Code::act_refused);
}

TEST_CASE("where a new issue replaces the set, everything is new and the old user code is gone") {
  Desk desk;
  profile(desk).issue_replaces = true;
  profile(desk).pin = desk::PinUse::signature;
  profile(desk).pin_renewable = false;
  const auto who = bearer(desk);
  const auto first = set(desk, who, Act::issue, "hash one");
  REQUIRE(first);
  const auto offered = person(desk);
  CHECK(offered.pin == wire::PinOffer::always);
  CHECK_FALSE(offered.pin_at_login);  // it signs
  CHECK(person(desk).acts == Acts{Act::issue, Act::recover_user_code, Act::change_password});
  CHECK(set(desk, who, Act::reset_password, "h").error().code == Code::act_refused);
  CHECK(set(desk, who, Act::renew_pin).error().code == Code::act_refused);
  const auto second = set(desk, who, Act::issue, "hash two");
  REQUIRE(second);
  CHECK_FALSE(second->credentials.user_code == first->credentials.user_code);
  CHECK(desk.count("account") == 1);
}

TEST_CASE("from a day on the digital identity comes instead, and the guidance with it") {
  Desk desk;
  REQUIRE(set(desk, bearer(desk), Act::issue, "h"));
  sql(desk, "UPDATE school SET login_url = 'https://register.example/'");
  // start is in September 2026.
  sql(desk,
      "INSERT INTO access_rule (school_id, role, from_day, access) SELECT id, 'guardian', '2026-10-01', "
      "'digital_identity' FROM school");
  CHECK(person(desk).access == Access::credentials);
  const auto later = start + 30 * 24h;
  const auto guided = person(desk, maria, later);
  CHECK(guided.access == Access::digital_identity);
  CHECK(guided.acts.empty());
  CHECK(guided.login_url == "https://register.example/");
  CHECK(set(desk, bearer(desk, later), Act::recover_user_code, "", later).error().code == Code::act_refused);
  sql(desk, "UPDATE access_rule SET access = 'both'");
  CHECK(person(desk, maria, later).access == Access::both);
  CHECK_FALSE(person(desk, maria, later).acts.empty());
}

TEST_CASE("frozen credentials: no act, and the person learns that the office comes first") {
  Desk desk;
  REQUIRE(set(desk, bearer(desk), Act::issue, "h"));
  const auto who = bearer(desk);
  sql(desk, "UPDATE account SET frozen_at = 1");
  CHECK(person(desk).office_first == wire::OfficeFirst::frozen);
  CHECK(person(desk).acts.empty());
  for (const auto act : wire::acts) CHECK(set(desk, who, act, "h").error().code == Code::act_refused);
  // Ended by the office: the password that may be another's stays dead, and cannot prove a new one; the PIN is gone.
  desk.act([&, guardian = id_of(desk, maria)](auto& session) {
    return acts::unfreeze(session, *desk.office, desk.school.id, guardian, start).has_value();
  });
  const auto back = person(desk);
  CHECK_FALSE(back.office_first);
  CHECK(back.acts == Acts{Act::reset_password, Act::recover_user_code, Act::renew_pin});
  CHECK(set(desk, who, Act::reset_password, "new").error().code == Code::grant_invalid);
  const auto tomorrow = start + desk::day;
  CHECK(set(desk, bearer(desk, tomorrow), Act::reset_password, "new", tomorrow));
  CHECK(desk.count("account WHERE password_ends_at IS NULL") == 1);
}

TEST_CASE("a second set needs the office's word where the school wants it, and the issue spends it") {
  Desk desk;
  desk.import(guardian_row(mario, "Rossi", "Mario", "+393330000001", "PUPIL1"));
  sql(desk, "UPDATE school SET second_set = 'on_request'");
  CHECK_FALSE(person(desk, mario).office_first);  // the first of the family is free
  REQUIRE(set(desk, bearer(desk), Act::issue, "h"));
  const auto waiting = person(desk, mario);
  CHECK(waiting.office_first == wire::OfficeFirst::second_set);
  CHECK(waiting.acts.empty());
  const auto who = bearer(desk, start, mario);
  CHECK(set(desk, who, Act::issue, "h").error().code == Code::act_refused);
  desk.act([&, guardian = id_of(desk, mario)](auto& session) {
    return acts::authorise_second_set(session, *desk.office, desk.school.id, guardian, "prot. 7", start).has_value();
  });
  CHECK(person(desk, mario).acts == Acts{Act::issue});
  REQUIRE(set(desk, who, Act::issue, "h"));
  CHECK(desk.count("authorisation WHERE used_at IS NOT NULL") == 1);
  CHECK(desk.count("account") == 2);
}

TEST_CASE("whoever is on file as a pupil is no guardian: another message leaves, and no code is right") {
  Desk desk;
  // Mario is of age and on the pupils' list, once more as an omocode.
  desk.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "RSSMRA80A01H50MM"));
  desk.import(guardian_row(mario, "Rossi", "Mario", "+393330000001", "PUPIL2"));
  const auto visit = desk.open(mario);
  REQUIRE(visit);
  CHECK(desk.count("outbox WHERE kind = 'pupil_guidance' AND withheld = 0") == 1);
  CHECK(desk.count("outbox WHERE kind = 'code'") == 0);
  CHECK(desk.check(visit->visit, desk.code_of(visit->visit)).error().code == Code::code_wrong);
  REQUIRE(desk.resend(visit->visit, start + 60s));
  CHECK(desk.count("outbox WHERE kind = 'code' AND withheld = 1") == 1);
  CHECK(desk.count("outbox WHERE withheld = 0") == 1);
  // Where no phone is on file nothing leaves at all.
  Desk other;
  other.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, std::string{mario}));
  REQUIRE(other.open(mario));
  CHECK(other.count("outbox WHERE withheld = 0") == 0);
}

TEST_CASE("a young card is told where pupils' credentials come from, on file or not") {
  Desk desk;
  const auto card = [](std::string_view year) {
    std::string code = "RSSMRA" + std::string{year} + "E10H501";
    return code + *identity::check_letter(code);
  };
  CHECK(desk.open(card("18"))->if_pupil == wire::PupilCredentials::by_letter);
  CHECK(desk.open(card("06"))->if_pupil == wire::PupilCredentials::by_letter);  // twenty
  CHECK_FALSE(desk.open(card("01"))->if_pupil);
  CHECK_FALSE(desk.open(maria)->if_pupil);
  sql(desk, "UPDATE school SET pupil_credentials = 'by_mail'");
  CHECK(desk.open(card("06"))->if_pupil == wire::PupilCredentials::by_mail);
}

TEST_CASE("user codes from names: homonyms get numbers, in turn, and the office sees them") {
  Desk desk;
  profile(desk).user_code_pattern = "{surname}.{given_name}";
  desk.import(guardian_row(mario, "Rossi", "Mario", "+393330000001", "PUPIL2"));
  desk.import(guardian_row(stranger, "De Rossi", "Mario", "+393330000002", "PUPIL3"));
  desk.import(guardian_row("HXHRBN90M15Z100K", "Rossi", "Màrio", "+393330000003", "PUPIL4"));
  const auto given = [&](std::string_view who) {
    const auto result = set(desk, bearer(desk, start, who), Act::issue, "h");
    REQUIRE(result);
    return std::string{result->credentials.user_code.reveal()};
  };
  CHECK(given(mario) == "rossi.mario");
  CHECK(given(stranger) == "derossi.mario");
  CHECK(desk.count("homonym") == 0);
  CHECK(given("HXHRBN90M15Z100K") == "rossi.mario2");
  CHECK(desk.count("homonym WHERE kind = 'user_code' AND holder = 'guardian' AND seen_at IS NULL") == 1);
  CHECK(desk.count("audit WHERE event = 'homonym.resolved'") == 1);
  // A login finds it in any case.
  desk.act([&](auto& session) {
    const auto id = acts::add_login_page(session, *desk.office, desk.school.code, {}, start).value();
    const auto page = *acts::find_login_page(session, id);
    CHECK(acts::begin_login(session, *desk.office, page, "Rossi.Mario2", start).account);
    return true;
  });
}

TEST_CASE("a guardian's language is the one of the last visit whose code was right") {
  Desk desk;
  const auto visit = desk.act([&](auto& session) {
    return acts::open_visit(session, *desk.office, {desk.device, document(maria), "ro", desk.reply_keys.public_key()},
                            start);
  });
  REQUIRE(visit);
  CHECK(desk.count("guardian WHERE language = 'ro'") == 0);
  REQUIRE(desk.check(visit->visit, desk.code_of(visit->visit)));
  CHECK(desk.count("guardian WHERE language = 'ro'") == 1);
}
