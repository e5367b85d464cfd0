// Offline: no printer there, one that sleeps for ever, one that is paused. Never a wait without an end.
#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;
using sportello::fakes::eventually;

namespace {
Limits impatient() {
  auto limits = short_limits();
  limits.connect = limits.answer = limits.take_back = Limits::ms{400};
  return limits;
}
}  // namespace

TEST_CASE("IPP: a printer that is switched off is offline") {
  IppPrinter printer;
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::ready);
  printer.switch_off();
  REQUIRE(eventually([&] { return press->look({}) == Condition::offline; }));
  CHECK(print(*press) == Outcome{End::not_printed, Condition::offline});
  CHECK_FALSE(press->owes());
}

TEST_CASE(
    "IPP: a printer that takes the line and says nothing is offline, and is waited for no longer than allowed") {
  IppPrinter printer;
  const auto press = press_of(printer, impatient());
  printer.freeze();
  CHECK(press->look({}) == Condition::offline);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::offline});
  printer.thaw();
  CHECK(press->look({}) == Condition::ready);
}

TEST_CASE("IPP: a paused printer is offline") {
  IppPrinter printer;
  printer.be("paused");
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::offline);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::offline});
}

TEST_CASE("IPP: a slip in a printer that falls silent is owed, and taken back as soon as it answers again") {
  IppPrinter printer;
  const auto press = press_of(printer, impatient());
  printer.while_printing("", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.has_job(); }));
  printer.freeze();
  CHECK(printing.end() == Outcome{End::unsure, Condition::offline});
  CHECK(press->owes());
  CHECK(press->look({}) == Condition::offline);
  CHECK(press->owes());
  printer.thaw();
  REQUIRE(eventually([&] {
    press->look({});
    return printer.said("localhost Cancel-Job successful-ok") > 0;
  }));
  printer.let_go();
  CHECK(eventually([&] {
    press->look({});
    return !press->owes();
  }));
}

TEST_CASE("receipt printer: no device, and one that says nothing, are offline") {
  EscPosPress nowhere{{"/dev/sportello-no-such-printer", 0, dots_of_80_mm}, painter(), short_limits()};
  CHECK(nowhere.look({}) == Condition::offline);
  CHECK(print(nowhere) == Outcome{End::not_printed, Condition::offline});
  FakeEscPos printer;
  printer.say_nothing(true);
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::offline);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::offline});
  CHECK(printer.rows().empty());
  CHECK(printer.waiting() == 0);
}

TEST_CASE("receipt printer: switched off line by its button, it is offline; in the midst of a slip, likewise") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  printer.be({.offline = true});
  CHECK(press->look({}) == Condition::offline);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::offline});
  printer.be({});
  printer.be_when(300, {.offline = true});
  CHECK(print(*press) == Outcome{End::unsure, Condition::offline});
  CHECK(printer.rows().size() == 300);
  printer.be({});
  CHECK(press->look({}) == Condition::ready);
  CHECK(printer.rows().size() == 300);
}
