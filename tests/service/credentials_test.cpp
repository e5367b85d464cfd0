// Issuing, resetting, and logging in with what was issued.
#include "service/store/acts/credentials.h"

#include <atomic>
#include <thread>

#include "service/store/acts/inviting.h"
#include "service/store/acts/login.h"
#include "tests/service/credentials_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using secret::SecretText;
using wire::Act;
using wire::Code;

namespace {

auto plan(Desk& desk, const acts::Bearer& who, Act act, store::Time now = start,
          const std::string& version = "2026-09") {
  auto result = store::read_and_wait(*desk.store, [&](auto& session) {
    return acts::plan_credentials(session, *desk.office, who, {act, version, true}, now);
  });
  REQUIRE(result);
  return std::move(*result);
}

acts::LoginPage login_page(Desk& desk) {
  return desk.act([&](auto& session) {
    const auto id = acts::add_login_page(session, *desk.office, desk.school.code, {}, start).value();
    return *acts::find_login_page(session, id);
  });
}

acts::LoginAttempt begin(Desk& desk, const acts::LoginPage& page, std::string_view code, store::Time now = start) {
  return desk.act([&](auto& session) { return acts::begin_login(session, *desk.office, page, code, now); });
}

void finish(Desk& desk, const acts::LoginPage& page, const acts::LoginResult& result, store::Time now = start) {
  desk.act([&](auto& session) {
    acts::finish_login(session, *desk.office, page, result, now);
    return true;
  });
}

}  // namespace

TEST_CASE("a first issue gives user code and PIN, keeps hashes, tells the phone") {
  Desk desk;
  const auto who = bearer(desk);
  const auto planned = plan(desk, who, Act::issue);
  REQUIRE(planned);
  REQUIRE(planned->new_pin);
  CHECK(planned->new_pin->size() == 6);
  CHECK(planned->profile.password.min_length == 10);
  CHECK(planned->personal.words.size() == 5);
  CHECK(std::ranges::any_of(planned->personal.words,
                            [&](const auto& word) { return word.reveal() == desk.school.name; }));
  const auto given = set(desk, who, Act::issue, "hash one");
  REQUIRE(given);
  CHECK(given->credentials.user_code.size() == 9);
  CHECK(given->credentials.user_code.reveal().front() == 'G');
  CHECK(given->credentials.pin->reveal() == "482913");
  CHECK(given->credentials.confirmation_hint == "67");
  CHECK(given->reply_key == desk.reply_keys.public_key());
  CHECK(desk.count("outbox WHERE kind = 'credentials_issued' AND state = 'queued'") == 1);
  CHECK(desk.count("acceptance WHERE version = '2026-09'") == 1);
  CHECK(desk.count("audit WHERE event = 'credentials.issued'") == 1);
}

TEST_CASE("what is there decides what may be done") {
  Desk desk;
  const auto who = bearer(desk);
  CHECK(plan(desk, who, Act::reset_password).error().code == Code::act_refused);
  CHECK(set(desk, who, Act::reset_password, "h").error().code == Code::act_refused);
  const auto first = set(desk, who, Act::issue, "h");
  REQUIRE(first);
  CHECK(plan(desk, who, Act::issue).error().code == Code::act_refused);
  CHECK(set(desk, who, Act::issue, "h").error().code == Code::act_refused);
  CHECK(desk.count("account") == 1);

  const auto planned = plan(desk, who, Act::reset_password);
  REQUIRE(planned);
  CHECK_FALSE(planned->new_pin);
  CHECK(planned->personal.words.size() == 6);  // the user code too
  const auto again = set(desk, who, Act::reset_password, "hash two");
  REQUIRE(again);
  CHECK(again->credentials.user_code == first->credentials.user_code);
  CHECK_FALSE(again->credentials.pin);
  CHECK(desk.count("outbox WHERE kind = 'password_changed'") == 1);

  const auto visit = desk.open(maria)->visit;
  const auto checked = desk.check(visit, desk.code_of(visit));
  CHECK(checked->person.has_credentials);
  CHECK(checked->person.acts == std::vector{Act::reset_password, Act::recover_user_code, Act::change_password,
                                            Act::renew_pin, Act::remove_pin});
}

