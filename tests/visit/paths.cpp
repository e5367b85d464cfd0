// Visits that read like visits. Time and the service's answers are told, never asked.
#include "kiosk/visit/limits.h"
#include "tests/catch.h"
#include "tests/visit/walks.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::visit;
using namespace std::chrono_literals;

TEST_CASE("a first issue, from the card to goodbye") {
  auto journey = at_choose();
  journey.step(ChooseAct{wire::Act::issue});
  journey.step(Confirm{});
  CHECK(std::holds_alternative<Commitments>(journey.visit().state));  // nothing accepted yet
  for (std::size_t i = 0; i < 4; ++i) journey.step(TickCommitment{i});
  journey.step(Confirm{});
  type(journey, "Colle");
  journey.step(Confirm{});
  CHECK_FALSE(pending_in(journey.visit().state));  // the rules are not met
  type(journey, "Sereno7!");
  journey.step(Confirm{});
  journey.step(reply(journey, wire::Credentials{SecretText{"G4827163K"}, SecretText{"52817"}, "47"}));
  CHECK(state<Result>(journey).user_code.reveal() == "G4827163K");
  journey.step(EndNow{});
  CHECK(state<Goodbye>(journey).ending == Ending::done);
  CHECK(count<CloseVisit>(journey) == 1);
  journey.wait(limits::goodbye_shown);
  CHECK(std::holds_alternative<Welcome>(journey.visit().state));
}

TEST_CASE("a lost password needs no commitments") {
  auto journey = at_choose();
  journey.step(ChooseAct{wire::Act::reset_password});
  CHECK(state<ChoosePassword>(journey).act == wire::Act::reset_password);
}

TEST_CASE("a pupil's own card is told from the parent's on the spot") {
  Journey journey;
  journey.step(StartVisit{});
  journey.step(CardRead{SecretText{"RSSMRA15A01H501G"}});
  CHECK(std::holds_alternative<MinorCard>(journey.visit().state));
  CHECK(count<Identify>(journey) == 0);  // nothing was asked of anybody
}

TEST_CASE("who turns eighteen today is no longer a minor") {
  Journey journey;
  journey.step(DayIs{std::chrono::year{2033} / 1 / 1});
  journey.step(StartVisit{});
  journey.step(CardRead{SecretText{"RSSMRA15A01H501G"}});
  CHECK(std::holds_alternative<Identifying>(journey.visit().state));
  Journey eve;
  eve.step(DayIs{std::chrono::year{2032} / 12 / 31});
  eve.step(StartVisit{});
  eve.step(CardRead{SecretText{"RSSMRA15A01H501G"}});
  CHECK(std::holds_alternative<MinorCard>(eve.visit().state));
}

TEST_CASE("typing: only what can come next, and a wrong letter is mended by one touch") {
  Journey journey;
  journey.step(StartVisit{});
  journey.step(TypeInstead{});
  type(journey, "RSS1");  // no digit in the name
  CHECK(state<TypedEntry>(journey).typed.reveal() == "RSS");
  type(journey, "MRA8OA");  // no letter in the year
  CHECK(state<TypedEntry>(journey).typed.reveal() == "RSSMRA8");
  type(journey, "0A01H501V");
  const auto& entry = state<TypedEntry>(journey);
  CHECK(entry.problem == identity::CodeProblem::check);
  REQUIRE_FALSE(entry.mends.empty());
  CHECK(entry.mends.size() <= limits::mends_offered);
  journey.step(Confirm{});
  CHECK(count<Identify>(journey) == 0);
  journey.step(TakeMend{0});
  CHECK_FALSE(state<TypedEntry>(journey).problem);
  journey.step(Confirm{});
  CHECK(state<Identifying>(journey).was_typed);
}

TEST_CASE("typing: letters in the place of numbers, and eleven digits") {
  Journey journey;
  journey.step(StartVisit{});
  journey.step(TypeInstead{});
  journey.step(LettersForDigits{});
  type(journey, "RSSMRAULALMHRLMD");
  journey.step(Confirm{});
  CHECK(std::holds_alternative<Identifying>(journey.visit().state));

  Journey provisional;
  provisional.step(StartVisit{});
  provisional.step(TypeInstead{});
  type(provisional, "12345670017");
  provisional.step(Confirm{});
  CHECK(std::holds_alternative<Identifying>(provisional.visit().state));
}

TEST_CASE("a stray scan does not cost what is typed") {
  Journey journey;
  journey.step(StartVisit{});
  journey.step(TypeInstead{});
  type(journey, "RSSMRA");
  journey.step(CardRead{SecretText{"8001234567890"}});
  CHECK(state<TypedEntry>(journey).typed.reveal() == "RSSMRA");
}

TEST_CASE("a wrong code empties the cells and says how many tries are left") {
  auto journey = at_code_entry();
  type(journey, "111111");
  journey.step(Confirm{});
  wire::Problem problem;
  problem.code = wire::Code::code_wrong;
  problem.tries_left = 2;
  journey.step(reply(journey, problem));
  CHECK(state<CodeEntry>(journey).problem == CodeEntryProblem::wrong);
  CHECK(state<CodeEntry>(journey).tries_left == 2);
  CHECK(state<CodeEntry>(journey).typed.empty());
}

TEST_CASE("sending again waits its time and is counted") {
  auto journey = at_code_entry();
  journey.step(Resend{});
  CHECK(count<SendCode>(journey) == 0);
  journey.wait(60s);
  journey.step(Resend{});
  journey.step(Resend{});  // an impatient finger
  CHECK(count<SendCode>(journey) == 1);
  journey.step(reply(journey, wire::CodeState{300, 60, 0, 3}));
  journey.wait(61s);
  journey.step(Resend{});
  CHECK(count<SendCode>(journey) == 1);  // none left
}

