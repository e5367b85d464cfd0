// A jam: something of the slip may be inside, whatever the printer says, so somebody should look.
#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;
using sportello::fakes::eventually;

TEST_CASE("IPP: a jam from before is seen, and no slip is sent to it") {
  IppPrinter printer;
  printer.be("media-jam");
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::jam);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::jam});
  CHECK(printer.jobs() == 0);
}

TEST_CASE("IPP: a slip that jams is taken back, and may still be inside") {
  IppPrinter printer;
  const auto press = press_of(printer);
  printer.while_printing("STATE: +media-jam", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  CHECK(printing.end() == Outcome{End::unsure, Condition::jam});
  CHECK_FALSE(press->owes());  // the job is gone; the paper may not be
}

TEST_CASE("IPP: a printer that gives the job up because of a jam is believed that it jams") {
  IppPrinter printer;
  const auto press = press_of(printer);
  constexpr int failed = 1;
  printer.while_printing("STATE: +media-jam", false, failed);
  CHECK(print(*press) == Outcome{End::unsure, Condition::jam});
  CHECK_FALSE(press->owes());
}

TEST_CASE("receipt printer: a knife that is stuck is a jam, before a slip and at its end") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  printer.be({.knife_stuck = true});
  CHECK(press->look({}) == Condition::jam);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::jam});
  CHECK(printer.waiting() == 0);
  printer.be({});
  const auto picture = picture_of();
  printer.be_when(picture.height, {.knife_stuck = true});
  CHECK(print(*press) == Outcome{End::unsure, Condition::jam});
  CHECK(printer.shows(picture));
  CHECK(printer.cuts() == 0);
}
