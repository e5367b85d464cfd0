// Through a local CUPS, where there must be one: it prints the slip, and nothing of it is left on its disk.
#include "tests/catch.h"
#include "tests/printing/presses.h"
#include "tests/printing/rendering.h"
#include "tests/printing/spooler.h"

using namespace sportello;
using namespace sportello::printing;
using namespace sportello::tests;
using fakes::eventually;

namespace {

std::unique_ptr<Press> press_of(const Spooler& spooler) {
  // A queue that passes everything on does not say what paper there is: it is configured.
  auto limits = short_limits();
  limits.take_back = Limits::ms{8000};
  return std::make_unique<IppPress>(IppPress::Options{address_of(spooler.uri()), "iso_a4_210x297mm"}, painter(),
                                    limits);
}

bool keeps_a_document(const Spooler& spooler) {
  return std::ranges::any_of(spooler.kept(), [](const auto& name) { return name.starts_with('d'); });
}

}  // namespace

TEST_CASE("a slip that CUPS printed is deleted from its disk, its record with it") {
  IppPrinter printer;
  const Spooler spooler{printer.uri()};
  const auto press = press_of(spooler);
  printer.while_printing("", true);
  Printing printing{*press};
  const bool arrived = eventually([&] { return printer.has_job(); });
  INFO(spooler.log());
  REQUIRE(arrived);
  CHECK(keeps_a_document(spooler));  // while it prints; so the test can fail
  printer.let_go();
  CHECK(printing.end() == Outcome{End::printed});
  CHECK(spooler.kept().empty());
  const auto pages = rendered(printer.document(), 144);
  REQUIRE(pages.size() == 1);
  const auto fits = painter()->fitted(sample_slip(), page(595.276, 841.89));
  REQUIRE(fits);
  CHECK(difference(pages[0], drawn(*painter(), sample_slip(), *fits, 144)) < 0.005);
}

TEST_CASE("a slip that was cancelled is deleted from the disk of CUPS, too") {
  IppPrinter printer;
  const Spooler spooler{printer.uri()};
  const auto press = press_of(spooler);
  printer.while_printing("", true);
  Printing printing{*press};
  const bool arrived = eventually([&] { return printer.has_job(); });
  INFO(spooler.log());
  REQUIRE(arrived);
  printing.stop();
  CHECK(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  CHECK(printing.end() == Outcome{End::cancelled});
  CHECK(spooler.kept().empty());
}

TEST_CASE("a slip that CUPS cannot pass on is taken back, and deleted") {
  IppPrinter printer;
  const Spooler spooler{printer.uri()};
  const auto press = press_of(spooler);
  printer.switch_off();
  Printing printing{*press};
  if (!eventually([&] { return !spooler.kept().empty(); })) FAIL("no job reached CUPS");
  printing.stop();
  CHECK(printing.end() == Outcome{End::cancelled});
  CHECK(spooler.kept().empty());
}
