// From a result to paper, stop by stop.
#include <algorithm>

#include "tests/visit/walks.h"

using namespace sportello;
using namespace sportello::tests;
using namespace sportello::visit;
using printing::Condition;
using printing::End;
using PrintEnd = printing::Outcome;
using printing::Phase;

namespace {

Equipment with_printer(Condition condition = Condition::ready) {
  Equipment all;
  all.printer = condition;
  return all;
}

// A register that makes the password, and gives a PIN: three secrets on the screen.
Journey at_result(const Equipment& equipment = with_printer()) {
  auto person = somebody();
  person.acts = {wire::Act::renew_pin};
  auto journey = at_choose(std::move(person));
  journey.step(EquipmentIs{equipment});
  journey.step(ChooseAct{wire::Act::renew_pin});
  journey.step(Confirm{});
  journey.step(reply(journey, wire::Credentials{SecretText{"G4827163K"}, SecretText{"52817"}, "47",
                                                SecretText{"Zebra-4471"}, true}));
  REQUIRE(is_at<Result>(journey));
  return journey;
}

Journey at_slip(const Equipment& equipment = with_printer()) {
  auto journey = at_result(equipment);
  journey.step(OpenSlip{});
  REQUIRE(is_at<Printing>(journey));
  return journey;
}

template <class T>
std::vector<T> effects_of(const Journey& journey) {
  std::vector<T> all;
  for (const auto& effect : journey.effects()) {
    if (const auto* one = std::get_if<T>(&effect)) all.push_back(*one);
  }
  return all;
}

PrintNews news(const Journey& journey, std::variant<Phase, PrintEnd> what) {
  const auto pending = pending_in(journey.visit().state);
  REQUIRE(pending);
  return {journey.visit().id, pending->request, what};
}

}  // namespace

TEST_CASE("a slip is printed, taken, and the visit ends") {
  auto journey = at_slip();
  CHECK_FALSE(state<Printing>(journey).with_pin);
  CHECK(effects_of<PrintSlip>(journey).empty());
  journey.step(Confirm{});
  const auto slips = effects_of<PrintSlip>(journey);
  REQUIRE(slips.size() == 1);
  CHECK(slips.front().user_code.reveal() == "G4827163K");
  CHECK_FALSE(slips.front().pin);
  CHECK(slips.front().act == wire::Act::renew_pin);
  CHECK(slips.front().login_url == "https://register.example/login");
  journey.step(Confirm{});  // impatience prints nothing twice
  CHECK(effects_of<PrintSlip>(journey).size() == 1);
  journey.step(news(journey, Phase::printing));
  CHECK(state<Printing>(journey).phase == Phase::printing);
  journey.step(news(journey, PrintEnd{End::printed}));
  CHECK(state<Printing>(journey).outcome == PrintEnd{End::printed});
  journey.step(EndNow{});
  CHECK(state<Goodbye>(journey).ending == Ending::done);
  CHECK(effects_of<CancelPrint>(journey).empty());
  CHECK(effects_of<Wipe>(journey).size() == 1);
}

TEST_CASE("the PIN is on the slip where it is ticked, and there is one") {
  auto journey = at_slip();
  journey.step(SlipPin{});
  journey.step(SlipPin{});
  journey.step(SlipPin{});
  journey.step(Confirm{});
  REQUIRE(effects_of<PrintSlip>(journey).size() == 1);
  REQUIRE(effects_of<PrintSlip>(journey).front().pin);
  CHECK(effects_of<PrintSlip>(journey).front().pin->reveal() == "52817");
  journey.step(SlipPin{});  // not while it is printed
  CHECK(state<Printing>(journey).with_pin);
}

TEST_CASE("with no printer nothing of it is offered, and nothing is asked of one") {
  auto journey = at_result({});
  journey.step(OpenSlip{});
  CHECK(is_at<Result>(journey));
  CHECK(effects_of<LookAtPrinter>(journey).empty());
}

TEST_CASE("what the printer is like is asked before it is needed, and decides nothing") {
  auto journey = at_result();
  CHECK(effects_of<LookAtPrinter>(journey).size() == 1);
  journey.step(ShowPin{});
  CHECK(effects_of<LookAtPrinter>(journey).size() == 1);
  journey.step(OpenSlip{});
  CHECK(effects_of<LookAtPrinter>(journey).size() == 2);
  journey.step(EquipmentIs{with_printer(Condition::jam)});
  journey.step(Confirm{});
  CHECK(effects_of<PrintSlip>(journey).size() == 1);
}

