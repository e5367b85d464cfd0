// The line breaks while a slip is on its way: nobody can tell what came out, and so it is told.
#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;
using sportello::fakes::eventually;

TEST_CASE("IPP: a printer that dies with a slip in it leaves us unsure") {
  IppPrinter printer;
  auto limits = short_limits();
  limits.take_back = Limits::ms{300};
  const auto press = press_of(printer, limits);
  printer.while_printing("", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.has_job(); }));
  printer.switch_off();
  CHECK(printing.end() == Outcome{End::unsure, Condition::offline});
  CHECK(press->owes());
}

TEST_CASE("receipt printer: pulled out in the midst of a slip, it leaves us unsure") {
  for (const int rows : {1, 47, 48, 500}) {
    FakeEscPos printer;
    const auto press = press_of(printer);
    printer.take_a_nap(1);
    printer.hang_up_after(rows);
    INFO(rows);
    CHECK(print(*press) == Outcome{End::unsure, Condition::offline});
    CHECK(press->owes());
    CHECK(press->look({}) == Condition::offline);
  }
}
