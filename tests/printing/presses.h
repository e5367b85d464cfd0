// Presses as the kiosk makes them, over the fakes; and a slip that is printed while a test does something else.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <ostream>
#include <vector>

#include "kiosk/printing/escpos_press.h"
#include "kiosk/printing/ipp_press.h"
#include "tests/printing/fake_escpos.h"
#include "tests/printing/ipp_printer.h"
#include "tests/printing/sample.h"

namespace sportello::printing {

// What a failed check shows.
inline std::ostream& operator<<(std::ostream& out, Condition condition) { return out << name_of(condition); }
inline std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  constexpr std::array ends = {"printed", "cancelled", "not printed", "unsure"};
  return out << ends.at(static_cast<std::size_t>(outcome.end)) << ", " << outcome.why;
}

}  // namespace sportello::printing

namespace sportello::tests {

inline printing::IppAddress address_of(const std::string& uri, const std::string& pin = "") {
  auto address = printing::IppAddress::of(uri, pin);
  if (!address) throw std::runtime_error(address.error());
  return *address;
}

inline std::unique_ptr<printing::Press> press_of(const IppPrinter& printer,
                                                 const printing::Limits& limits = short_limits(),
                                                 const std::string& media = "") {
  return std::make_unique<printing::IppPress>(printing::IppPress::Options{address_of(printer.uri()), media},
                                              painter(), limits);
}

inline std::unique_ptr<printing::Press> press_of(const FakeEscPos& printer,
                                                 const printing::Limits& limits = short_limits(),
                                                 int dots = printing::dots_of_80_mm) {
  return std::make_unique<printing::EscPosPress>(printing::EscPosPress::Options{printer.device(), 0, dots}, painter(),
                                                 limits);
}

inline printing::Outcome print(printing::Press& press, const printing::Slip& slip = sample_slip()) {
  return press.print(slip, [](printing::Phase) {}, {});
}

// On a thread of its own, until it ends or is stopped.
class Printing {
 public:
  explicit Printing(printing::Press& press, printing::Slip slip = sample_slip())
      : outcome_(std::async(std::launch::async, [this, &press, slip = std::move(slip)] {
          return press.print(slip, [this](printing::Phase phase) { phase_ = phase; }, stop_.get_token());
        })) {}
  void stop() { stop_.request_stop(); }
  printing::Outcome end() { return outcome_.get(); }
  [[nodiscard]] printing::Phase phase() const { return phase_; }

 private:
  std::stop_source stop_;
  std::atomic<printing::Phase> phase_ = printing::Phase::preparing;
  std::future<printing::Outcome> outcome_;
};

// What a receipt printer shows when this slip came out whole.
inline printing::Picture picture_of(const printing::Slip& slip = sample_slip(), int dots = printing::dots_of_80_mm) {
  auto picture = painter()->picture(slip, dots);
  printing::escpos::without_commands(picture);
  return picture;
}

}  // namespace sportello::tests
