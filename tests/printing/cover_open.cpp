// The cover is open: nothing is sent; opened in the midst of a slip, the rest of it is forgotten.
#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;
using sportello::fakes::eventually;

TEST_CASE("IPP: an open cover is seen, and no slip is sent") {
  IppPrinter printer;
  printer.be("cover-open");
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::cover_open);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::cover_open});
  CHECK(printer.jobs() == 0);
  printer.be("none");
  CHECK(print(*press) == Outcome{End::printed});
}

TEST_CASE("IPP: a cover that is opened in the midst of a slip ends it") {
  IppPrinter printer;
  const auto press = press_of(printer);
  printer.while_printing("STATE: +cover-open", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  CHECK(printing.end() == Outcome{End::not_printed, Condition::cover_open});
}

TEST_CASE("receipt printer: an open cover is seen; opened in the midst, the rest never comes out") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  printer.be({.cover_open = true});
  CHECK(press->look({}) == Condition::cover_open);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::cover_open});
  printer.be({});
  printer.be_when(200, {.cover_open = true});
  CHECK(print(*press) == Outcome{End::unsure, Condition::cover_open});
  printer.be({});
  CHECK(press->look({}) == Condition::ready);
  CHECK_FALSE(press->owes());
  CHECK(printer.rows().size() == 200);
}
