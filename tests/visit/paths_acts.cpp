// What a guardian may do with credentials, act by act, from the choice to the result.
#include "kiosk/visit/offers.h"
#include "tests/visit/walks.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::visit;
using wire::Act;
using wire::Code;

namespace {

const std::string good = "ColleSereno7!";

wire::Credentials made(bool with_pin = false) {
  wire::Credentials credentials;
  credentials.user_code = SecretText{"G4827163K"};
  if (with_pin) credentials.pin = SecretText{"528174"};
  credentials.confirmation_hint = "47";
  return credentials;
}

wire::Person first_timer() {
  auto person = somebody();
  person.acts = {Act::issue};
  person.has_credentials = person.has_pin = false;
  return person;
}

// A register like Axios: it makes the password, the PIN signs.
wire::Person of_a_register_that_makes() {
  auto person = first_timer();
  person.password_chosen = false;
  person.pin = wire::PinOffer::always;
  person.pin_at_login = false;
  return person;
}

Journey past_the_commitments(wire::Person person) {
  auto journey = at_choose(std::move(person));
  journey.step(ChooseAct{Act::issue});
  for (std::size_t i = 0; i < 4; ++i) journey.step(TickCommitment{i});
  journey.step(Confirm{});
  return journey;
}

Journey at_change(std::string_view current = "Vecchia-Pass1") {
  auto journey = at_choose(somebody());
  journey.step(ChooseAct{Act::change_password});
  type(journey, current);
  journey.step(Confirm{});
  type(journey, good);
  journey.step(Confirm{});
  return journey;
}

}  // namespace

TEST_CASE("offers: likeliest first, the office last") {
  auto person = std::make_shared<wire::Person>(somebody());
  const Proved proved{{"v", "K7"}, person, "47", person->mail_hint};
  const std::vector<Offer> expected = {Act::reset_password, Act::change_password, Act::recover_user_code,
                                       Act::renew_pin,      Act::remove_pin,      Wish::mail,
                                       Wish::invitation,    Wish::on_file,        Wish::call};
  CHECK(offers(proved) == expected);
  person->access = wire::Access::both;
  CHECK(offers(proved, Wish::identity));
  person->acts.clear();
  person->access = wire::Access::credentials;
  person->office_first = wire::OfficeFirst::second_set;
  CHECK(offers(proved) == std::vector<Offer>{Wish::mail, Wish::on_file, Wish::call});
  CHECK_FALSE(nothing_to_do(proved));                // the screen says what the office must do first
  person->office_first = wire::OfficeFirst::frozen;  // the service takes no address then
  CHECK(offers(proved) == std::vector<Offer>{Wish::on_file, Wish::call});
  person->office_first.reset();
  CHECK(nothing_to_do(proved));
  person->access = wire::Access::digital_identity;
  CHECK(offers(proved).front() == Offer{Wish::identity});
  CHECK_FALSE(nothing_to_do(proved));
}

TEST_CASE("nothing to do here: the office, with the reference") {
  auto person = first_timer();
  person.acts.clear();
  const auto journey = at_choose(person);
  CHECK(state<OfficeNeeded>(journey).reason == OfficeReason::no_offer);
  CHECK(state<OfficeNeeded>(journey).reference == "K7-4M2");
  CHECK(count<CloseVisit>(journey) == 1);
}

TEST_CASE("a first issue asks about the PIN where it is left to the guardian") {
  auto journey = past_the_commitments(first_timer());
  REQUIRE(is_at<ChoosePin>(journey));
  journey.step(Back{});
  CHECK(state<Commitments>(journey).accepted == std::vector<bool>(4, true));  // nothing is lost
  journey.step(Confirm{});
  journey.step(WantPin{false});
  CHECK_FALSE(state<ChoosePassword>(journey).with_pin);
  journey.step(Back{});
  CHECK(is_at<ChoosePin>(journey));
  journey.step(WantPin{true});
  type(journey, good);
  journey.step(Confirm{});
  const auto question = questions<MakeCredentials>(journey).back();
  CHECK(question.with_pin);
  CHECK(question.commitments_version == "2025-1");
  CHECK_FALSE(question.current_password);
  journey.step(reply(journey, made(true)));
  const auto& result = state<Result>(journey);
  CHECK(result.asks_pin);
  CHECK(result.login_url == "https://register.example/login");
  CHECK(result.mail_hint == "m…@casa.example");
  CHECK(result.confirmation_hint == "47");
  CHECK_FALSE(result.change_due);
}

TEST_CASE("a register that makes the password: one touch, and it is shown for a while") {
  auto journey = past_the_commitments(of_a_register_that_makes());
  CHECK(state<ConfirmAct>(journey).act == Act::issue);  // no PIN is asked about where it always comes
  journey.step(Back{});
  CHECK(is_at<Commitments>(journey));
  journey.step(Confirm{});
  journey.step(Confirm{});
  journey.step(Confirm{});  // an impatient finger
  REQUIRE(count<MakeCredentials>(journey) == 1);
  CHECK_FALSE(questions<MakeCredentials>(journey).front().password);
  journey.step(Back{});  // it may be done already
  CHECK(is_at<ConfirmAct>(journey));
  auto answer = made(true);
  answer.password = SecretText{"Nave-Verde-31"};
  answer.change_due = true;
  journey.step(reply(journey, answer));
  CHECK(state<Result>(journey).change_due);
  CHECK_FALSE(state<Result>(journey).asks_pin);  // it signs
  CHECK_FALSE(state<Result>(journey).password_hides);
  journey.step(ShowMade{});
  CHECK(state<Result>(journey).password_hides);
  CHECK_FALSE(state<Result>(journey).pin_hides);
  journey.wait(limits::pin_shown);
  CHECK_FALSE(state<Result>(journey).password_hides);
  journey.step(ShowMade{});
  journey.step(ShowMade{});
  CHECK_FALSE(state<Result>(journey).password_hides);
}

