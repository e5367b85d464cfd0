// Register profiles are data: whole visits and logins under Axios' rules and under those of a register that does not
// exist, with the same program.
#include "service/desk/italian_clock.h"
#include "tests/service/visit_in_progress.h"

using namespace sportello;
using namespace sportello::fakes;
using wire::Act;
using wire::Code;
using Acts = std::vector<Act>;

namespace {

// Nobody's: user codes from names, PIN at every login, the digital identity from a day in the past on for pupils.
const std::string invented = R"(
name = "Registro Inventato"
[user_code]
pattern = "{surname}.{given_name}"
pupil_pattern = "{given_name}.{surname}"
[password]
min_length = 12
[pin]
use = "second_factor"
digits = 5
[invitation]
first_issue_hours = 12
recovery_hours = 6
[[access]]
role = "guardian"
from = "2020-09-01"
access = "both"
[[access]]
role = "guardian"
from = "2199-09-01"
access = "digital_identity"
[commitments]
version = "inventato-1"
items = ["safekeeping"]
)";

FixtureOptions with_profile(const std::string& id) {
  FixtureOptions options;
  options.profile = id;
  options.profiles = {{"inventato", invented}};
  options.extra_guardians = 2;
  return options;
}

const Family& mario() { return families().at(0); }

bool is_digits(const std::string& text) { return text.find_first_not_of("0123456789") == std::string::npos; }

}  // namespace

TEST_CASE("Axios: all is made, the first login asks for a change, and a new issue replaces the set") {
  ServiceFixture service{with_profile("axios")};
  auto page = service.login_page();
  auto visit = begin_visit(service, mario().document, mario().phone);
  CHECK_FALSE(visit.person.password_chosen);
  CHECK(visit.person.pin == wire::PinOffer::always);
  CHECK(visit.person.acts == Acts{Act::issue});
  CHECK(visit.act(Act::issue, good_password).error().code == Code::bad_request);  // none is chosen here
  const auto given = visit.act(Act::issue, {}, {}, false);                        // and the PIN is no choice
  REQUIRE(given);
  const auto user_code = text_of(given->user_code);
  CHECK(user_code.size() == 8);
  CHECK(is_digits(user_code));
  REQUIRE(given->password);
  REQUIRE(given->pin);
  CHECK(given->change_due);
  const auto password = text_of(*given->password);
  CHECK(password.size() >= 12);
  CHECK(wire::unmet_rules(visit.person.policy, password).empty());

  CHECK(log_in(page, user_code, password)->change_due);
  CHECK(change_at_login(page, user_code, password, "short").error().code == Code::password_refused);
  CHECK(change_at_login(page, user_code, password, password).error().rules ==
        std::vector{wire::PasswordRule::common});
  CHECK(change_at_login(page, user_code, password, "axX7-" + user_code).error().rules ==
        std::vector{wire::PasswordRule::personal});
  CHECK(change_at_login(page, user_code, "Sbagliata-1234", good_password).error().code == Code::login_refused);
  CHECK(log_in(page, user_code, password)->change_due);  // nothing has changed so far
  const auto changed = change_at_login(page, user_code, password, good_password);
  REQUIRE(changed);
  CHECK_FALSE(changed->change_due);
  CHECK_FALSE(log_in(page, user_code, good_password)->change_due);
  CHECK_FALSE(log_in(page, user_code, password));
  CHECK(service.mail_to(mario().mail, 2)->link().contains("/not-me/"));  // issued, changed

  auto again = begin_visit(service, mario().document, mario().phone);
  CHECK(again.person.acts == Acts{Act::issue, Act::recover_user_code, Act::change_password});
  CHECK(again.act(Act::renew_pin).error().code == Code::act_refused);
  CHECK(again.act(Act::reset_password).error().code == Code::act_refused);
  const auto chosen = again.act(Act::change_password, "Altra-Barca.2044", good_password);
  REQUIRE(chosen);
  CHECK_FALSE(chosen->password);
  CHECK_FALSE(chosen->change_due);
  const auto replaced = again.act(Act::issue);
  REQUIRE(replaced);
  CHECK(text_of(replaced->user_code) != user_code);
  CHECK_FALSE(log_in(page, user_code, "Altra-Barca.2044"));  // the old set is gone
  CHECK(log_in(page, text_of(replaced->user_code), text_of(*replaced->password))->change_due);
}

