// While nobody touches: opening hours, pictures, pages.
#include "tests/visit/walks.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::visit;
using namespace std::chrono_literals;

namespace {

const OpeningIs closed{{false, Opening::Next{1, 4, 480}}};

}  // namespace

TEST_CASE("outside the hours no visit begins") {
  Journey journey;
  journey.step(closed);
  CHECK(journey.visit().opening == closed.opening);
  journey.step(StartVisit{});
  journey.step(Confirm{});
  journey.step(CardRead{SecretText{"RSSMRA80A01H501U"}});
  CHECK(is_at<Welcome>(journey));
  CHECK(count<Identify>(journey) == 0);
  journey.step(OpenOverlay{OverlayKind::help});
  CHECK(journey.visit().overlay);  // help is there at any time
  journey.step(OpeningIs{{true, {}}});
  CHECK(journey.visit().overlay);
  journey.step(CloseOverlay{});
  journey.step(StartVisit{});
  CHECK(is_at<Scan>(journey));
}

TEST_CASE("a visit under way is not cut off at closing time") {
  auto journey = at_choose();
  journey.step(closed);
  journey.step(ChooseAct{wire::Act::reset_password});
  CHECK(is_at<ChoosePassword>(journey));
  journey.step(AskExit{});
  journey.step(EndNow{});
  journey.step(StartVisit{});
  CHECK(is_at<Welcome>(journey));
  journey.step(StartVisit{});
  CHECK(is_at<Welcome>(journey));
}

TEST_CASE("the hours wake nobody: they count neither as a touch nor as a word of the service") {
  Journey journey;
  const auto touched = journey.visit().last_touch;
  journey.wait(5s);
  journey.step(closed);
  CHECK(journey.visit().last_touch == touched);
}

TEST_CASE("the pictures take turns, only while nobody touches") {
  Journey journey;
  journey.wait(0ms);  // the first probe
  journey.step(reply(journey, Alive{}));
  const auto picture = [&] { return state<Welcome>(journey).picture; };
  CHECK(picture() == 0);
  journey.wait(limits::next_picture - 1ms);
  CHECK(picture() == 0);
  journey.wait(1ms);
  CHECK(picture() == 1);
  journey.wait(limits::next_picture - 1s);
  journey.step(Touched{});
  journey.wait(limits::next_picture - 1ms);
  CHECK(picture() == 1);
  for (int i = 2; i < 2 + limits::pictures; ++i) {
    journey.wait(limits::next_picture);
    CHECK(picture() == i % limits::pictures);
  }
  // Neither under an overlay nor outside the hours: the kiosk sleeps until the next probe.
  journey.step(OpenOverlay{OverlayKind::privacy});
  const auto before = picture();
  journey.wait(limits::next_picture);
  CHECK(picture() == before);
  journey.step(CloseOverlay{});
  journey.step(closed);
  journey.wait(limits::next_picture);
  CHECK(picture() == before);
}

TEST_CASE("pages are turned one by one, never before the first, and begin anew on every screen") {
  auto journey = at_choose();
  journey.step(TurnPage{-1});
  CHECK(journey.visit().page == 0);
  journey.step(TurnPage{1});
  journey.step(TurnPage{1});
  CHECK(journey.visit().page == 2);
  journey.step(TurnPage{-1});
  CHECK(journey.visit().page == 1);
  journey.step(OpenOverlay{OverlayKind::privacy});
  CHECK(journey.visit().page == 0);
  journey.step(TurnPage{1});
  CHECK(journey.visit().page == 1);
  CHECK(journey.visit().overlay);
  journey.step(CloseOverlay{});
  CHECK(journey.visit().page == 0);
  journey.step(OpenOverlay{OverlayKind::comfort});
  journey.step(TurnPage{1});
  journey.step(ChooseSize{TextSize::largest});  // other words fill other pages
  CHECK(journey.visit().page == 0);
  journey.step(CloseOverlay{});
  journey.wait(limits::idle_after_code);
  journey.step(TurnPage{1});  // answers "are you still there", and does nothing else
  CHECK(journey.visit().page == 0);
  CHECK_FALSE(journey.visit().overlay);
}