TEST_CASE("a lost password where the register makes it") {
  auto person = of_a_register_that_makes();
  person.acts = {Act::reset_password};
  auto journey = at_choose(person);
  journey.step(ChooseAct{Act::reset_password});
  CHECK(state<ConfirmAct>(journey).act == Act::reset_password);
  journey.step(Confirm{});
  CHECK(questions<MakeCredentials>(journey).back().commitments_version == "2025-1");
}

TEST_CASE("PIN and user code: one touch each, and an answer that was lost is asked again under its number") {
  for (const auto act : {Act::renew_pin, Act::remove_pin, Act::recover_user_code}) {
    CAPTURE(wire::name_of(act));
    auto journey = at_choose(somebody());
    journey.step(ChooseAct{act});
    CHECK(state<ConfirmAct>(journey).act == act);
    journey.step(Back{});
    CHECK(is_at<Choose>(journey));
    journey.step(ChooseAct{act});
    journey.step(Confirm{});
    const auto number = pending_in(journey.visit().state)->request;
    CHECK(questions<MakeCredentials>(journey).back().commitments_version.empty());
    journey.step(reply(journey, NoLine{}));
    CHECK(state<ConfirmAct>(journey).lost == number);
    journey.step(Confirm{});
    CHECK(pending_in(journey.visit().state)->request == number);
    journey.step(reply(journey, made(act == Act::renew_pin)));
    CHECK(state<Result>(journey).act == act);
    CHECK(state<Result>(journey).asks_pin == (act != Act::remove_pin));
  }
}

TEST_CASE("a password is changed by whoever knows the one of now") {
  auto journey = at_change();
  const auto question = questions<MakeCredentials>(journey).back();
  REQUIRE(question.current_password);
  CHECK(question.current_password->reveal() == "Vecchia-Pass1");
  CHECK(question.password->reveal() == good);
  CHECK(question.commitments_version.empty());
  journey.step(reply(journey, made()));
  CHECK(state<Result>(journey).act == Act::change_password);
}

TEST_CASE("the password of now was another: back there, and the new one need not be typed again") {
  auto journey = at_change();
  journey.step(reply(journey, problem(Code::current_password_wrong, 7)));
  CHECK(state<CurrentPassword>(journey).tries_left == 7);
  CHECK(state<CurrentPassword>(journey).typed.empty());
  journey.step(Confirm{});
  CHECK(is_at<CurrentPassword>(journey));  // nothing typed
  type(journey, "x");
  CHECK_FALSE(state<CurrentPassword>(journey).tries_left);
  journey.step(Confirm{});
  CHECK(state<ChoosePassword>(journey).typed.reveal() == good);
  journey.step(Back{});
  CHECK(state<CurrentPassword>(journey).typed.reveal() == "x");
  journey.step(Confirm{});
  journey.step(Confirm{});
  journey.step(reply(journey, problem(Code::locked)));
  CHECK(state<OfficeNeeded>(journey).reason == OfficeReason::locked);
}

TEST_CASE("who forgot the password of now is led to a new one") {
  auto journey = at_choose(somebody());
  journey.step(ChooseAct{Act::change_password});
  type(journey, "boh");
  journey.step(Forgotten{});
  CHECK(state<ChoosePassword>(journey).act == Act::reset_password);
  CHECK(state<ChoosePassword>(journey).typed.empty());

  auto replacing = of_a_register_that_makes();
  replacing.acts = {Act::issue, Act::change_password};
  auto other = at_choose(replacing);
  other.step(ChooseAct{Act::change_password});
  other.step(Forgotten{});
  CHECK(is_at<Commitments>(other));

  auto none = somebody();
  none.acts = {Act::change_password};
  auto office = at_choose(none);
  office.step(ChooseAct{Act::change_password});
  office.step(Forgotten{});
  CHECK(state<OfficeNeeded>(office).reason == OfficeReason::asked);
}

TEST_CASE("a refused act, and one that the service cannot explain, lead to the office") {
  for (const auto& [code, reason] : std::vector<std::pair<Code, OfficeReason>>{
           {Code::act_refused, OfficeReason::act_refused}, {Code::commitments_outdated, OfficeReason::trouble}}) {
    auto journey = at_choose(somebody());
    journey.step(ChooseAct{Act::renew_pin});
    journey.step(Confirm{});
    journey.step(reply(journey, problem(code)));
    CHECK(state<OfficeNeeded>(journey).reason == reason);
  }
}

TEST_CASE("nobody answers: what was shown is covered") {
  auto journey = at_choose(somebody());
  journey.step(ChooseAct{Act::change_password});
  type(journey, "segreta");
  journey.step(ShowPassword{});
  journey.wait(limits::idle_after_code);
  REQUIRE(journey.visit().overlay);
  CHECK_FALSE(state<CurrentPassword>(journey).shown);
  CHECK(state<CurrentPassword>(journey).typed.reveal() == "segreta");
}