TEST_CASE("a made password that nobody changes ends after thirty days, and the kiosk makes another") {
  std::atomic<std::int64_t> offset = 0;
  auto options = with_profile("axios");
  options.now = [&offset] {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::seconds{offset};
  };
  ServiceFixture service{options};
  auto page = service.login_page();
  auto visit = begin_visit(service, mario().document, mario().phone);
  const auto given = visit.act(Act::issue);
  REQUIRE(given);
  const auto log_in_later = [&](std::chrono::seconds later) {
    offset = later.count();
    Extra extra;
    extra.clock_offset_s = offset;
    const wire::LoginRequest wish{text_of(given->user_code), *given->password, std::nullopt};
    return page.call("POST", "/v1/login", wire::to_json(wish), extra).status;
  };
  CHECK(log_in_later(std::chrono::days{30} - std::chrono::minutes{1}) == 200);
  CHECK(log_in_later(std::chrono::days{30} + std::chrono::minutes{1}) == 403);
}

TEST_CASE("an invented register: codes from names, homonyms numbered, the PIN asked at every login") {
  ServiceFixture service{with_profile("inventato")};
  auto page = service.login_page();
  auto first = begin_visit(service, ServiceFixture::document_of(0), ServiceFixture::phone_of(0));
  CHECK(first.person.access == wire::Access::both);
  CHECK(first.person.pin == wire::PinOffer::always);
  CHECK(first.person.policy.min_length == 12);
  CHECK(first.person.commitments.version == "inventato-1");
  const std::string password = "vela rossa nel vento";
  const auto one = first.act(Act::issue, password, {}, false);
  REQUIRE(one);
  CHECK(text_of(one->user_code) == "prova.carico");
  REQUIRE(one->pin);
  CHECK(one->pin->size() == 5);
  auto second = begin_visit(service, ServiceFixture::document_of(1), ServiceFixture::phone_of(1));
  const auto other = second.act(Act::issue, password);
  REQUIRE(other);
  CHECK(text_of(other->user_code) == "prova.carico2");

  const auto pin = text_of(*one->pin);
  const auto wrong = log_in(page, "prova.carico", password);
  CHECK(wrong.error().code == Code::login_refused);  // missing
  CHECK(log_in(page, "prova.carico", password, text_of(*other->pin) == pin ? "00000" : text_of(*other->pin))
            .error()
            .code == Code::login_refused);
  const auto right = log_in(page, "Prova.Carico", password, pin);
  REQUIRE(right);
  CHECK(right->pin_checked);
  CHECK_FALSE(change_at_login(page, "prova.carico", password, "altra vela nel vento"));
  CHECK(change_at_login(page, "prova.carico", password, "altra vela nel vento", pin));
  auto back = begin_visit(service, ServiceFixture::document_of(0), ServiceFixture::phone_of(0));
  CHECK(back.person.acts == Acts{Act::reset_password, Act::recover_user_code, Act::change_password, Act::renew_pin});
  CHECK(back.act(Act::remove_pin).error().code == Code::act_refused);  // not where it is asked for
}

TEST_CASE("the school switches credentials off: guidance at the kiosk, one word at the login, only to who is right") {
  ServiceFixture service{with_profile("classeviva")};
  auto page = service.login_page();
  auto visit = begin_visit(service, mario().document, mario().phone);
  const auto given = visit.act(Act::issue, good_password);
  REQUIRE(given);
  const auto user_code = text_of(given->user_code);
  const auto today = desk::italian_day(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  service.command({"school", "access", "--school", school_code, "--role", "pupil", "--from", today, "--access",
                   "digital_identity"});
  CHECK(log_in(page, user_code, good_password));  // pupils only
  service.command({"school", "access", "--school", school_code, "--role", "guardian", "--from", today, "--access",
                   "digital_identity"});
  CHECK(log_in(page, user_code, good_password).error().code == Code::credentials_off);
  CHECK(log_in(page, user_code, "Sbagliata-1234").error().code == Code::login_refused);
  CHECK(log_in(page, "G0000000X", good_password).error().code == Code::login_refused);
  CHECK(change_at_login(page, user_code, good_password, "Altra-Barca.2044").error().code == Code::credentials_off);
  CHECK(visit.act(Act::reset_password, "Altra-Barca.2044").error().code == Code::act_refused);
  CHECK(visit.kiosk.ask_invitation(visit.visit, visit.person).error().code == Code::act_refused);
  auto again = begin_visit(service, mario().document, mario().phone);
  CHECK(again.person.access == wire::Access::digital_identity);
  CHECK(again.person.acts.empty());
}
