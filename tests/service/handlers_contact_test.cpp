// How the school reaches a guardian, over real HTTPS: a mail address with its code, invitations, wrong data.
#include "tests/service/visit_in_progress.h"

using namespace sportello;
using namespace sportello::fakes;
using wire::Act;
using wire::Code;
using wire::WrongData;

namespace {

const Family& mario() { return families().at(0); }
const std::string new_mail = "mario@casa.example";

std::string wrong_code(const std::string& right) { return right == "000000" ? "000001" : "000000"; }

}  // namespace

TEST_CASE("a mail address counts once its code came back, and everybody hears of it") {
  ServiceFixture service;
  auto visit = begin_visit(service, mario().document, mario().phone);
  REQUIRE(visit.act(Act::issue, good_password));
  CHECK(visit.kiosk.check_mail(visit.visit, visit.person, "123456").error().code == Code::code_expired);
  const auto asked = visit.kiosk.ask_mail(visit.visit, visit.person, new_mail);
  REQUIRE(asked);
  CHECK(asked->mail_hint == "m…@casa.example");
  CHECK(asked->code.sends_left == 2);
  CHECK(visit.kiosk.ask_mail(visit.visit, visit.person, new_mail).error().code == Code::resend_too_soon);
  const auto mail = service.mail_to(new_mail);
  REQUIRE(mail);
  const auto code = mail->code();
  const auto wrong = visit.kiosk.check_mail(visit.visit, visit.person, wrong_code(code));
  CHECK(wrong.error().code == Code::code_wrong);
  CHECK(wrong.error().tries_left == 2);
  const auto confirmed = visit.kiosk.check_mail(visit.visit, visit.person, code);
  REQUIRE(confirmed);
  CHECK(confirmed->mail_hint == "m…@casa.example");
  CHECK(visit.kiosk.check_mail(visit.visit, visit.person, code).error().code == Code::code_expired);
  // The phone, the old address and the new one.
  CHECK(service.sms_to(mario().phone, 3));
  const auto old_hears = service.mail_to(mario().mail, 2);
  const auto new_hears = service.mail_to(new_mail, 2);
  REQUIRE(old_hears);
  REQUIRE(new_hears);
  CHECK(old_hears->link().contains("/not-me/"));
  CHECK(begin_visit(service, mario().document, mario().phone).person.mail_hint == "m…@casa.example");
}

TEST_CASE("three slips and a mail's code is spent; another address begins anew, but sends no more") {
  ServiceFixture service;
  auto visit = begin_visit(service, mario().document, mario().phone);
  REQUIRE(visit.kiosk.ask_mail(visit.visit, visit.person, "primo@casa.example"));
  const auto first = service.mail_to("primo@casa.example")->code();
  for (int left = 2; left >= 0; --left) {
    CHECK(visit.kiosk.check_mail(visit.visit, visit.person, wrong_code(first)).error().tries_left == left);
  }
  CHECK(visit.kiosk.check_mail(visit.visit, visit.person, first).error().code == Code::tries_spent);
  const auto second = visit.kiosk.ask_mail(visit.visit, visit.person, "secondo@casa.example");
  REQUIRE(second);
  CHECK(second->code.sends_left == 1);
  const auto code = service.mail_to("secondo@casa.example")->code();
  CHECK(code != first);
  REQUIRE(visit.kiosk.ask_mail(visit.visit, visit.person, "terzo@casa.example"));
  CHECK(visit.kiosk.check_mail(visit.visit, visit.person, code).error().code ==
        Code::code_wrong);  // the third's counts
  CHECK(visit.kiosk.ask_mail(visit.visit, visit.person, "quarto@casa.example").error().code == Code::sends_spent);
}