TEST_CASE("of a version of the commitments the first acceptance stays") {
  Desk desk;
  const auto first = bearer(desk);
  REQUIRE(set(desk, first, Act::issue, "h"));
  const auto later = start + 30 * 24h;
  REQUIRE(set(desk, bearer(desk, later), Act::reset_password, "h", later));
  const auto row = desk.act([](auto& session) {
    const auto found = session.first("SELECT visit_id, accepted_at FROM acceptance");
    return std::pair{found->text(0), found->time(1)};
  });
  CHECK(row == std::pair{first.visit, start});
  CHECK(desk.count("acceptance") == 1);
}

TEST_CASE("a new password ends the guardian's open invitations, proved or not, and a look at the user code none") {
  Desk desk;
  const auto invite = [&] {
    return desk.act([&](auto& session) {
      auto guardian = acts::find_guardian(session, *desk.office, desk.school.id,
                                          desk.office->vault.document_index(desk.school.id, document(maria)));
      guardian->mail = SecretText{"maria@example.org"};
      const auto invited = acts::invite(session, *desk.office, *guardian, {"", "", "", "it", {}}, start);
      session.exec("UPDATE invitation SET opened_at = $1, checked_at = $1 WHERE id = $2", start, invited->id);
      return invited->id;
    });
  };
  const std::string open = "invitation WHERE cancelled_at IS NULL";
  invite();
  const auto who = bearer(desk);
  REQUIRE(set(desk, who, Act::issue, "h"));
  CHECK(desk.count(open) == 0);
  CHECK(desk.count("audit WHERE event = 'invitation.cancelled'") == 1);
  invite();
  REQUIRE(set(desk, who, Act::recover_user_code));
  REQUIRE(set(desk, bearer(desk), Act::renew_pin));
  CHECK(desk.count(open) == 1);
  REQUIRE(set(desk, who, Act::reset_password, "h2"));
  CHECK(desk.count(open) == 0);
  SECTION("an invitation's own act spares it") {
    const auto own = invite();
    const auto given = desk.act([&](auto& session) {
      acts::NewCredentials made;
      made.wish = {Act::reset_password, "2026-09", true};
      made.password_hash = SecretText{"h3"};
      const auto guardian = acts::find_guardian(session, *desk.office, desk.school.id,
                                                desk.office->vault.document_index(desk.school.id, document(maria)));
      return acts::set_for(session, *desk.office, {*guardian, "", own, "it"}, made, start);
    });
    REQUIRE(given);
    CHECK(desk.count(open) == 1);
  }
  SECTION("a change at the login ends them too") {
    invite();
    const auto given = set(desk, bearer(desk), Act::recover_user_code);
    const std::string code{given->credentials.user_code.reveal()};
    const auto page = login_page(desk);
    const auto attempt = begin(desk, page, code);
    REQUIRE(desk.act([&](auto& session) {
      return acts::change_at_login(session, *desk.office, page,
                                   {true, code, attempt.account->id, {}, attempt.account->password_hash},
                                   {SecretText{"h3"}}, start);
    }));
    CHECK(desk.count(open) == 0);
  }
}

TEST_CASE("a visit sets three times, so that its notices cannot run past the school's budget") {
  Desk desk;
  const auto who = bearer(desk);
  REQUIRE(set(desk, who, Act::issue, "h"));
  for (int i = 1; i < desk::sets_per_visit; ++i) REQUIRE(set(desk, who, Act::reset_password, "h"));
  CHECK(plan(desk, who, Act::reset_password).error().code == Code::act_refused);
  CHECK(set(desk, who, Act::reset_password, "h").error().code == Code::act_refused);
  CHECK(desk.count("outbox WHERE kind <> 'code'") == desk::sets_per_visit);
  CHECK(set(desk, bearer(desk), Act::reset_password, "h"));
}

