// Requests without a line, told as visits: from the screen that says there is none to the answer of the disk.
#include "tests/visit/walks.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::visit;
using namespace std::chrono_literals;

namespace {

const SecretText marios{"RSSMRA80A01H501U"};
constexpr std::string_view childs = "RSSMRA15A01H501G";

std::vector<KeepRequest> kept_in(const Journey& journey) {
  std::vector<KeepRequest> all;
  for (const auto& effect : journey.effects()) {
    if (const auto* keep = std::get_if<KeepRequest>(&effect)) all.push_back(*keep);
  }
  return all;
}

// A kiosk that can keep requests, and whose welcome screen has just heard that the line is gone.
Journey without_line() {
  Journey journey;
  journey.step(EquipmentIs{{.requests = true}});
  journey.wait(0ms);
  journey.step(reply(journey, NoLine{}));
  REQUIRE(is_at<OutOfService>(journey));
  return journey;
}

Journey at_wish() {
  auto journey = without_line();
  journey.step(LeaveRequest{});
  journey.step(CardRead{marios});
  REQUIRE(is_at<RequestWish>(journey));
  return journey;
}

RequestKept answer_of_disk(const Journey& journey, RequestOutcome outcome) {
  return {journey.visit().id, pending_in(journey.visit().state)->request, outcome};
}

}  // namespace

TEST_CASE("a request: the card, the wish, the disk's word, goodbye, and back to where the line is looked for") {
  auto journey = without_line();
  const auto visit = journey.visit().id;
  journey.step(ChooseLanguage{Language::ar});
  journey.step(LeaveRequest{});
  REQUIRE(is_at<Scan>(journey));
  journey.step(CardRead{marios});
  CHECK(state<RequestWish>(journey).document == marios);
  CHECK_FALSE(state<RequestWish>(journey).line_failed);
  journey.step(Confirm{});  // nothing is chosen
  CHECK(kept_in(journey).empty());
  journey.step(ChooseRequest{wire::Wish::first_issue});
  journey.step(ChooseRequest{wire::Wish::recovery});
  journey.step(Confirm{});
  journey.step(Confirm{});  // a second touch
  journey.step(Back{});     // too late
  const auto kept = kept_in(journey);
  REQUIRE(kept.size() == 1);
  CHECK(kept.front().document == marios);
  CHECK(kept.front().wish == wire::Wish::recovery);
  CHECK(kept.front().language == Language::ar);
  CHECK(kept.front().visit == visit);
  journey.step(answer_of_disk(journey, RequestOutcome::kept));
  CHECK(state<RequestLeft>(journey).outcome == RequestOutcome::kept);
  CHECK(personal_content(journey.visit()).empty());
  journey.step(EndNow{});
  CHECK(state<Goodbye>(journey).ending == Ending::left);
  CHECK(journey.visit().id == visit + 1);
  journey.wait_for_deadline();
  CHECK(state<OutOfService>(journey).reason == OutReason::no_line);
  CHECK(journey.visit().comfort == journey.visit().home);
  journey.wait_for_deadline();  // due at once
  journey.step(reply(journey, Alive{}));
  CHECK(is_at<Welcome>(journey));
  // Nobody but the heartbeat asked the service for anything.
  CHECK(count<Identify>(journey) == 0);
}

TEST_CASE("a line that fails while the card is looked for: the card need not be shown twice") {
  Journey journey;
  journey.step(EquipmentIs{{.requests = true}});
  journey.step(StartVisit{});
  journey.step(CardRead{marios});
  journey.step(reply(journey, NoLine{}));
  CHECK(state<RequestWish>(journey).line_failed);
  CHECK(state<RequestWish>(journey).document == marios);
  journey.step(Back{});
  REQUIRE(is_at<Scan>(journey));
  // It stays a request: another card leads to the same question.
  journey.step(TypeInstead{});
  type(journey, marios.reveal());
  journey.step(Confirm{});
  CHECK_FALSE(state<RequestWish>(journey).line_failed);
  journey.step(Back{});
  CHECK(state<TypedEntry>(journey).typed == marios);
  CHECK(count<Identify>(journey) == 1);
}

TEST_CASE("a kiosk that cannot keep requests goes out of service, as before") {
  Journey journey;
  journey.step(StartVisit{});
  journey.step(CardRead{marios});
  journey.step(reply(journey, NoLine{}));
  REQUIRE(is_at<OutOfService>(journey));
  journey.step(LeaveRequest{});
  CHECK(is_at<OutOfService>(journey));
  CHECK_FALSE(may_leave_request(journey.visit()));
}

TEST_CASE("a request is offered without a line, in the hours, and for no other reason") {
  auto journey = without_line();
  CHECK(may_leave_request(journey.visit()));
  journey.step(OpeningIs{{false, {}}});
  CHECK_FALSE(may_leave_request(journey.visit()));
  journey.step(LeaveRequest{});
  CHECK(is_at<OutOfService>(journey));
  journey.step(OpeningIs{{true, {}}});
  journey.step(Confirm{});
  journey.step(reply(journey, problem(wire::Code::device_revoked)));
  CHECK_FALSE(may_leave_request(journey.visit()));
  journey.step(LeaveRequest{});
  CHECK(is_at<OutOfService>(journey));
}

TEST_CASE("whoever turns back before the card is where they came from, and nothing of them stays") {
  auto journey = without_line();
  journey.step(LeaveRequest{});
  journey.step(CardRead{SecretText{childs}});
  REQUIRE(is_at<MinorCard>(journey));
  journey.step(UseCard{});
  journey.step(Back{});
  CHECK(state<OutOfService>(journey).reason == OutReason::no_line);
  CHECK_FALSE(journey.visit().leaving_request);
  CHECK(kept_in(journey).empty());
}

TEST_CASE("every word of the disk has its screen, and none of them ends as if something was left") {
  for (const auto outcome : {RequestOutcome::already, RequestOutcome::full, RequestOutcome::no_key}) {
    auto journey = at_wish();
    journey.step(ChooseRequest{wire::Wish::first_issue});
    journey.step(Confirm{});
    journey.step(answer_of_disk(journey, outcome));
    CHECK(state<RequestLeft>(journey).outcome == outcome);
    journey.step(Confirm{});
    CHECK(state<Goodbye>(journey).ending == Ending::cancelled);
    CHECK(state<Goodbye>(journey).no_line);
  }
}

TEST_CASE("who walks away from a wish is asked after five minutes, and forgotten") {
  auto journey = at_wish();
  journey.wait(limits::idle_before_code);
  REQUIRE(journey.visit().overlay);
  CHECK(journey.visit().overlay->kind == OverlayKind::still_there);
  journey.wait(limits::warning_before_code);
  CHECK(state<Goodbye>(journey).ending == Ending::timed_out);
  CHECK(personal_content(journey.visit()).empty());
  CHECK(kept_in(journey).empty());
}

TEST_CASE("the disk's word for who has left meanwhile is heard by nobody") {
  auto journey = at_wish();
  journey.step(ChooseRequest{wire::Wish::first_issue});
  journey.step(Confirm{});
  const auto late = answer_of_disk(journey, RequestOutcome::kept);
  journey.step(AskExit{});
  journey.step(EndNow{});
  REQUIRE(is_at<Goodbye>(journey));
  journey.step(late);
  CHECK(is_at<Goodbye>(journey));
  journey.step(StartVisit{});
  journey.step(LeaveRequest{});
  journey.step(CardRead{marios});
  journey.step(ChooseRequest{wire::Wish::first_issue});
  journey.step(Confirm{});
  journey.step(late);
  CHECK(is_at<RequestWish>(journey));
}
