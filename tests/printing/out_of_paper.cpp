// Out of paper: before a slip nothing is sent; in its midst it is taken back, and never comes out later.
#include "kiosk/printing/ipp_reasons.h"
#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello::printing;
using namespace sportello::tests;
using sportello::fakes::eventually;

TEST_CASE("IPP: an empty tray is seen, and no slip is sent to it") {
  IppPrinter printer;
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::ready);
  printer.load("iso_a4_210x297mm", 0);
  CHECK(press->look({}) == Condition::out_of_paper);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::out_of_paper});
  CHECK(printer.jobs() == 0);
  CHECK_FALSE(printer.has_job());
  printer.load("iso_a4_210x297mm", 50);
  CHECK(print(*press) == Outcome{End::printed});
}

TEST_CASE("IPP: a slip that the paper does not suffice for is taken back, and is gone when there is paper again") {
  IppPrinter printer;
  const auto press = press_of(printer);
  printer.while_printing("", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.has_job(); }));
  printer.load("iso_a4_210x297mm", 0);
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  CHECK(printing.end() == Outcome{End::not_printed, Condition::out_of_paper});
  CHECK_FALSE(press->owes());
  CHECK(press->look({}) == Condition::out_of_paper);
}

TEST_CASE("IPP: a slip that the printer does not give back is owed until it does") {
  IppPrinter printer;
  auto limits = short_limits();
  limits.take_back = Limits::ms{300};
  const auto press = press_of(printer, limits);
  printer.while_printing("", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.has_job(); }));
  printer.load("iso_a4_210x297mm", 0);
  CHECK(printing.end() == Outcome{End::unsure, Condition::out_of_paper});
  CHECK(press->owes());
  press->look({});
  CHECK(press->owes());
  CHECK(print(*press).end == End::not_printed);  // no second slip behind the first
  CHECK(printer.jobs() == 1);
  printer.let_go();
  REQUIRE(eventually([&] {
    press->look({});
    return !press->owes();
  }));
  printer.load("iso_a4_210x297mm", 100);
  CHECK(print(*press) == Outcome{End::printed});
}

TEST_CASE("IPP: a second tray that is empty stands in nobody's way") {
  IppPrinter printer;
  const auto press = press_of(printer);
  printer.load("iso_a4_210x297mm", 50, 0);
  CHECK(press->look({}) == Condition::ready);
  CHECK(printer.said("media-empty-report") > 0);  // and yet the printer said so
  printer.load("iso_a4_210x297mm", 0, 0);
  CHECK(press->look({}) == Condition::out_of_paper);
}

TEST_CASE("IPP: what a tray says is believed only of the paper that was asked for, and only when it says how much") {
  const auto tray = [](const std::string& level) {
    return "type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;maxcapacity=250;level=" + level +
           ";status=0;name=main;";
  };
  constexpr int wide = 21000, high = 29700;
  for (const auto* some : {"1", "250", "-3"}) CHECK(tray_holds(tray(some), wide, high));
  for (const auto* none : {"0", "-1", "-2", "", "x", "1x", "99999999999"})
    CHECK_FALSE(tray_holds(tray(none), wide, high));
  CHECK_FALSE(tray_holds(tray("1"), high, wide));
  CHECK_FALSE(tray_holds("level=1", wide, high));
  CHECK_FALSE(tray_holds("", wide, high));
  CHECK_FALSE(tray_holds(";;=;level", wide, high));
}

TEST_CASE("receipt printer: no paper is seen, and nothing is printed on it") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  CHECK(press->look({}) == Condition::ready);
  printer.be({.no_paper = true});
  CHECK(press->look({}) == Condition::out_of_paper);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::out_of_paper});
  CHECK_FALSE(press->owes());
  CHECK(printer.waiting() == 0);
  printer.be({});
  CHECK(print(*press) == Outcome{End::printed});
  CHECK(printer.shows(picture_of()));
}

TEST_CASE("receipt printer: what was not printed when the paper ended never comes out") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  printer.be_when(100, {.no_paper = true});
  CHECK(print(*press) == Outcome{End::unsure, Condition::out_of_paper});
  CHECK(press->owes());
  CHECK(printer.rows().size() == 100);
  CHECK(press->look({}) == Condition::out_of_paper);
  CHECK(press->owes());
  printer.be({});
  CHECK(press->look({}) == Condition::ready);
  CHECK_FALSE(press->owes());
  CHECK(printer.rows().size() == 100);
  CHECK(printer.cuts() == 0);
}

TEST_CASE("receipt printer: never more than two bands of a slip lie in it") {
  FakeEscPos printer;
  const auto limits = short_limits();
  const auto press = press_of(printer);
  printer.be_when(100, {.no_paper = true});
  print(*press);
  const auto band = static_cast<std::size_t>(dots_of_80_mm / 8 * limits.band_rows);
  // And the commands around them; the noughts that end a picture come after all is forgotten.
  CHECK(printer.most_waiting() < static_cast<std::size_t>(limits.bands_ahead) * (band + 16) + 64);
  CHECK(printer.most_waiting() > band);
}

TEST_CASE("receipt printer: one that cannot forget prints those two bands at most, and the next slip whole") {
  FakeEscPos printer;
  printer.know_forgetting(false);
  const auto limits = short_limits();
  const auto press = press_of(printer);
  printer.be_when(100, {.no_paper = true});
  CHECK(print(*press) == Outcome{End::unsure, Condition::out_of_paper});
  printer.be({});
  REQUIRE(eventually([&] { return press->look({}) == Condition::ready && !press->owes(); }));
  const auto left = printer.rows().size();
  CHECK(left <= 100 + static_cast<std::size_t>(limits.bands_ahead * limits.band_rows));
  CHECK(print(*press) == Outcome{End::printed});
  const auto picture = picture_of();
  const auto rows = printer.rows();
  REQUIRE(rows.size() == left + static_cast<std::size_t>(picture.height));
  bool same = true;
  for (int y = 0; y < picture.height; ++y) {
    same = same && std::ranges::equal(rows[left + static_cast<std::size_t>(y)], picture.row(y));
  }
  CHECK(same);
}
