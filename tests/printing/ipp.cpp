// Slips over IPP Everywhere, to the real ippeveprinter: what arrives is what was drawn, and tells nothing beside.
#include "kiosk/devices/zxing.h"
#include "kiosk/printing/ipp_reasons.h"
#include "tests/catch.h"
#include "tests/printing/presses.h"
#include "tests/printing/rendering.h"

using namespace sportello;
using namespace sportello::printing;
using namespace sportello::tests;
using fakes::eventually;

namespace {

constexpr int dots = 144;
// As the printer's paper was fitted to the slip.
Grey expected(const Slip& slip) {
  return drawn(*painter(), slip, painter()->fitted(slip, page(595.276, 841.89)).value(), dots);
}

}  // namespace

TEST_CASE("what the printer gets is the slip, on its own paper, in every language") {
  IppPrinter printer;
  const auto press = press_of(printer);
  for (const auto language : visit::languages) {
    const auto slip = sample_slip(language);
    INFO(visit::code_of(language));
    CHECK(print(*press, slip) == Outcome{End::printed});
    REQUIRE(printer.has_job());
    const auto pages = rendered(printer.document(), dots);
    REQUIRE(pages.size() == 1);
    CHECK(difference(pages[0], expected(slip)) < 0.005);
    CHECK(devices::read_bars(pages[0].pixels.data(), pages[0].width, pages[0].height) == login);
    printer.forget_document();
  }
}

TEST_CASE("another slip than the one that was sent is told apart") {
  IppPrinter printer;
  const auto press = press_of(printer);
  auto slip = sample_slip();
  CHECK(print(*press, slip) == Outcome{End::printed});
  slip.pin.reset();
  CHECK(difference(rendered(printer.document(), dots).at(0), expected(slip)) > 0.02);
}

TEST_CASE("a job says nothing of anybody: not its name, not its user, nothing that a printer logs") {
  IppPrinter printer;
  const auto press = press_of(printer);
  CHECK(print(*press) == Outcome{End::printed});
  CHECK(printer.said("job-name (nameWithoutLanguage) slip") > 0);
  CHECK(printer.said("requesting-user-name (nameWithoutLanguage) sportello") > 0);
  for (const auto* what : {"G4071839K", "70418", "Colle Sereno", "Ada", "registro.example"}) {
    INFO(what);
    CHECK(printer.said(what) == 0);
  }
}

TEST_CASE("a slip goes through its phases in order") {
  IppPrinter printer;
  const auto press = press_of(printer);
  std::vector<Phase> phases;
  press->print(sample_slip(), [&](Phase phase) { phases.push_back(phase); }, {});
  CHECK(phases == std::vector{Phase::preparing, Phase::sending, Phase::printing});
}

TEST_CASE("a slip is cancelled before it begins, and while it is in the printer") {
  IppPrinter printer;
  const auto press = press_of(printer);
  std::stop_source stopped;
  stopped.request_stop();
  CHECK(press->print(sample_slip(), [](Phase) {}, stopped.get_token()) == Outcome{End::cancelled});
  CHECK(printer.jobs() == 0);
  printer.while_printing("", true);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.has_job(); }));
  printing.stop();
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  CHECK(printing.end() == Outcome{End::cancelled});
  CHECK_FALSE(press->owes());
}