TEST_CASE("only the grant of this visit, on this device, in its time, opens") {
  Desk desk;
  auto who = bearer(desk);
  auto expected = Code::grant_invalid;
  SECTION("another grant") { who.grant = SecretText{"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}; }
  SECTION("no grant") { who.grant = {}; }
  SECTION("another visit's grant") { who.grant = bearer(desk).grant; }
  SECTION("another device") {
    who.device = desk.add_device(desk.school);
    expected = Code::visit_unknown;
  }
  SECTION("another school's device") {
    who.device = desk.add_device(desk.add_school("MIIC812345"));
    expected = Code::visit_unknown;
  }
  SECTION("after the end") {
    desk.act([&](auto& session) {
      return acts::end_visit(session, *desk.office, desk.device, who.visit, start).has_value();
    });
    expected = Code::visit_ended;
  }
  CHECK(plan(desk, who, Act::issue).error().code == expected);
  CHECK(set(desk, who, Act::issue, "h").error().code == expected);
  CHECK(desk.count("account") == 0);
}

TEST_CASE("a grant ends after ten minutes") {
  Desk desk;
  const auto who = bearer(desk);
  CHECK(plan(desk, who, Act::issue, start + desk::grant_life - 1s));
  CHECK(plan(desk, who, Act::issue, start + desk::grant_life).error().code == Code::grant_invalid);
}

TEST_CASE("other commitments than those in force are refused") {
  Desk desk;
  const auto who = bearer(desk);
  CHECK(plan(desk, who, Act::issue, start, "2025-09").error().code == Code::commitments_outdated);
  CHECK(set(desk, who, Act::issue, "h", start, "2025-09").error().code == Code::commitments_outdated);
}

TEST_CASE("whoever is blocked after the code is refused") {
  Desk desk;
  const auto who = bearer(desk);
  desk.act([](auto& session) { return session.exec("UPDATE guardian SET blocked = 1"); });
  CHECK(plan(desk, who, Act::issue).error().code == Code::act_refused);
}

TEST_CASE("a revoked device loses visits and grants at once") {
  Desk desk;
  const auto who = bearer(desk);
  desk.act(
      [&](auto& session) { return acts::revoke_device(session, *desk.office, who.device.id, start).has_value(); });
  CHECK(set(desk, who, Act::issue, "h").error().code == Code::visit_ended);
  CHECK(desk.count("visit_grant") == 0);
}

TEST_CASE("two issues at once give one account") {
  Desk desk;
  const auto who = bearer(desk);
  std::atomic<int> given = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        const auto result = store::write_and_wait(*desk.store, [&](auto& session) {
          acts::NewCredentials made;
          made.wish = {Act::issue, "2026-09", true};
          made.password_hash = SecretText{"h"};
          return acts::set_credentials(session, *desk.office, who, made, start);
        });
        given += result && *result ? 1 : 0;
      });
    }
  }
  CHECK(given == 1);
  CHECK(desk.count("account") == 1);
}

TEST_CASE("a login finds its hashes, by user code in any case, within its school") {
  Desk desk;
  const auto given = set(desk, bearer(desk), Act::issue, "hash one");
  const std::string code{given->credentials.user_code.reveal()};
  const auto page = login_page(desk);
  std::string typed = " ";
  for (const char c : code) typed += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const auto attempt = begin(desk, page, typed);
  CHECK_FALSE(attempt.locked);
  REQUIRE(attempt.account);
  CHECK(attempt.account->password_hash.reveal() == "hash one");
  CHECK(attempt.account->pin_hash->reveal() == "hash of a pin");
  CHECK_FALSE(attempt.account->pin_required);
  CHECK_FALSE(begin(desk, page, "G0000000A").account);
  auto other = page;
  other.school_id = desk.add_school("MIIC812345").id;
  CHECK_FALSE(begin(desk, other, code).account);
  desk.act([](auto& session) { return session.exec("UPDATE guardian SET blocked = 1"); });
  CHECK_FALSE(begin(desk, page, code).account);
}