TEST_CASE("going back leads to the result as it was, with its secrets covered") {
  auto journey = at_result();
  journey.step(ShowPin{});
  journey.step(ShowMade{});
  journey.step(OpenSlip{});
  journey.step(Back{});
  const auto& result = state<Result>(journey);
  CHECK_FALSE(result.pin_hides);
  CHECK_FALSE(result.password_hides);
  CHECK(result.pin->reveal() == "52817");
  CHECK(result.given_name == "Mario");
  journey.step(OpenSlip{});
  journey.step(Confirm{});
  journey.step(news(journey, PrintEnd{End::printed}));
  journey.step(Back{});
  CHECK(is_at<Result>(journey));
}

TEST_CASE("a print that is stopped is taken back once, and its end is told") {
  const auto stop = GENERATE(Event{StopPrinting{}}, Event{Back{}});
  auto journey = at_slip();
  journey.step(StopPrinting{});  // nothing to stop
  CHECK(effects_of<CancelPrint>(journey).empty());
  journey.step(Confirm{});
  journey.step(stop);
  journey.step(stop);
  CHECK(effects_of<CancelPrint>(journey).size() == 1);
  CHECK(state<Printing>(journey).stopping);
  journey.step(news(journey, PrintEnd{End::cancelled}));
  CHECK(state<Printing>(journey).outcome == PrintEnd{End::cancelled});
  journey.step(Confirm{});  // and it may be printed after all
  CHECK(effects_of<PrintSlip>(journey).size() == 2);
  CHECK(effects_of<PrintSlip>(journey).back().request != effects_of<PrintSlip>(journey).front().request);
}

TEST_CASE("a misfortune may be tried again, but where paper is stuck or a slip may be inside") {
  for (const auto why : {Condition::out_of_paper, Condition::jam, Condition::cover_open, Condition::offline,
                         Condition::wrong_media, Condition::unknown}) {
    for (const auto end : {End::not_printed, End::unsure}) {
      INFO(printing::name_of(why));
      auto journey = at_slip();
      journey.step(Confirm{});
      journey.step(news(journey, PrintEnd{end, why}));
      const bool again = end == End::not_printed && why != Condition::jam;
      CHECK(may_print(state<Printing>(journey)) == again);
      journey.step(Confirm{});
      CHECK(effects_of<PrintSlip>(journey).size() == (again ? 2 : 1));
    }
  }
}

TEST_CASE("a slip that may be inside is not printed again by going back and forth") {
  auto journey = at_slip();
  journey.step(Confirm{});
  journey.step(news(journey, PrintEnd{End::unsure, Condition::offline}));
  journey.step(Back{});
  journey.step(OpenSlip{});
  CHECK(state<Printing>(journey).outcome == PrintEnd{End::unsure, Condition::offline});
  journey.step(Confirm{});
  CHECK(effects_of<PrintSlip>(journey).size() == 1);
}

TEST_CASE("every end of the visit takes the slip back, before all is forgotten") {
  const auto how = GENERATE(0, 1, 2, 3);
  auto journey = at_slip();
  journey.step(Confirm{});
  const auto going = news(journey, PrintEnd{End::printed});
  if (how == 0) journey.step(EndNow{});
  if (how == 1) {
    journey.step(AskExit{});
    journey.step(EndNow{});
  }
  if (how >= 2) {
    journey.wait(limits::print_longest);
    REQUIRE(name_of(journey.visit()) == "still-there");
    how == 2 ? journey.wait(limits::warning_after_code) : static_cast<void>(journey.step(EndNow{}));
  }
  REQUIRE(is_at<Goodbye>(journey));
  const auto& effects = journey.effects();
  const auto first = [&effects](auto is) { return std::ranges::find_if(effects, is); };
  const auto cancelled = first([](const Effect& e) { return std::holds_alternative<CancelPrint>(e); });
  const auto wiped = first([](const Effect& e) { return std::holds_alternative<Wipe>(e); });
  REQUIRE(wiped != effects.end());
  CHECK(cancelled < wiped);
  const auto before = description(journey.visit());
  CHECK(journey.step(going).effects.empty());  // it comes too late
  CHECK(description(journey.visit()) == before);
}

TEST_CASE("who waits for paper is not asked whether they are there; who has it gets their minute") {
  auto journey = at_slip();
  journey.step(Confirm{});
  journey.wait(limits::idle_after_code + std::chrono::seconds{30});
  CHECK(name_of(journey.visit()) == "printing");
  journey.step(news(journey, PrintEnd{End::printed}));
  journey.wait(limits::idle_after_code - std::chrono::seconds{1});
  CHECK(name_of(journey.visit()) == "printing");
  journey.wait(std::chrono::seconds{1});
  CHECK(name_of(journey.visit()) == "still-there");
}