TEST_CASE("a printer that is busy with somebody else is waited for, a while") {
  IppPrinter printer;
  auto limits = short_limits();
  const auto first = press_of(printer, limits);
  limits.busy = Limits::ms{200};
  const auto second = press_of(printer, limits);
  limits.busy = Limits::ms{20'000};
  const auto third = press_of(printer, limits);
  printer.while_printing("", true);
  Printing somebody{*first};
  REQUIRE(eventually([&] { return printer.has_job(); }));
  CHECK(print(*second) == Outcome{End::not_printed, Condition::unknown});
  Printing waiting{*third};
  REQUIRE(eventually([&] { return waiting.phase() == Phase::sending; }));
  printer.let_go();
  CHECK(somebody.end() == Outcome{End::printed});
  CHECK(waiting.end() == Outcome{End::printed});
}

TEST_CASE("a printer that gives a job up without a word leaves nothing, and is not believed to have printed") {
  IppPrinter printer;
  const auto press = press_of(printer);
  constexpr int failed = 1;
  printer.while_printing("", false, failed);
  CHECK(print(*press) == Outcome{End::not_printed, Condition::unknown});
}

TEST_CASE("a slip that takes too long is taken back") {
  IppPrinter printer;
  auto limits = short_limits();
  limits.job = Limits::ms{200};
  limits.take_back = Limits::ms{300};
  const auto press = press_of(printer, limits);
  printer.while_printing("", true);
  CHECK(print(*press) == Outcome{End::unsure, Condition::unknown});
  CHECK(press->owes());
  printer.let_go();
  CHECK(eventually([&] {
    press->look({});
    return !press->owes();
  }));
}

TEST_CASE("over TLS a printer is known by its certificate, and a slip goes to no other") {
  IppPrinter printer;
  auto pin = printer.pin();
  IppPress pinned{{address_of(printer.uri("ipps"), pin), ""}, painter(), short_limits()};
  CHECK(print(pinned) == Outcome{End::printed});
  auto& letter = pin.at(pin.size() / 2);
  letter = letter == 'A' ? 'B' : 'A';
  IppPress stranger{{address_of(printer.uri("ipps"), pin), ""}, painter(), short_limits()};
  const auto jobs = printer.jobs();
  CHECK(stranger.look({}) == Condition::offline);
  CHECK(print(stranger) == Outcome{End::not_printed, Condition::offline});
  CHECK(printer.jobs() == jobs);
}

TEST_CASE("addresses of printers: in clear only on this machine, never with a name in them") {
  for (const auto* good :
       {"ipp://localhost:60000/ipp/print", "ipp://127.0.0.1/ipp/print", "ipp://[::1]:631/ipp/print",
        "ipps://printer.example/ipp/print", "ipps://192.0.2.7:631/ipp/print"}) {
    INFO(good);
    CHECK(IppAddress::of(good));
  }
  for (const auto* bad : {"", "printer.example", "http://localhost/ipp/print", "ipp://printer.example/ipp/print",
                          "ipp://192.0.2.7/ipp/print", "ipp://127.0.0.1.example/ipp/print",
                          "ipps://ada@printer.example/ipp/print", "ipps://ada:x@printer.example/"}) {
    INFO(bad);
    const auto address = IppAddress::of(bad);
    REQUIRE_FALSE(address);
    CHECK(address.error().find("ada") == std::string::npos);
  }
  CHECK(IppAddress::of("ipps://printer.example/ipp/print")->port == 631);
  CHECK(IppAddress::of("ipps://printer.example/ipp/print")->encrypted);
  CHECK_FALSE(IppAddress::of("ipp://localhost/ipp/print", "sha256//x"));
}

TEST_CASE("the worst of a printer's reasons is its condition, whatever severity it gives it") {
  using Reasons = std::vector<std::string>;
  const auto of = [](const Reasons& reasons) { return condition_of(IppState::processing, true, reasons); };
  CHECK(of({}) == Condition::ready);
  CHECK(of({"none"}) == Condition::ready);
  CHECK(of({"media-low-warning", "toner-low-report", "marker-supply-low"}) == Condition::ready);
  for (const std::string severity : {"", "-report", "-warning", "-error"}) {
    CHECK(of({"media-empty" + severity}) == Condition::out_of_paper);
    CHECK(of({"media-needed" + severity}) == Condition::wrong_media);
    CHECK(of({"media-needed" + severity, "media-empty" + severity}) == Condition::out_of_paper);
    CHECK(of({"media-jam" + severity, "media-empty" + severity}) == Condition::jam);
    CHECK(of({"media-jam" + severity, "cover-open" + severity}) == Condition::cover_open);
    CHECK(of({"offline" + severity}) == Condition::offline);
    CHECK(of({"paused" + severity, "media-needed" + severity}) == Condition::wrong_media);
  }
}
