// Receipts: a picture goes out as commands and comes out as the same picture, on both widths of paper.
#include "kiosk/printing/escpos.h"

#include "tests/catch.h"
#include "tests/printing/presses.h"

using namespace sportello;
using namespace sportello::printing;
using namespace sportello::tests;
using fakes::eventually;

TEST_CASE("a slip comes out dot by dot, cut once, on both papers and in every language") {
  for (const int dots : {dots_of_58_mm, dots_of_80_mm}) {
    for (const auto language : visit::languages) {
      FakeEscPos printer;
      const auto press = press_of(printer, short_limits(), dots);
      const auto slip = sample_slip(language);
      INFO(visit::code_of(language) << " " << dots);
      CHECK(print(*press, slip) == Outcome{End::printed});
      CHECK(printer.shows(picture_of(slip, dots)));
      CHECK(printer.cuts() == 1);
      CHECK(printer.waiting() == 0);
      CHECK_FALSE(press->owes());
    }
  }
}

TEST_CASE("slips one after another do not mix") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  std::size_t rows = 0;
  for (const auto language : {visit::Language::it, visit::Language::ur}) {
    CHECK(print(*press, sample_slip(language)) == Outcome{End::printed});
    rows += static_cast<std::size_t>(picture_of(sample_slip(language)).height);
    CHECK(printer.rows().size() == rows);
  }
  CHECK(printer.cuts() == 2);
}

TEST_CASE("a slip is cancelled between two bands: what came out is cut off, and nothing follows") {
  FakeEscPos printer;
  printer.take_a_nap(2);
  const auto press = press_of(printer);
  Printing printing{*press};
  REQUIRE(eventually([&] { return printer.rows().size() > 60; }));
  printing.stop();
  CHECK(printing.end() == Outcome{End::cancelled});
  CHECK(printer.cuts() == 1);
  const auto rows = printer.rows().size();
  CHECK(rows < static_cast<std::size_t>(picture_of().height));
  CHECK(printer.waiting() == 0);
  printer.take_a_nap(0);
  CHECK(print(*press) == Outcome{End::printed});
  CHECK(printer.rows().size() == rows + static_cast<std::size_t>(picture_of().height));
}

TEST_CASE("a slip that was cancelled before it began leaves no trace") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  std::stop_source stop;
  stop.request_stop();
  CHECK(press->print(sample_slip(), [](Phase) {}, stop.get_token()) == Outcome{End::cancelled});
  CHECK(printer.rows().empty());
  CHECK(printer.cuts() == 0);
}

TEST_CASE("a printer that is too hot is waited for by nobody") {
  FakeEscPos printer;
  const auto press = press_of(printer);
  printer.be({.too_hot = true});
  CHECK(press->look({}) == Condition::unknown);
  printer.be({});
  printer.be_when(150, {.too_hot = true});
  CHECK(print(*press) == Outcome{End::unsure, Condition::unknown});
}

TEST_CASE("what a band is made of") {
  Picture picture{16, 3};
  picture.blacken(0, 1);
  picture.blacken(15, 2);
  using namespace std::string_literals;
  CHECK(escpos::band(picture, 0, 3) == "\x1Dv0\x00\x02\x00\x03\x00\x00\x00\x80\x00\x00\x01"s);
  CHECK(escpos::band(picture, 1, 2) == "\x1Dv0\x00\x02\x00\x01\x00\x80\x00"s);
  CHECK(picture.black(0, 1));
  CHECK_FALSE(picture.black(1, 1));
  CHECK(escpos::feed_and_cut(96) == "\x1DVB\x60"s);
  CHECK(escpos::ask(escpos::Status::paper) == "\x10\x04\x04"s);
}

TEST_CASE("every bit of an answer means what Epson says") {
  using Answers = std::array<std::uint8_t, 4>;
  const auto with = [](std::size_t which, unsigned bits) {
    Answers answers{0x12, 0x12, 0x12, 0x12};
    answers[which] |= static_cast<std::uint8_t>(bits);
    return escpos::condition_of(answers);
  };
  CHECK(with(0, 0) == Condition::ready);
  CHECK(with(0, 0x04) == Condition::ready);  // the drawer
  CHECK(with(0, 0x08) == Condition::offline);
  CHECK(with(1, 0x04) == Condition::cover_open);
  CHECK(with(1, 0x20) == Condition::out_of_paper);
  CHECK(with(2, 0x04) == Condition::jam);
  CHECK(with(2, 0x08) == Condition::jam);
  CHECK(with(2, 0x20) == Condition::unknown);
  CHECK(with(2, 0x40) == Condition::unknown);
  CHECK(with(3, 0x0C) == Condition::ready);  // nearly out
  CHECK(with(3, 0x60) == Condition::out_of_paper);
  // The worst is told, and what a hand must do first.
  CHECK(escpos::condition_of({0x1A, 0x36, 0x1A, 0x72}) == Condition::cover_open);
  CHECK(escpos::is_status(0x12));
  CHECK(escpos::is_status(0x7E));
  CHECK_FALSE(escpos::is_status(0x13));
  CHECK_FALSE(escpos::is_status(0x92));
  CHECK(escpos::is_fence(0x0C));
  CHECK_FALSE(escpos::is_fence(0x1C));
}

TEST_CASE("dots that spell a command are not obeyed: one of them is taken away") {
  Picture picture{24, 4};
  const std::vector<std::uint8_t> spelled = {0x10, 0x04, 0x01,  // DLE EOT 1
                                             0x00, 0x10, 0x05,  // DLE ENQ 2, into the next row
                                             0x02, 0x10, 0x14,  // DLE DC4 8
                                             0x08, 0x10, 0x03};
  picture.rows = spelled;
  CHECK(escpos::without_commands(picture) == 3);
  CHECK(picture.rows == std::vector<std::uint8_t>{0, 4, 1, 0, 0, 5, 2, 0, 0x14, 8, 0x10, 3});
  // A printer that is given them all the same obeys; so the test can fail.
  FakeEscPos printer;
  auto device = DeviceFile::open(printer.device(), 0);
  REQUIRE(device);
  const auto soon = [] { return std::chrono::steady_clock::now() + std::chrono::seconds{5}; };
  device->write(escpos::band(picture, 0, 4), soon());
  REQUIRE(eventually([&] { return printer.rows().size() == 4; }));
  CHECK(printer.obeyed() == 0);
  picture.rows = spelled;
  device->write(escpos::band(picture, 0, 4), soon());
  CHECK(eventually([&] { return printer.obeyed() > 0; }));
}

TEST_CASE("a device that is no printer's is refused with a sentence") {
  const auto none = DeviceFile::open("/dev/sportello-no-such-printer", 0);
  REQUIRE_FALSE(none);
  CHECK(none.error().find("/dev/sportello-no-such-printer") != std::string::npos);
  FakeEscPos printer;
  const auto strange = DeviceFile::open(printer.device(), 12345);
  REQUIRE_FALSE(strange);
  CHECK(strange.error() == "no serial line runs at 12345 baud");
  CHECK(DeviceFile::open(printer.device(), 115200));
}
