// Wrong media: the printer has paper, and not ours. A receipt printer cannot tell what it was given.
#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;
using sportello::fakes::eventually;

TEST_CASE("IPP: paper that is not in the printer is not asked of it") {
  IppPrinter printer;
  const auto press = press_of(printer, short_limits(), "iso_a6_105x148mm");
  CHECK(print(*press) == Outcome{End::not_printed, Condition::wrong_media});
  CHECK(printer.jobs() == 0);
  const auto other = press_of(printer, short_limits(), "iso_a4_210x297mm");
  CHECK(print(*other) == Outcome{End::printed});
}

TEST_CASE("IPP: paper that is no paper's name is not printed on") {
  IppPrinter printer;
  CHECK(print(*press_of(printer, short_limits(), "a sheet")) == Outcome{End::not_printed, Condition::wrong_media});
  CHECK(printer.jobs() == 0);
}

TEST_CASE("IPP: a printer that asks for other paper in the midst of a slip does not get to keep it") {
  IppPrinter printer;
  const auto press = press_of(printer);
  printer.while_printing("STATE: +media-needed", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  CHECK(printing.end() == Outcome{End::not_printed, Condition::wrong_media});
  CHECK(press->look({}) == Condition::wrong_media);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::wrong_media});
}

TEST_CASE("IPP: an envelope is paper, too") {
  IppPrinter printer{"iso_dl_110x220mm"};
  const auto press = press_of(printer);
  CHECK(print(*press) == Outcome{End::printed});
  CHECK(printer.said("media (keyword) iso_dl_110x220mm") > 0);
}

TEST_CASE("receipt printer: a slip longer than any may be is not begun") {
  FakeEscPos printer;
  auto limits = short_limits();
  limits.most_rows = 100;
  EscPosPress press{{printer.device(), 0, dots_of_80_mm},
                    std::make_shared<Painter>(fonts()->another(), slip_texts(), limits),
                    limits};
  CHECK(print(press) == Outcome{End::not_printed, Condition::wrong_media});
  CHECK(printer.rows().empty());
}
