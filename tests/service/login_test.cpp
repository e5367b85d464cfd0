// Who may log in at all, and what a change of password at the login page does: rows and messages, without a hash.
#include "service/store/acts/login.h"

#include "service/store/acts/accounts.h"
#include "service/store/acts/sweep.h"
#include "tests/service/credentials_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using secret::SecretText;
using wire::Act;

namespace {

acts::LoginPage login_page(Desk& desk) {
  return desk.act([&](auto& session) {
    const auto id = acts::add_login_page(session, *desk.office, desk.school.code, {}, start).value();
    return *acts::find_login_page(session, id);
  });
}

acts::LoginAttempt begin(Desk& desk, const acts::LoginPage& page, const std::string& code,
                         acts::LoginFor purpose = acts::LoginFor::entry, store::Time now = start) {
  return desk.act([&](auto& session) { return acts::begin_login(session, *desk.office, page, code, now, purpose); });
}

bool change(Desk& desk, const acts::LoginPage& page, const std::string& code, const acts::LoginAttempt& attempt,
            const std::string& new_hash) {
  return desk.act([&](auto& session) {
    const acts::LoginResult result{true, code, attempt.account->id, {}, attempt.account->password_hash};
    acts::finish_login(session, *desk.office, page, result, start);
    return acts::change_at_login(session, *desk.office, page, result, {SecretText{new_hash}}, start);
  });
}

void sql(Desk& desk, const std::string& text) {
  desk.act([&](auto& session) { return session.exec(text); });
}

std::string issued(Desk& desk) {
  const auto given = set(desk, bearer(desk), Act::issue, "hash one");
  REQUIRE(given);
  return std::string{given->credentials.user_code.reveal()};
}

// A pupil with an account of their own and the school's address.
std::string pupil_account(Desk& desk) {
  return desk.act([&](auto& session) {
    const auto pupil = session.first("SELECT id FROM pupil ORDER BY id")->text(0);
    session.exec("UPDATE pupil SET mail = $1 WHERE id = $2",
                 desk.office->vault.seal(store::Seal::personal, {"pupil", "mail", desk.school.id, pupil},
                                         "alunno@scuola.example"),
                 pupil);
    const acts::Holder holder{
        acts::HolderKind::pupil, pupil, desk.school.id, {SecretText{"D'Angelo"}, SecretText{"Luca"}}};
    const auto account = acts::give_set(session, *desk.office, holder, "S#######@",
                                        {SecretText{"made"}, true, start + 24h}, std::nullopt, start);
    return std::string{account.value().user_code.reveal()};
  });
}

}  // namespace

TEST_CASE("whoever is frozen, blocked, or whose password is over, is treated as nobody") {
  Desk desk;
  const auto code = issued(desk);
  const auto page = login_page(desk);
  REQUIRE(begin(desk, page, code).account);
  SECTION("frozen") { sql(desk, "UPDATE account SET frozen_at = 1"); }
  SECTION("blocked") { sql(desk, "UPDATE guardian SET blocked = 1"); }
  SECTION("over") {
    sql(desk, "UPDATE account SET password_ends_at = " + std::to_string(start.time_since_epoch().count()));
  }
  CHECK_FALSE(begin(desk, page, code).account);
}

TEST_CASE("the PIN is required where it is a second factor, also of whoever has none") {
  Desk desk;
  const auto code = issued(desk);
  const auto pupil = pupil_account(desk);
  const auto page = login_page(desk);
  CHECK_FALSE(begin(desk, page, code).account->pin_required);
  desk.office->profiles.at("classeviva").pin = desk::PinUse::second_factor;
  CHECK(begin(desk, page, code).account->pin_required);
  CHECK_FALSE(begin(desk, page, pupil).account->pin_required);  // pupils are given none
}

TEST_CASE("a change clears what was due, keeps to the password that was compared, and is told") {
  Desk desk;
  const auto code = issued(desk);
  const auto page = login_page(desk);
  sql(desk, "UPDATE account SET change_due = 1, password_ends_at = " +
                std::to_string((start + 24h).time_since_epoch().count()));
  const auto attempt = begin(desk, page, code, acts::LoginFor::change);
  CHECK(attempt.account->change_due);
  CHECK(attempt.account->policy.min_length == 10);
  CHECK(attempt.account->personal.words.size() == 6);
  CHECK(begin(desk, page, code).account->personal.words.empty());
  REQUIRE(change(desk, page, code, attempt, "hash two"));
  CHECK(begin(desk, page, code).account->password_hash.reveal() == "hash two");
  CHECK(desk.count("account WHERE change_due = 0 AND password_ends_at IS NULL") == 1);
  CHECK(desk.count("outbox WHERE kind = 'password_changed' AND channel = 'sms'") == 1);
  CHECK(desk.count("audit WHERE event = 'password.changed'") == 1);
  CHECK_FALSE(change(desk, page, code, attempt, "hash three"));  // it was compared with one that is gone
  CHECK(begin(desk, page, code).account->password_hash.reveal() == "hash two");
  CHECK(desk.count("outbox WHERE kind = 'password_changed'") == 1);
}

