// What a guardian may want beside credentials: mail, link, what is on file, a report, the digital identity, a person.
#include "kiosk/visit/mail_address.h"
#include "kiosk/visit/offers.h"
#include "tests/visit/walks.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::visit;
using namespace std::chrono_literals;
using wire::Code;

namespace {

const std::string address = "mario@casa.example";

wire::Person without_mail() {
  auto person = somebody();
  person.mail_hint.clear();
  return person;
}

Journey at_mail_code(Wish wish = Wish::mail) {
  auto journey = at_choose(without_mail());
  journey.step(ChooseWish{wish});
  type(journey, address);
  journey.step(Confirm{});
  journey.step(reply(journey, wire::MailAnswer{"m…@casa.example", {300, 60, 2, 3}}));
  return journey;
}

void enter(Journey& journey, std::string_view code) {
  type(journey, code);
  journey.step(Confirm{});
}

}  // namespace

TEST_CASE("what lacks of a mail address, while it is typed") {
  using enum MailLack;
  for (const auto& [typed, lack] : std::vector<std::pair<std::string, MailLack>>{{"", name},
                                                                                 {"@", name},
                                                                                 {"@casa.it", name},
                                                                                 {"mario", at},
                                                                                 {"mario@", domain},
                                                                                 {"mario@casa", domain},
                                                                                 {"mario@casa.", domain},
                                                                                 {"mario@casa.i", domain},
                                                                                 {"mario@.it", domain},
                                                                                 {"mario@casa..it", domain},
                                                                                 {"mario@casa.it", nothing},
                                                                                 {"m.r+s@a.b.it", nothing}}) {
    CAPTURE(typed);
    CHECK(lacks_of_mail(typed) == lack);
  }
  CHECK(masked_mail("mario@casa.example") == "m…@casa.example");
  CHECK(masked_mail("èva@casa.example") == "è…@casa.example");
}

TEST_CASE("a mail address counts once its code came back") {
  auto journey = at_mail_code();
  CHECK(questions<AssociateMail>(journey).front().mail.reveal() == address);
  enter(journey, "123456");
  CHECK(questions<CheckMail>(journey).front().code.reveal() == "123456");
  journey.step(reply(journey, wire::MailConfirmed{"m…@casa.example"}));
  CHECK(state<Told>(journey).outcome == Outcome::mail);
  CHECK(state<Told>(journey).proved.mail_hint == "m…@casa.example");
  journey.step(AnotherThing{});
  CHECK(state<Choose>(journey).proved.mail_hint == "m…@casa.example");  // the choice knows it
  CHECK(state<Choose>(journey).proved.person->acts == somebody().acts);
}

TEST_CASE("only what may stand in an address is typed, and only a whole one is asked about") {
  auto journey = at_choose(without_mail());
  journey.step(ChooseWish{Wish::mail});
  type(journey, "ma rio,@x@");
  CHECK(state<MailEntry>(journey).typed.reveal() == "mario@x");
  journey.step(Confirm{});
  CHECK(count<AssociateMail>(journey) == 0);
  journey.step(Key{SecretText{".it"}});  // one key, a whole ending
  journey.step(Confirm{});
  REQUIRE(count<AssociateMail>(journey) == 1);
  journey.step(reply(journey, problem(Code::bad_request)));
  CHECK(state<MailEntry>(journey).refused);
  journey.step(Confirm{});
  CHECK(count<AssociateMail>(journey) == 1);
  journey.step(Erase{});
  CHECK_FALSE(state<MailEntry>(journey).refused);
}

TEST_CASE("a mail that is lost on the line is asked again under its number, another under another") {
  auto journey = at_choose(without_mail());
  journey.step(ChooseWish{Wish::mail});
  type(journey, address);
  journey.step(Confirm{});
  const auto number = pending_in(journey.visit().state)->request;
  journey.step(reply(journey, NoLine{}));
  journey.step(Confirm{});
  CHECK(pending_in(journey.visit().state)->request == number);
  journey.step(reply(journey, NoLine{}));
  type(journey, "s");
  journey.step(Confirm{});
  CHECK(pending_in(journey.visit().state)->request != number);
}

TEST_CASE("back from the mail's code, and the same address again: its cells, and no second mail") {
  auto journey = at_mail_code();
  type(journey, "12");
  journey.step(OtherMail{});
  CHECK(state<MailEntry>(journey).typed.reveal() == address);
  journey.step(Confirm{});
  CHECK(state<MailCode>(journey).typed.empty());
  CHECK(state<MailCode>(journey).sends_left == 2);
  CHECK(count<AssociateMail>(journey) == 1);
  journey.step(Back{});
  type(journey, "s");
  journey.step(Confirm{});
  CHECK(count<AssociateMail>(journey) == 2);  // another address is another question

  // Gone altogether and come back: the service knows that a code is on its way.
  auto again = at_mail_code();
  again.step(Back{});
  again.step(Back{});
  again.step(ChooseWish{Wish::mail});
  type(again, address);
  again.step(Confirm{});
  again.step(reply(again, problem(Code::resend_too_soon, {}, 40)));
  CHECK(state<MailCode>(again).mail_hint == "m…@casa.example");
  CHECK(state<MailCode>(again).resend_from == again.now() + 40s);
}