TEST_CASE("what is no mail address is refused before anything is done") {
  ServiceFixture service;
  auto visit = begin_visit(service, mario().document, mario().phone);
  for (const std::string mail :
       {"mario", "@casa.example", "mario@", "a@b@c.example", "ma rio@casa.example", "mario@casa.example\n",
        "mario@casa.example\r\nBcc: x@y.example", "<mario@casa.example>", "a,b@casa.example", "mario@casa\u0001"}) {
    CAPTURE(mail);
    CHECK(visit.kiosk.ask_mail(visit.visit, visit.person, mail).error().code == Code::bad_request);
  }
  CHECK(visit.kiosk.ask_mail(visit.visit, visit.person, std::string(250, 'a') + "@x.example").error().code ==
        Code::bad_request);
  CHECK(service.mails().empty());
  CHECK(visit.kiosk.ask_mail(visit.visit, visit.person, "mario.d'angelo+scuola@casa.example"));
}

TEST_CASE("an invitation goes to the address on file, three times a visit at most") {
  FixtureOptions options;
  options.extra_guardians = 1;
  ServiceFixture service{options};
  auto visit = begin_visit(service, mario().document, mario().phone);
  const auto first = visit.kiosk.ask_invitation(visit.visit, visit.person);
  REQUIRE(first);
  CHECK(first->hours == 72);
  CHECK(first->mail_hint == "m…@example.org");
  const auto mail = service.mail_to(mario().mail);
  REQUIRE(mail);
  CHECK(mail->link().contains("/invitation/"));
  REQUIRE(visit.act(Act::issue, good_password));
  const auto recovery = visit.kiosk.ask_invitation(visit.visit, visit.person);
  REQUIRE(recovery);
  CHECK(recovery->hours == 24);
  REQUIRE(visit.kiosk.ask_invitation(visit.visit, visit.person));
  CHECK(visit.kiosk.ask_invitation(visit.visit, visit.person).error().code == Code::sends_spent);
  auto again = begin_visit(service, mario().document, mario().phone);
  CHECK(again.kiosk.ask_invitation(again.visit, again.person));
  CHECK(again.kiosk.ask_invitation(again.visit, again.person));
  CHECK(again.kiosk.ask_invitation(again.visit, again.person).error().code == Code::sends_spent);  // five a day
  auto without = begin_visit(service, ServiceFixture::document_of(0), ServiceFixture::phone_of(0));
  CHECK(without.person.mail_hint.empty());
  CHECK(without.kiosk.ask_invitation(without.visit, without.person).error().code == Code::mail_missing);
}

TEST_CASE("wrong data reaches the office under a reference, and the guardian hears that it did") {
  ServiceFixture service;
  auto visit = begin_visit(service, mario().document, mario().phone);
  const wire::ReportRequest wish{{WrongData::phone, WrongData::pupil}, secret::SecretText{"Il numero è cambiato"}};
  const auto first = visit.kiosk.report(visit.visit, visit.person, wish);
  REQUIRE(first);
  CHECK(first->reference.size() == 6);
  const auto mail = service.mail_to(mario().mail);
  REQUIRE(mail);
  CHECK(mail->text.contains(first->reference));
  CHECK_FALSE(mail->text.contains("numero è cambiato"));
  CHECK(visit.kiosk.report(visit.visit, visit.person, {{WrongData::name}, {}})->reference != first->reference);
  CHECK(visit.kiosk.report(visit.visit, visit.person, {{WrongData::other}, {}}));
  CHECK(visit.kiosk.report(visit.visit, visit.person, wish).error().code == Code::act_refused);
  auto forged = visit.person;
  forged.grant = secret::SecretText{secret::to_base64url(secret::random_bytes(32))};
  CHECK(visit.kiosk.report(visit.visit, forged, wish).error().code == Code::grant_invalid);
  CHECK(visit.kiosk.ask_invitation(visit.visit, forged).error().code == Code::grant_invalid);
  CHECK(visit.kiosk.ask_mail(visit.visit, forged, new_mail).error().code == Code::grant_invalid);
}