TEST_CASE("the tenth wrong login locks for a quarter of an hour, known or not") {
  Desk desk;
  const auto given = set(desk, bearer(desk), Act::issue, "hash one");
  const auto page = login_page(desk);
  const bool known = GENERATE(true, false);
  const std::string code = known ? std::string{given->credentials.user_code.reveal()} : "G0000000A";
  for (int i = 0; i < desk::login_failures; ++i) {
    const auto attempt = begin(desk, page, code);
    CHECK_FALSE(attempt.locked);
    finish(desk, page, {false, code, "", {}, {}});
  }
  CHECK(begin(desk, page, code).locked);
  CHECK(begin(desk, page, code, start + desk::login_lock - 1s).locked);
  CHECK_FALSE(begin(desk, page, code, start + desk::login_lock).locked);
}

TEST_CASE("a wrong login writes the same rows for an unknown user code") {
  const auto rows = [](bool known) {
    Desk desk;
    const auto given = set(desk, bearer(desk), Act::issue, "hash one");
    const auto page = login_page(desk);
    const std::vector<std::string> tables = {"audit", "audit_personal", "login_guard", "outbox", "account"};
    std::vector<std::int64_t> before;
    for (const auto& table : tables) before.push_back(desk.count(table));
    const std::string code = known ? std::string{given->credentials.user_code.reveal()} : "G0000000A";
    const auto attempt = begin(desk, page, code);
    finish(desk, page, {false, code, attempt.account ? attempt.account->id : "", {}, {}});
    for (std::size_t i = 0; i < tables.size(); ++i) before[i] = desk.count(tables[i]) - before[i];
    return before;
  };
  CHECK(rows(true) == std::vector<std::int64_t>{1, 1, 1, 0, 0});
  CHECK(rows(false) == rows(true));
}

TEST_CASE("a hundred logins at once compare ten") {
  Desk desk;
  const auto page = login_page(desk);
  std::atomic<int> compared = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 10; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 10; ++i) {
          const auto attempt = store::write_and_wait(*desk.store, [&](auto& session) {
            return acts::begin_login(session, *desk.office, page, "G0000000A", start);
          });
          compared += attempt && !attempt->locked ? 1 : 0;
        }
      });
    }
  }
  CHECK(compared == desk::login_failures);
}

TEST_CASE("a right login gives the tries back, and a reset ends a wait") {
  Desk desk;
  const auto given = set(desk, bearer(desk), Act::issue, "hash one");
  const std::string code{given->credentials.user_code.reveal()};
  const auto page = login_page(desk);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < desk::login_failures - 1; ++i) {
      CHECK_FALSE(begin(desk, page, code).locked);
    }
    const auto attempt = begin(desk, page, code);  // the tenth, and it is right
    REQUIRE_FALSE(attempt.locked);
    finish(desk, page, {true, code, attempt.account->id, {}, attempt.account->password_hash});
  }
  for (int i = 0; i < desk::login_failures; ++i) begin(desk, page, code);
  REQUIRE(begin(desk, page, code).locked);
  REQUIRE(set(desk, bearer(desk), Act::reset_password, "hash two"));
  const auto attempt = begin(desk, page, code);
  CHECK_FALSE(attempt.locked);
  CHECK(attempt.account->password_hash.reveal() == "hash two");
}

TEST_CASE("a stronger hash replaces the compared one, but no newer password") {
  Desk desk;
  const auto given = set(desk, bearer(desk), Act::issue, "hash one");
  const std::string code{given->credentials.user_code.reveal()};
  const auto page = login_page(desk);
  const auto attempt = begin(desk, page, code);
  const acts::LoginResult result{true, code, attempt.account->id, SecretText{"stronger"},
                                 attempt.account->password_hash};
  finish(desk, page, result);
  CHECK(begin(desk, page, code).account->password_hash.reveal() == "stronger");
  REQUIRE(set(desk, bearer(desk), Act::reset_password, "hash two"));
  finish(desk, page, result);
  CHECK(begin(desk, page, code).account->password_hash.reveal() == "hash two");
}