TEST_CASE("the mail's code: wrong, spent, expired, sent again, used up") {
  auto journey = at_mail_code();
  enter(journey, "111111");
  journey.step(reply(journey, problem(Code::code_wrong, 2)));
  CHECK(state<MailCode>(journey).problem == CodeEntryProblem::wrong);
  CHECK(state<MailCode>(journey).tries_left == 2);
  journey.wait(60s);
  if (journey.visit().overlay) journey.step(Touched{});
  journey.step(Resend{});
  CHECK(questions<AssociateMail>(journey).back().mail.reveal() == address);
  journey.step(reply(journey, wire::MailAnswer{"m…@casa.example", {30, 60, 0, 3}}));
  CHECK(state<MailCode>(journey).sent_again);
  journey.wait(30s);
  // No mail is left in this visit, and the code is over: the office takes an address too.
  CHECK(state<OfficeNeeded>(journey).reason == OfficeReason::act_refused);

  auto locked = at_mail_code();
  enter(locked, "111111");
  locked.step(Back{});  // the check may be done already
  CHECK(is_at<MailCode>(locked));
  locked.step(reply(locked, problem(Code::locked)));
  CHECK(state<OfficeNeeded>(locked).reason == OfficeReason::locked);
}

TEST_CASE("mails used up for today: the office") {
  auto journey = at_choose(without_mail());
  journey.step(ChooseWish{Wish::mail});
  type(journey, address);
  journey.step(Confirm{});
  journey.step(reply(journey, problem(Code::sends_spent)));
  CHECK(state<OfficeNeeded>(journey).reason == OfficeReason::act_refused);
}

TEST_CASE("the link goes to the mail on file, and nothing else changes") {
  auto journey = at_choose(somebody());
  journey.step(ChooseWish{Wish::invitation});
  REQUIRE(is_at<SendLink>(journey));
  journey.step(Confirm{});
  const auto number = pending_in(journey.visit().state)->request;
  journey.step(Back{});  // it may be sent already
  CHECK(is_at<SendLink>(journey));
  journey.step(reply(journey, NoLine{}));
  journey.step(Confirm{});
  CHECK(pending_in(journey.visit().state)->request == number);
  journey.step(reply(journey, wire::InvitationAnswer{"m…@casa.example", 24}));
  CHECK(state<Told>(journey).outcome == Outcome::invitation);
  CHECK(state<Told>(journey).hours == 24);
  journey.step(AnotherThing{});
  CHECK(state<Choose>(journey).proved.person->acts == somebody().acts);
}

TEST_CASE("the link where no mail is on file: first the mail, then the link") {
  auto journey = at_mail_code(Wish::invitation);
  enter(journey, "123456");
  journey.step(reply(journey, wire::MailConfirmed{"m…@casa.example"}));
  CHECK(state<SendLink>(journey).proved.mail_hint == "m…@casa.example");
  journey.step(Confirm{});
  journey.step(reply(journey, wire::InvitationAnswer{"m…@casa.example", 72}));
  CHECK(state<Told>(journey).outcome == Outcome::invitation);

  auto gone = at_choose(somebody());  // taken off the file meanwhile
  gone.step(ChooseWish{Wish::invitation});
  gone.step(Confirm{});
  gone.step(reply(gone, problem(Code::mail_missing)));
  CHECK(state<MailEntry>(gone).then == MailThen::invitation);
}

TEST_CASE("what is on file: right, or told to the office") {
  auto journey = at_choose(somebody());
  journey.step(ChooseWish{Wish::on_file});
  journey.step(Confirm{});
  CHECK(is_at<Choose>(journey));
  journey.step(ChooseWish{Wish::on_file});
  journey.step(ReportWrong{});
  journey.step(Confirm{});
  CHECK(count<SendReport>(journey) == 0);  // nothing ticked
  journey.step(TickWrong{1});
  journey.step(TickWrong{3});
  journey.step(TickWrong{3});
  journey.step(TickWrong{4});
  journey.step(TickWrong{99});
  journey.step(Confirm{});
  CHECK(questions<SendReport>(journey).front().what ==
        std::vector{wire::WrongData::phone, wire::WrongData::class_name});
  journey.step(TickWrong{0});  // asked already
  CHECK_FALSE(state<Report>(journey).chosen.at(0));
  journey.step(reply(journey, wire::ReportAnswer{"Q9-1XA"}));
  CHECK(state<Told>(journey).outcome == Outcome::report);
  CHECK(state<Told>(journey).reference == "Q9-1XA");
  journey.step(EndNow{});
  CHECK(is_at<Goodbye>(journey));
  CHECK(state<Goodbye>(journey).ending == Ending::told);  // no credentials were made: it must not say so
}

TEST_CASE("the digital identity: by itself where nothing else is left, by wish where both are") {
  auto person = somebody();
  person.acts.clear();
  person.access = wire::Access::digital_identity;
  auto journey = at_choose(person);
  REQUIRE(is_at<DigitalIdentity>(journey));
  journey.step(Back{});
  REQUIRE(is_at<Choose>(journey));
  journey.step(ChooseWish{Wish::invitation});  // not offered
  CHECK(is_at<Choose>(journey));
  journey.step(ChooseWish{Wish::identity});
  journey.step(EndNow{});
  CHECK(is_at<Goodbye>(journey));

  auto both = at_choose(somebody());
  both.step(ChooseWish{Wish::identity});
  CHECK(is_at<Choose>(both));  // not offered where the school gives credentials only
}

TEST_CASE("who wants a person gets the office and the reference") {
  auto journey = at_choose(somebody());
  journey.step(ChooseWish{Wish::call});
  CHECK(state<OfficeNeeded>(journey).reason == OfficeReason::asked);
  CHECK(state<OfficeNeeded>(journey).reference == "K7-4M2");
  CHECK(count<CloseVisit>(journey) == 1);
}

TEST_CASE("with a family's data on the screen the idle times are short") {
  auto journey = at_choose(somebody());
  for (const auto wish : {Wish::mail, Wish::invitation, Wish::on_file}) {
    journey.step(ChooseWish{wish});
    CHECK(after_code(journey.visit().state));
    journey.step(Back{});
  }
  CHECK(after_code(at_mail_code().visit().state));
}
