// Every act on credentials over real HTTPS: what changes, what is told, what a wrong current password costs.
#include <thread>

#include "tests/fakes/files.h"
#include "tests/service/visit_in_progress.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;
using wire::Act;
using wire::Code;

namespace {

const Family& mario() { return families().at(0); }
const std::string new_password = "Altra-Barca.2044";

InProgress visit_of_mario(ServiceFixture& service) { return begin_visit(service, mario().document, mario().phone); }

}  // namespace

TEST_CASE("lost user code, new PIN, no PIN: each is done, told by SMS and mail, and counted") {
  ServiceFixture service;
  auto page = service.login_page();
  std::string user_code;
  std::string pin;
  {
    auto visit = visit_of_mario(service);
    CHECK(visit.person.mail_hint == "m…@example.org");
    const auto issued = visit.act(Act::issue, good_password, {}, false);
    REQUIRE(issued);
    user_code = text_of(issued->user_code);
    CHECK_FALSE(issued->pin);
    CHECK_FALSE(issued->password);
    const auto shown = visit.act(Act::recover_user_code);
    REQUIRE(shown);
    CHECK(text_of(shown->user_code) == user_code);
    CHECK_FALSE(shown->pin);
    const auto first_pin = visit.act(Act::renew_pin);
    REQUIRE(first_pin);
    REQUIRE(first_pin->pin);
    pin = text_of(*first_pin->pin);
    CHECK(visit.act(Act::recover_user_code).error().code == Code::act_refused);  // the visit's three are done
  }
  CHECK(log_in(page, user_code, good_password, pin)->pin_checked);
  auto visit = visit_of_mario(service);
  CHECK(visit.person.has_pin);
  const auto renewed = visit.act(Act::renew_pin);
  REQUIRE(renewed);
  CHECK(text_of(renewed->user_code) == user_code);
  CHECK(log_in(page, user_code, good_password, text_of(*renewed->pin))->pin_checked);
  CHECK_FALSE(log_in(page, user_code, good_password, pin));
  REQUIRE(visit.act(Act::remove_pin));
  CHECK_FALSE(log_in(page, user_code, good_password, text_of(*renewed->pin)));
  CHECK(log_in(page, user_code, good_password));
  // issued, shown, renewed, renewed, removed: a mail for each, and its link is the same as the SMS's
  CHECK(service.mail_to(mario().mail, 5));
}

TEST_CASE("the current password opens the way to a new one") {
  ServiceFixture service;
  auto page = service.login_page();
  auto visit = visit_of_mario(service);
  const auto issued = visit.act(Act::issue, good_password);
  REQUIRE(issued);
  const auto user_code = text_of(issued->user_code);
  CHECK(visit.act(Act::change_password, new_password).error().code == Code::bad_request);
  CHECK(visit.act(Act::change_password, {}, good_password).error().code == Code::bad_request);
  CHECK(visit.act(Act::reset_password, new_password, good_password).error().code == Code::bad_request);
  CHECK(visit.act(Act::recover_user_code, new_password).error().code == Code::bad_request);
  CHECK(visit.act(Act::change_password, "short", good_password).error().code == Code::password_refused);
  const auto same = visit.act(Act::change_password, good_password, good_password);
  CHECK(same.error().rules == std::vector{wire::PasswordRule::common});

  const auto wrong = visit.act(Act::change_password, new_password, "Sbagliata-1234");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == Code::current_password_wrong);
  CHECK(wrong.error().tries_left == 9);
  CHECK(log_in(page, user_code, good_password));  // and gives the tries back
  const auto changed = visit.act(Act::change_password, new_password, good_password);
  REQUIRE(changed);
  CHECK(text_of(changed->user_code) == user_code);
  CHECK(log_in(page, user_code, new_password));
  CHECK_FALSE(log_in(page, user_code, good_password));
}

