// Visits up to where most of them begin to differ.
#include "tests/visit/walks.h"

namespace sportello::tests {

using namespace visit;

Journey at_code_entry() {
  Journey journey;
  journey.step(StartVisit{});
  journey.step(CardRead{SecretText{"RSSMRA80A01H501U"}});
  journey.step(reply(journey, wire::VisitAnswer{"v", "K7-4M2", "47", {300, 60, 2, 3}}));
  return journey;
}

wire::Person somebody() {
  using enum wire::Act;
  wire::Person person;
  person.grant = SecretText{"grant"};
  person.given_name = "Mario";
  person.pupils = {{"Sofia", "2B"}};
  person.has_credentials = true;
  person.has_pin = true;
  person.acts = {reset_password, recover_user_code, change_password, renew_pin, remove_pin};
  person.login_url = "https://register.example/login";
  person.pin = wire::PinOffer::optional;
  person.pin_at_login = true;
  person.mail_hint = "m…@casa.example";
  person.policy = {10, 128, true, true, true, true};
  person.commitments = {"2025-1", {"absences", "safekeeping", "child", "progress"}};
  return person;
}

Journey at_choose(wire::Person person) {
  auto journey = at_code_entry();
  type(journey, "123456");
  journey.step(Confirm{});
  journey.step(reply(journey, std::make_shared<const wire::Person>(std::move(person))));
  return journey;
}

Journey at_choose() {
  auto person = somebody();
  person.acts = {wire::Act::issue, wire::Act::reset_password};
  person.pin = wire::PinOffer::none;
  person.has_pin = false;
  person.mail_hint.clear();
  return at_choose(std::move(person));
}

}  // namespace sportello::tests