TEST_CASE("whoever is shut out while the password is compared does not get a new one") {
  Desk desk;
  const auto code = issued(desk);
  const auto page = login_page(desk);
  const auto attempt = begin(desk, page, code, acts::LoginFor::change);
  REQUIRE(attempt.account);
  SECTION("frozen") { sql(desk, "UPDATE account SET frozen_at = 1"); }
  SECTION("blocked") { sql(desk, "UPDATE guardian SET blocked = 1"); }
  SECTION("disabled") { sql(desk, "UPDATE guardian SET disabled_at = 1"); }
  SECTION("over") {
    sql(desk, "UPDATE account SET password_ends_at = " + std::to_string(start.time_since_epoch().count()));
  }
  CHECK_FALSE(change(desk, page, code, attempt, "hash two"));
  CHECK(desk.count("outbox WHERE kind = 'password_changed'") == 0);
  CHECK(desk.count("audit WHERE event = 'password.changed'") == 0);
}

TEST_CASE("a change at the login keeps out a pupil who left while the password was compared") {
  Desk desk;
  const auto code = pupil_account(desk);
  const auto page = login_page(desk);
  const auto attempt = begin(desk, page, code, acts::LoginFor::change);
  REQUIRE(attempt.account);
  sql(desk, "UPDATE pupil SET left_at = 1");
  CHECK_FALSE(change(desk, page, code, attempt, "hash two"));
}

TEST_CASE("a stronger hash leaves alone what was due") {
  Desk desk;
  const auto code = issued(desk);
  const auto page = login_page(desk);
  sql(desk, "UPDATE account SET change_due = 1, password_ends_at = 1999999999, password_set_at = 5");
  const auto attempt = begin(desk, page, code);
  desk.act([&](auto& session) {
    acts::finish_login(session, *desk.office, page,
                       {true, code, attempt.account->id, SecretText{"stronger"}, attempt.account->password_hash},
                       start);
    return true;
  });
  CHECK(begin(desk, page, code).account->password_hash.reveal() == "stronger");
  CHECK(desk.count("account WHERE change_due = 1 AND password_ends_at = 1999999999 AND password_set_at = 5") == 1);
}

TEST_CASE("pupils log in by accounts of their own, by their own role's dates, and hear at the school's address") {
  Desk desk;
  const auto code = pupil_account(desk);
  const auto page = login_page(desk);
  CHECK(code.front() == 'S');
  const auto attempt = begin(desk, page, code, acts::LoginFor::change);
  REQUIRE(attempt.account);
  CHECK(attempt.account->change_due);
  CHECK_FALSE(attempt.account->off);
  CHECK_FALSE(begin(desk, page, code, acts::LoginFor::entry, start + 24h).account);  // not changed in time
  sql(desk,
      "INSERT INTO access_rule (school_id, role, from_day, access) SELECT id, 'guardian', '2020-01-01', "
      "'digital_identity' FROM school");
  CHECK_FALSE(begin(desk, page, code).account->off);
  sql(desk, "UPDATE access_rule SET role = 'pupil'");
  CHECK(begin(desk, page, code).account->off);
  REQUIRE(change(desk, page, code, attempt, "chosen"));
  CHECK(desk.count("outbox WHERE kind = 'password_changed' AND channel = 'mail'") == 1);
  CHECK(desk.count("outbox WHERE channel = 'sms' AND kind = 'password_changed'") == 0);
  // Given anew by the office: another user code, the same account, and a freeze ends with the old set.
  sql(desk, "UPDATE account SET frozen_at = 1");
  CHECK_FALSE(begin(desk, page, code).account);
  const auto anew = pupil_account(desk);
  CHECK(anew != code);
  CHECK(begin(desk, page, anew).account);
  CHECK(desk.count("account WHERE pupil_id IS NOT NULL") == 1);
}

TEST_CASE("a link that opens nothing any more is swept away") {
  Desk desk;
  issued(desk);
  const auto sweep = [&](store::Time now) {
    desk.act([&](auto& session) { return acts::sweep(session, *desk.office, now); });
    return desk.count("freeze_link");
  };
  CHECK(sweep(start + desk::freeze_link_life - 1s) == 1);
  CHECK(sweep(start + desk::freeze_link_life) == 0);
}