TEST_CASE("an answer lost on the line is asked again under the same number") {
  auto journey = at_choose();
  journey.step(ChooseAct{wire::Act::reset_password});
  type(journey, "ColleSereno7!");
  journey.step(Confirm{});
  const auto number = pending_in(journey.visit().state)->request;
  journey.step(reply(journey, NoLine{}));
  CHECK(state<ChoosePassword>(journey).typed.reveal() == "ColleSereno7!");  // nothing is lost
  journey.step(Confirm{});
  CHECK(pending_in(journey.visit().state)->request == number);
  journey.step(reply(journey, NoLine{}));
  type(journey, "x");  // another password is another question
  journey.step(Confirm{});
  CHECK(pending_in(journey.visit().state)->request != number);
}

TEST_CASE("a refused password says why until it changes") {
  auto journey = at_choose();
  journey.step(ChooseAct{wire::Act::reset_password});
  type(journey, "Password123!");
  journey.step(Confirm{});
  wire::Problem problem;
  problem.code = wire::Code::password_refused;
  problem.rules = {wire::PasswordRule::common};
  journey.step(reply(journey, problem));
  CHECK(state<ChoosePassword>(journey).refused == problem.rules);
  journey.step(Erase{});
  CHECK(state<ChoosePassword>(journey).refused.empty());
}

TEST_CASE("a shown PIN is covered again after its time") {
  auto journey = at_choose();
  journey.step(ChooseAct{wire::Act::reset_password});
  type(journey, "ColleSereno7!");
  journey.step(Confirm{});
  journey.step(reply(journey, wire::Credentials{SecretText{"G4827163K"}, SecretText{"52817"}, "47"}));
  journey.step(ShowPin{});
  CHECK(state<Result>(journey).pin_hides);
  journey.wait(limits::pin_shown - 1ms);
  CHECK(state<Result>(journey).pin_hides);
  journey.wait(1ms);
  CHECK_FALSE(state<Result>(journey).pin_hides);
}

TEST_CASE("are you still there: before the code, after it, and extended by any touch, ten times and more") {
  auto journey = at_code_entry();
  journey.step(Touched{});
  journey.wait(limits::idle_before_code - 1ms);
  CHECK_FALSE(journey.visit().overlay);
  journey.wait(1ms);
  REQUIRE(journey.visit().overlay);
  CHECK(journey.visit().overlay->kind == OverlayKind::still_there);
  CHECK(journey.visit().overlay->until - journey.now() == limits::warning_before_code);

  auto late = at_choose();
  for (int i = 0; i < 12; ++i) {
    late.wait(limits::idle_after_code);
    REQUIRE(late.visit().overlay);
    late.wait(limits::warning_after_code - 1ms);
    late.step(Touched{});
    CHECK(std::holds_alternative<Choose>(late.visit().state));
    CHECK_FALSE(late.visit().overlay);
  }
  late.wait(limits::idle_after_code);
  late.wait(limits::warning_after_code);
  CHECK(state<Goodbye>(late).ending == Ending::timed_out);
}

TEST_CASE("a touch that answers 'are you still there' does nothing else") {
  auto journey = at_choose();
  journey.wait(limits::idle_after_code);
  journey.step(ChooseAct{wire::Act::issue});
  CHECK(std::holds_alternative<Choose>(journey.visit().state));
}

TEST_CASE("whoever answers 'are you still there' with 'end the visit' ends it") {
  auto journey = at_choose();
  journey.wait(limits::idle_after_code);
  journey.step(EndNow{});
  CHECK(state<Goodbye>(journey).ending == Ending::cancelled);
}

TEST_CASE("not my number: the office, with the reference, and the service's visit is closed") {
  auto journey = at_code_entry();
  journey.step(NotMyNumber{});
  CHECK(state<OfficeNeeded>(journey).reference == "K7-4M2");
  CHECK(count<CloseVisit>(journey) == 1);
  journey.step(EndNow{});
  CHECK(count<CloseVisit>(journey) == 1);
}

TEST_CASE("no line: out of service, asked again every ten seconds, and back") {
  Journey journey;
  journey.wait(0ms);  // the first probe
  journey.step(reply(journey, NoLine{}));
  CHECK(state<OutOfService>(journey).reason == OutReason::no_line);
  journey.wait(limits::line_retry);
  journey.step(reply(journey, Alive{}));
  CHECK(std::holds_alternative<Welcome>(journey.visit().state));
}

TEST_CASE("a device that waits for approval says so") {
  Journey journey;
  journey.wait(0ms);
  wire::Problem problem;
  problem.code = wire::Code::device_pending;
  journey.step(reply(journey, problem));
  CHECK(state<OutOfService>(journey).reason == OutReason::not_approved);
}

TEST_CASE("a language left behind on the welcome screen goes home") {
  Journey journey;
  journey.step(ChooseLanguage{Language::en});
  CHECK(journey.visit().comfort.language == Language::en);
  journey.wait(limits::welcome_reset);
  CHECK(journey.visit().comfort == journey.visit().home);
}

TEST_CASE("a service that thinks long: progress, then a way out") {
  Journey journey;
  journey.step(StartVisit{});
  journey.step(CardRead{SecretText{"RSSMRA80A01H501U"}});
  const auto& visit = journey.visit();
  CHECK(waiting(visit, journey.now()) == Waiting::no);
  CHECK(waiting(visit, journey.now() + limits::progress_after) == Waiting::progress);
  CHECK(waiting(visit, journey.now() + limits::way_out_after) == Waiting::way_out);
  journey.step(Back{});
  CHECK(std::holds_alternative<Scan>(journey.visit().state));
}