TEST_CASE("guesses at the current password spend the same tries as a login's, and lock both") {
  ServiceFixture service;
  auto page = service.login_page();
  auto visit = visit_of_mario(service);
  const auto issued = visit.act(Act::issue, good_password);
  REQUIRE(issued);
  const auto user_code = text_of(issued->user_code);
  for (int i = 0; i < 5; ++i) CHECK_FALSE(log_in(page, user_code, "Sbagliata-1234"));
  for (int left = 4; left > 0; --left) {
    const auto wrong = visit.act(Act::change_password, new_password, "Sbagliata-1234");
    CHECK(wrong.error().code == Code::current_password_wrong);
    CHECK(wrong.error().tries_left == left);
  }
  const auto last = visit.act(Act::change_password, new_password, "Sbagliata-1234");
  CHECK(last.error().code == Code::locked);
  CHECK(last.error().retry_after_s == 15 * 60);
  CHECK(visit.act(Act::change_password, new_password, good_password).error().code == Code::locked);
  CHECK_FALSE(log_in(page, user_code, good_password));
  // The way out is the one for a lost password, which the code has proved already.
  REQUIRE(visit.act(Act::reset_password, new_password));
  CHECK(log_in(page, user_code, new_password));
}

TEST_CASE("parallel guesses at the current password are all counted, and a repeat is not") {
  ServiceFixture service;
  auto visit = visit_of_mario(service);
  REQUIRE(visit.act(Act::issue, good_password));
  const auto path = "/v1/visits/" + visit.visit + "/credentials";
  wire::CredentialsRequest wish;
  wish.action = Act::change_password;
  wish.password = secret::SecretText{std::string_view{new_password}};
  wish.current_password = secret::SecretText{"Sbagliata-1234"};
  const auto body = wire::to_json(wish);
  const auto identity = service.kiosk_identity();
  const auto extra = [&] {
    Extra with;
    with.idempotency_key = fresh_idempotency_key();
    with.grant = text_of(visit.person.grant);
    return with;
  };
  const auto once = extra();
  const auto first = visit.kiosk.raw().call("POST", path, body, once);
  CHECK(visit.kiosk.raw().call("POST", path, body, once).body == first.body);
  CHECK(problem_of(first).tries_left == 9);
  std::atomic<int> wrong = 0, locked = 0, others = 0;
  {
    std::vector<std::jthread> guessers;
    for (int i = 0; i < 8; ++i) {
      guessers.emplace_back([&] {
        SignedClient client{service.where(), identity};
        for (int j = 0; j < 3; ++j) {
          const auto code = problem_of(client.call("POST", path, body, extra())).code;
          ++(code == Code::current_password_wrong ? wrong : code == Code::locked ? locked : others);
        }
      });
    }
  }
  CHECK(wrong == 8);  // and the tenth of all tries locked
  CHECK(locked == 16);
  CHECK(others == 0);
}

TEST_CASE("a confirming mail's link freezes what it tells of") {
  ServiceFixture service;
  auto page = service.login_page();
  auto visit = visit_of_mario(service);
  const auto issued = visit.act(Act::issue, good_password);
  REQUIRE(issued);
  const auto mail = service.mail_to(mario().mail);
  REQUIRE(mail);
  CHECK(mail->link().starts_with(public_url + "/not-me/"));
  CHECK(service.sms_to(mario().phone, 2)->text.contains(mail->link()));
}

TEST_CASE("a grown-up pupil is told by SMS where their own credentials come from, and is let in by no code") {
  ServiceFixture service;
  // Mario is on file as a guardian, and now as a pupil of the last class too.
  write_file(service.folder() / "adults.csv",
             "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n" +
                 families().at(1).document + ";Rossi;" + families().at(1).given_name + ";" + families().at(1).phone +
                 ";;MADRE;" + mario().document + ";Rossi;Mario;5A\n");
  service.command({"import", "--school", school_code, (service.folder() / "adults.csv").string()});
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(mario().document);
  REQUIRE(visit);
  CHECK(visit->phone_hint == "01");
  CHECK_FALSE(visit->if_pupil);  // by the birth date alone, which is of 1980
  const auto sms = service.sms_to(mario().phone);
  REQUIRE(sms);
  CHECK(sms->code().empty());
  const auto wrong = kiosk.check(visit->visit, "123456");
  CHECK(wrong.error().code == Code::code_wrong);
  CHECK(wrong.error().tries_left == 2);
}
